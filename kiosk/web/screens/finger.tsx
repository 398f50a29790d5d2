/** Which finger, where it goes, what it looks like, what to do better. */
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import { Choice, Instruction, Stage, Text, Title } from "../parts.tsx";
import { FingerPictogram, PrintPlace } from "../pictograms/finger-hints.tsx";
import { BothHands } from "../pictograms/hand.tsx";
import { words } from "../words.ts";
import { Skip } from "./service.tsx";
import { WorksAgain } from "./paused.tsx";

export const Finger = ({ screen }: { screen: Extract<Screen, { kind: "finger" }> }) => (
  <Stage
    name="finger"
    picture={
      <div class="finger-scene">
        <div class="finger-large">
          <FingerPictogram hint={screen.hint} position={screen.position} />
        </div>
        <div class="finger-side">
          <div class="hands">
            <BothHands position={screen.position} taken={screen.taken} />
          </div>
          <div class={`print ${screen.hint === "done" ? "good" : ""}`}>
            {screen.print === undefined ? (
              <PrintPlace />
            ) : (
              <img src={screen.print} alt={words("print-label")} />
            )}
          </div>
        </div>
      </div>
    }
    actions={
      <>
        <Choice kind="quiet" sign="no" of="finger-unable" does={{ kind: "open", overlay: "unable" }} />
        {screen.optional === true && <Skip />}
      </>
    }
  >
    <Title of={`finger-${screen.position}`} />
    <Instruction of={`finger-${screen.hint}`} />
    {screen.again === true && <WorksAgain />}
    <p class="unseen">
      <Text of="finger-title" />
    </p>
  </Stage>
);
