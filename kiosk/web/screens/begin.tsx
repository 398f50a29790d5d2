/** From the first touch to the consent. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import type { AppliedFor } from "../../../api/words/kiosk-service.ts";
import { send, setting, view } from "../link.ts";
import { LanguageTiles } from "../language-tiles.tsx";
import { Choice, Stage, Text, Title } from "../parts.tsx";
import { Drawing, type DrawingName } from "../pictograms/things.tsx";
import { consentKey } from "../service-key.ts";
import { words } from "../words.ts";
import { ServiceFacts } from "./service.tsx";

type Of<K extends Screen["kind"]> = Extract<Screen, { kind: K }>;

const turn = signal(0);
const GREETING_MS = 3200;

/** The whole screen is the button; the greeting goes round the languages. */
export const Attract = () => {
  const offers = setting.value?.languages ?? [];
  useEffect(() => {
    const timer = setInterval(() => (turn.value += 1), GREETING_MS);
    return () => clearInterval(timer);
  }, []);
  const shown = offers[turn.value % Math.max(1, offers.length)];
  return (
    <main class="attract" id="stage">
      <button type="button" class="everywhere" onClick={() => void send({ kind: "begin" })}>
        <span class="seal">{setting.value && <img src={setting.value.theme.seal} alt="" />}</span>
        <span class="drawing">
          <Drawing name="touch" />
        </span>
        <span class="greeting" {...(shown ? { lang: shown.tag, dir: shown.direction } : {})}>
          {shown?.greeting ?? words("attract-line")}
        </span>
      </button>
      <h1 class="under">
        <Text of="attract-title" />
      </h1>
    </main>
  );
};

/** Tiles without flags: a language is its own name and its own voice. */
export const Language = () => (
  <main class="stage list is-language" id="stage">
    <div class="words">
      <span class="lead-sign">
        <Drawing name="language" />
      </span>
      <Title of="language-title" />
    </div>
    <LanguageTiles />
  </main>
);

const STEP_SIGNS: Record<string, DrawingName> = {
  reference: "reference",
  face: "face",
  fingers: "fingers",
  signature: "signature",
  documents: "papers",
  review: "review",
  ticket: "ticket",
};

export const Notice = ({ screen }: { screen: Of<"notice"> }) => (
  <main class={`stage list is-notice ${screen.service === undefined ? "" : "has-service"}`} id="stage">
    <div class="words">
      <Title of="notice-title" />
    </div>
    <ol class="steps">
      {view.value?.steps
        .filter((step) => step !== "review")
        .map((step) => (
          <li key={step}>
            <span class="step-sign">
              <Drawing name={STEP_SIGNS[step] ?? "review"} />
            </span>
            <Text of={`notice-${step}`} />
          </li>
        ))}
    </ol>
    {screen.service !== undefined && <ServiceFacts service={screen.service} />}
    <p class="aside">
      <Text of="notice-line" />
    </p>
    <div class="actions">
      <Choice kind="main" sign="on" of="action-go-on" does={{ kind: "understood" }} />
    </div>
  </main>
);

const promises = (what: AppliedFor): readonly (readonly [DrawingName, string])[] => [
  [what === "document" ? "purpose-document" : "purpose", consentKey("purpose", what)],
  ["review", "consent-kept"],
  ["sealed", consentKey("sealed", what)],
  ["erased", "consent-erased"],
  ["choice", "consent-choice"],
  ["desk", "consent-rights"],
];

export const Consent = ({ screen }: { screen: Of<"consent"> }) => (
  <main class="stage list is-consent" id="stage">
    <div class="words">
      <Title of={consentKey("title", screen.what)} />
      {screen.by === "guardian" && (
        <p class="problem pictured">
          <span class="noted-sign">
            <Drawing name="guardian" />
          </span>
          <Text of="consent-guardian" />
        </p>
      )}
    </div>
    <ul class="promises">
      {promises(screen.what).map(([sign, of]) => (
        <li key={of}>
          <span class="promise-sign">
            <Drawing name={sign} />
          </span>
          <span>
            <Text of={of} />
            {of === "consent-rights" && setting.value?.theme.authority !== undefined && (
              <span class="authority" dir="auto">
                {setting.value.theme.authority}
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
    <div class="actions two">
      <Choice sign="no" of="consent-disagree" does={{ kind: "disagree" }} />
      <Choice
        kind="main"
        sign="yes"
        of="consent-agree"
        does={{ kind: "agree", textVersion: screen.textVersion }}
      />
    </div>
  </main>
);

/** Nobody's screen any more: whoever comes next need not wait. */
export const Next = () => <Choice kind="quiet" sign="touch" of="attract-line" does={{ kind: "begin" }} />;

/** Used where a picture and one line say it all. */
export const Simple = (props: {
  name: string;
  sign: DrawingName;
  title: string;
  line?: string;
  children?: preact.ComponentChildren;
}) => (
  <Stage name={props.name} picture={<Drawing name={props.sign} />} actions={props.children}>
    <Title of={props.title} />
    {props.line !== undefined && (
      <p>
        <Text of={props.line} />
      </p>
    )}
  </Stage>
);
