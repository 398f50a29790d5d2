/** The head may stay covered for faith or health: what must still be seen, and why it is covered. */
import { send } from "./link.ts";
import { Choice, Text } from "./parts.tsx";
import { CoveredFace } from "./pictograms/face.tsx";
import { Sheet } from "./sheet.tsx";

export const HeadCovering = () => (
  <Sheet name="head-covering" title="covering-title">
    <p>
      <Text of="covering-how" />
    </p>
    <ul class="tiles reasons">
      {(["religious", "medical"] as const).map((reason) => (
        <li key={reason}>
          <button
            type="button"
            class="tile"
            data-say={`covering-${reason}`}
            onClick={() => void send({ kind: "head-covering", reason })}
          >
            <span class="tile-picture">
              <CoveredFace reason={reason} />
            </span>
            <Text of={`covering-${reason}`} />
          </button>
        </li>
      ))}
    </ul>
    <div class="actions">
      <Choice sign="back" of="action-back" does={{ kind: "close" }} />
    </div>
  </Sheet>
);
