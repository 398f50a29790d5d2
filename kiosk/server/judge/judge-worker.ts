/** Judges captured samples on a thread of its own, so that mirror, buttons and voice never wait for it. */
import { serve } from "../serve.ts";
import { answering, type Asked } from "./examination.ts";

serve<{ asked: Asked }>(({ asked }, answer) => answering(asked, (answered) => answer({ answered })));
