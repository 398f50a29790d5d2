/** Answers to choose among on a sheet, a picture each: touching one is saying it. */
import type { ComponentChildren } from "preact";
import type { KioskCommand } from "../../api/words/kiosk-http.ts";
import { send } from "./link.ts";
import { Choice, Text } from "./parts.tsx";

/** `of`: the sentence's key and what the voice says; then the picture, and what is sent. */
export type Reason = readonly [of: string, picture: ComponentChildren, does: KioskCommand];

export const Reasons = ({ of }: { of: readonly Reason[] }) => (
  <>
    <ul class="tiles reasons">
      {of.map(([key, picture, does]) => (
        <li key={key}>
          <button type="button" class="tile" data-say={key} onClick={() => void send(does)}>
            <span class="tile-picture">{picture}</span>
            <Text of={key} />
          </button>
        </li>
      ))}
    </ul>
    <div class="actions">
      <Choice sign="back" of="action-back" does={{ kind: "close" }} />
    </div>
  </>
);
