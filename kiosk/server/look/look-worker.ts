/** Looks at frames on a thread of its own, so that mirror and buttons never wait for it. */
import { warmNetworks } from "../../../models/face/stages/networks.ts";
import { serve } from "../serve.ts";
import { FaceGuide } from "./face-look.ts";
import { observe } from "./observe.ts";

const guidance = new FaceGuide();

// A network that is missing is said with the first frame, where somebody listens.
const warm = warmNetworks().catch(() => undefined);

serve<{ jpeg: Uint8Array; at: number }>(async ({ jpeg, at }, answer) => {
  answer({ look: guidance.next(await observe(jpeg, at)) });
}, warm);
