/** An instruction that does not go away: the person says that it is so already, or cannot be. The desk looks at it. */
import { FACE_CONTESTS, type Overlay } from "../../api/words/kiosk-http.ts";
import { send } from "./link.ts";
import { Choice, Text } from "./parts.tsx";
import { FacePictogram } from "./pictograms/face.tsx";
import { Drawing } from "./pictograms/things.tsx";
import { Sheet } from "./sheet.tsx";

const SIGNS = { "it-is-not-so": "yes", "cannot-be-changed": "no" } as const;

export const Contest = ({ overlay: { hint } }: { overlay: Extract<Overlay, { kind: "contest" }> }) => (
  <Sheet name="contest" title="contest-title">
    <div class="sheet-picture">
      <FacePictogram hint={hint} />
    </div>
    <p>
      <Text of={`face-${hint}`} />
    </p>
    <ul class="tiles reasons">
      {FACE_CONTESTS.map((statement) => (
        <li key={statement}>
          <button
            type="button"
            class="tile"
            data-say={`contest-${statement}`}
            onClick={() => void send({ kind: "contest", hint, statement })}
          >
            <span class="tile-picture">
              <Drawing name={SIGNS[statement]} />
            </span>
            <Text of={`contest-${statement}`} />
          </button>
        </li>
      ))}
    </ul>
    <div class="actions">
      <Choice sign="back" of="action-back" does={{ kind: "close" }} />
    </div>
  </Sheet>
);
