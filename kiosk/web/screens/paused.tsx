/** A device does not work: what happened to it, that nobody did wrong, and that nothing is lost. */
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import { Stage, Text, Title } from "../parts.tsx";
import { Mended, Trouble } from "../pictograms/trouble.tsx";
import { troubleLines } from "../sounds.ts";

type PausedScreen = Extract<Screen, { kind: "paused" }>;

export const Paused = ({ screen }: { screen: PausedScreen }) => (
  <Stage name="paused" picture={<Trouble device={screen.device} trouble={screen.trouble} />}>
    <Title of="paused-title" />
    <p class="pause-why" role="status">
      <Text of={`paused-${screen.device}`} />
    </p>
    {troubleLines(screen).map((line) => (
      <p key={line} class="aside">
        <Text of={line} />
      </p>
    ))}
  </Stage>
);

/** Said for a moment on the screen that the device belongs to. */
export const WorksAgain = () => (
  <p class="noted works-again" role="status">
    <span class="noted-sign">
      <Mended />
    </span>
    <Text of="works-again" />
  </p>
);
