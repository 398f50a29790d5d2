/** Looks at frames on a thread of its own, so that mirror and buttons never wait for it. */
import { warmNetworks } from "../../../models/face/stages/networks.ts";
import { serve } from "../serve.ts";
import { FaceGuide, stillLook } from "./face-look.ts";
import { observe } from "./observe.ts";
import { lookAtPaper } from "./paper-look.ts";

const guidance = new FaceGuide();

// A network that is missing is said with the first frame, where somebody listens.
const warm = warmNetworks().catch(() => undefined);

type Asked = { jpeg: Uint8Array; at: number } | { paper: Uint8Array } | { still: Uint8Array };

serve<Asked>(async (asked, answer) => {
  if ("paper" in asked) answer({ paper: await lookAtPaper(asked.paper) });
  else if ("still" in asked) answer({ still: stillLook(await observe(asked.still, 0)) });
  else answer({ look: guidance.next(await observe(asked.jpeg, asked.at)) });
}, warm);
