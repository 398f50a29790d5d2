/** What stays the same on every screen: the State above, the steps, and below always the same bar. */
import { WALK_STEPS, type WalkStep } from "../../api/words/kiosk-screen.ts";
import { send, setting, view } from "./link.ts";
import { More } from "./more.tsx";
import { Text } from "./parts.tsx";
import { Drawing, type DrawingName } from "./pictograms/things.tsx";
import { words } from "./words.ts";

export const Head = () => {
  const theme = setting.value?.theme;
  return (
    <header class="head">
      <div class="band" aria-hidden="true">
        <span />
        <span />
        <span />
      </div>
      {theme !== undefined && (
        <div class="state">
          <img class="state-seal" src={theme.seal} alt="" />
          <div>
            <p class="state-name">{theme.state}</p>
            <p class="state-mission">{view.value?.mission}</p>
          </div>
        </div>
      )}
      {view.value?.virtual === true && (
        <p class="trial">
          <Text of="virtual-note" />
        </p>
      )}
      <Progress />
    </header>
  );
};

const SIGNS: Record<WalkStep, DrawingName> = {
  reference: "reference",
  face: "face",
  fingers: "fingers",
  signature: "signature",
  documents: "papers",
  review: "review",
  ticket: "ticket",
};

const Progress = () => {
  const now = view.value?.step;
  const steps = WALK_STEPS.filter((step) => view.value?.steps.includes(step));
  if (now === undefined) return null;
  const at = steps.indexOf(now);
  return (
    <ol class="progress" aria-label={words("notice-title")}>
      {steps.map((step, index) => {
        const state = index < at ? "past" : index === at ? "now" : "next";
        return (
          <li key={step} class={state} aria-current={state === "now" ? "step" : undefined}>
            <span class="progress-sign">
              <Drawing name={SIGNS[step]} />
            </span>
            <span class="unseen">
              {words(`step-${step}`)} {state === "past" ? words("step-finished") : ""}
            </span>
          </li>
        );
      })}
    </ol>
  );
};

const BarButton = (props: { sign: DrawingName; of: string; does: () => void; class?: string }) => (
  <button type="button" class={`bar-button ${props.class ?? ""}`} data-say={props.of} onClick={props.does}>
    <span class="sign">
      <Drawing name={props.sign} />
    </span>
    <Text of={props.of} class="bar-text" />
  </button>
);

/** Help and staff: in this corner of the glass whatever is shown, over a sheet too. */
export const Always = () => (
  <div class="bar-group always">
    <BarButton sign="help" of="help-open" does={() => void send({ kind: "open", overlay: "help" })} />
    <BarButton sign="staff" of="call-staff" class="staff" does={() => void send({ kind: "call-staff" })} />
  </div>
);

/** Screens on which nobody's session runs: nothing to stop there. */
const IDLE = new Set(["attract", "closed", "thanks", "wiped", "paused"]);

export const Bar = () => {
  const screen = view.value?.screen.kind ?? "attract";
  return (
    <nav class="bar" aria-label={words("help-title")}>
      <Always />
      <More within="#stage" />
      <div class="bar-group">
        {screen === "attract" && (
          <BarButton sign="ticket" of="bar-ticket" does={() => void send({ kind: "ask-status" })} />
        )}
        {screen !== "attract" && screen !== "language" && (
          <BarButton
            sign="language"
            of="bar-language"
            does={() => void send({ kind: "open", overlay: "language" })}
          />
        )}
        <BarButton
          sign="comfort"
          of="bar-comfort"
          does={() => void send({ kind: "open", overlay: "comfort" })}
        />
        {!IDLE.has(screen) && (
          <BarButton
            sign="stop"
            of="action-stop"
            does={() => void send({ kind: "open", overlay: "leave" })}
          />
        )}
      </div>
    </nav>
  );
};
