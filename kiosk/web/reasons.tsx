/** Answers to choose among, a picture each: touching one is saying it. */
import type { ComponentChildren } from "preact";
import type { KioskCommand } from "../../api/words/kiosk-command.ts";
import { busy, send } from "./link.ts";
import { Choice, Text, Title } from "./parts.tsx";

/** `of`: the sentence's key and what the voice says; then the picture, and what is sent or done. */
export type Reason = readonly [of: string, picture: ComponentChildren, does: KioskCommand | (() => void)];

const Tiles = ({ of }: { of: readonly Reason[] }) => (
  <ul class="tiles reasons">
    {of.map(([key, picture, does]) => (
      <li key={key}>
        <button
          type="button"
          class="tile"
          data-say={key}
          onClick={() => {
            if (busy()) return;
            if (typeof does === "function") does();
            else void send(does);
          }}
        >
          <span class="tile-picture">{picture}</span>
          <Text of={key} />
        </button>
      </li>
    ))}
  </ul>
);

/** On a sheet. */
export const Reasons = ({ of }: { of: readonly Reason[] }) => (
  <>
    <Tiles of={of} />
    <div class="actions">
      <Choice sign="back" of="action-back" does={{ kind: "close" }} />
    </div>
  </>
);

/** One question on a screen of its own, which the page opens by itself. */
export const Question = (props: { title: string; of: readonly Reason[]; back: () => void }) => (
  <main class="stage list is-question" id="stage">
    <div class="words">
      <Title of={props.title} own />
    </div>
    <Tiles of={props.of} />
    <div class="actions">
      <Choice kind="quiet" sign="back" of="action-back" does={props.back} />
    </div>
  </main>
);
