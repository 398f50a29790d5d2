/** What lies over a screen for a moment: help, comfort, staff, stopping, "are you still there". */
import type { Overlay, ScreenKind } from "../../api/words/kiosk-screen.ts";
import { TEXT_SIZES, VOLUMES, type Comfort } from "../../api/words/kiosk-comfort.ts";
import { Contest } from "./contest.tsx";
import { HeadCovering } from "./covering.tsx";
import { send, view } from "./link.ts";
import { LanguageTiles } from "./language-tiles.tsx";
import { Choice, Text } from "./parts.tsx";
import { FaintPrint } from "./pictograms/finger-hints.tsx";
import { HandSign } from "./pictograms/hand.tsx";
import { Drawing, type DrawingName } from "./pictograms/things.tsx";
import { Reasons, type Reason } from "./reasons.tsx";
import { Sheet } from "./sheet.tsx";
import { say } from "./voice.ts";
import { words } from "./words.ts";

/** Which help belongs to which screen. */
const HELP: Record<ScreenKind, string> = {
  closed: "help-paused",
  attract: "help-attract",
  language: "help-language",
  service: "help-service",
  notice: "help-notice",
  payment: "help-payment",
  identifier: "help-identifier",
  consent: "help-consent",
  reference: "help-reference",
  face: "help-face",
  "face-review": "help-review",
  finger: "help-finger",
  signature: "help-signature",
  "signature-review": "help-review",
  paper: "help-paper",
  "paper-review": "help-review",
  review: "help-review",
  desk: "help-desk",
  sealing: "help-paused",
  ticket: "help-ticket",
  thanks: "help-attract",
  wiped: "help-attract",
  paused: "help-paused",
  status: "help-status",
};
export const helpOf = (kind: ScreenKind): string => HELP[kind];

const HELP_SIGN: Partial<Record<ScreenKind, DrawingName>> = {
  attract: "touch",
  language: "language",
  reference: "show-code",
  face: "face",
  finger: "fingers",
  signature: "sign",
  desk: "desk",
  ticket: "ticket",
  status: "ticket",
};

const Help = ({ kind }: { kind: ScreenKind }) => (
  <Sheet name="help" title="help-title" sign={HELP_SIGN[kind] ?? "help"}>
    <p>
      <Text of={helpOf(kind)} />
    </p>
    <div class="actions two">
      <Choice sign="listen" of="help-listen" does={() => say(helpOf(kind), "now")} />
      <Choice kind="main" sign="on" of="help-close" does={{ kind: "close" }} />
    </div>
  </Sheet>
);

const set = (comfort: Partial<Comfort>) => void send({ kind: "comfort", comfort });

const Switch = (props: { sign: DrawingName; of: string; on: boolean; does: () => void }) => (
  <button
    type="button"
    class="switch"
    role="switch"
    aria-checked={props.on}
    data-say={props.of}
    onClick={props.does}
  >
    <span class="sign">
      <Drawing name={props.sign} />
    </span>
    <Text of={props.of} />
    <span class="knob moves" aria-hidden="true" />
  </button>
);

const after = <T,>(list: readonly T[], value: T): T => list[(list.indexOf(value) + 1) % list.length] ?? value;

const ComfortSheet = ({ comfort }: { comfort: Comfort }) => (
  <Sheet name="comfort" title="comfort-title">
    <div class="switches">
      <Switch
        sign="letters"
        of="comfort-text"
        on={comfort.text !== 100}
        does={() => set({ text: after(TEXT_SIZES, comfort.text) })}
      />
      <Switch
        sign="contrast"
        of="comfort-contrast"
        on={comfort.contrast === "high"}
        does={() => set({ contrast: comfort.contrast === "high" ? "normal" : "high" })}
      />
      <Switch
        sign="seated"
        of="comfort-seated"
        on={comfort.position === "seated"}
        does={() => set({ position: comfort.position === "seated" ? "standing" : "seated" })}
      />
      <Switch
        sign="still"
        of="comfort-motion"
        on={comfort.motion === "reduced"}
        does={() => set({ motion: comfort.motion === "reduced" ? "full" : "reduced" })}
      />
      <Switch
        sign="unhurried"
        of="comfort-unhurried"
        on={comfort.unhurried}
        does={() => set({ unhurried: !comfort.unhurried })}
      />
      <Switch
        sign="listen"
        of="comfort-headphones"
        on={comfort.headphones}
        does={() => set({ headphones: !comfort.headphones })}
      />
      <Switch
        sign="curtain"
        of="comfort-curtain"
        on={comfort.curtain}
        does={() => set({ curtain: !comfort.curtain })}
      />
    </div>
    <div class="volume">
      <Choice
        sign="quieter"
        of="comfort-quieter"
        does={() => set({ volume: VOLUMES[Math.max(0, comfort.volume - 1)] ?? 0 })}
      />
      <div class="volume-steps" aria-hidden="true">
        {VOLUMES.slice(1).map((step) => (
          <span key={step} class={step <= comfort.volume ? "lit" : ""} />
        ))}
      </div>
      <Choice
        sign="louder"
        of="comfort-louder"
        does={() => set({ volume: VOLUMES[Math.min(VOLUMES.length - 1, comfort.volume + 1)] ?? 3 })}
      />
    </div>
    <div class="actions">
      <Choice kind="main" sign="yes" of="comfort-done" does={{ kind: "close" }} />
    </div>
  </Sheet>
);

const LanguageSheet = () => (
  <Sheet name="language" title="language-title">
    <LanguageTiles />
    <div class="actions">
      <Choice sign="back" of="action-back" does={{ kind: "close" }} />
    </div>
  </Sheet>
);

const Unable = ({ overlay }: { overlay: Extract<Overlay, { kind: "unable" }> }) => {
  const [side, finger] = overlay.position.split("-") as ["left" | "right", "index"];
  const { position } = overlay;
  const of = (
    [
      ["amputated", <HandSign side={side} missing={finger} />],
      ["bandaged", <HandSign side={side} bandage={finger} />],
      ["unable-to-print", <FaintPrint />],
    ] as const
  ).map(([reason, picture]): Reason => [`unable-${reason}`, picture, { kind: "unable", position, reason }]);
  return (
    <Sheet name="unable" title="unable-title">
      <Reasons of={of} />
    </Sheet>
  );
};

/** Time runs as a ring that closes; no figure counts down. */
const StillThere = ({ overlay }: { overlay: Extract<Overlay, { kind: "still-there" }> }) => (
  <Sheet name="still-there" title="still-title">
    <div class="sheet-picture timed">
      <Drawing name="still_there" />
      <svg viewBox="0 0 100 100" class="time-ring" aria-hidden="true">
        <circle cx="50" cy="50" r="47" pathLength="1" style={{ animationDuration: `${overlay.span}ms` }} />
      </svg>
    </div>
    <div class="actions two">
      <Choice sign="no" of="leave-yes" does={{ kind: "leave" }} />
      <Choice kind="main" sign="yes" of="still-yes" does={{ kind: "still-here" }} />
    </div>
  </Sheet>
);

export const OverlaySheet = ({ overlay }: { overlay: Overlay }) => {
  switch (overlay.kind) {
    case "help":
      return <Help kind={view.value?.screen.kind ?? "attract"} />;
    case "comfort":
      return view.value === undefined ? null : <ComfortSheet comfort={view.value.comfort} />;
    case "language":
      return <LanguageSheet />;
    case "head-covering":
      return <HeadCovering />;
    case "contest":
      return <Contest overlay={overlay} />;
    case "unable":
      return <Unable overlay={overlay} />;
    case "still-there":
      return <StillThere overlay={overlay} />;
    case "staff-called":
      return (
        <Sheet name="staff" title="staff-title" sign="staff-coming">
          <div class="actions">
            <Choice kind="main" sign="on" of="help-close" does={{ kind: "close" }} />
          </div>
        </Sheet>
      );
    case "leave":
      return (
        <Sheet name="leave" title="leave-title" sign="erased">
          <div class="actions two">
            <Choice sign="no" of="leave-yes" does={{ kind: "leave" }} />
            <Choice kind="main" sign="on" of="leave-no" does={{ kind: "close" }} />
          </div>
        </Sheet>
      );
    default:
      return null;
  }
};

/** The server is away for a moment: the page says so by itself. */
export const Offline = () => (
  <div class="offline" role="alert">
    <div class="sheet-picture">
      <Drawing name="sealing" />
    </div>
    <p>{words("offline-title")}</p>
  </div>
);
