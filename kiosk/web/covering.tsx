/** The head may stay covered for faith or health: what must still be seen, and why it is covered. */
import { HEAD_COVERING_REASONS } from "../../api/words/kiosk-screen.ts";
import { Text } from "./parts.tsx";
import { CoveredFace } from "./pictograms/face.tsx";
import { Reasons, type Reason } from "./reasons.tsx";
import { Sheet } from "./sheet.tsx";

export const HeadCovering = () => (
  <Sheet name="head-covering" title="covering-title">
    <p>
      <Text of="covering-how" />
    </p>
    <Reasons
      of={HEAD_COVERING_REASONS.map((reason): Reason => [
        `covering-${reason}`,
        <CoveredFace reason={reason} />,
        { kind: "head-covering", reason },
      ])}
    />
  </Sheet>
);
