/** An instruction that does not go away: the person says that it is so already, or cannot be. The desk looks at it. */
import { FACE_CONTESTS } from "../../api/words/kiosk-command.ts";
import type { Overlay } from "../../api/words/kiosk-screen.ts";
import { Text } from "./parts.tsx";
import { FacePictogram } from "./pictograms/face.tsx";
import { Drawing } from "./pictograms/things.tsx";
import { Reasons, type Reason } from "./reasons.tsx";
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
    <Reasons
      of={FACE_CONTESTS.map((statement): Reason => [
        `contest-${statement}`,
        <Drawing name={SIGNS[statement]} />,
        { kind: "contest", hint, statement },
      ])}
    />
  </Sheet>
);
