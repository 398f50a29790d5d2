/** Who judges captured samples: a worker in the product, the same code in place where nothing is compiled. */
import { existsSync } from "node:fs";
import { Bug, OutsideFault, type FaultCode } from "../../../api/base/faults.ts";
import { underWay } from "../../../api/base/under-way.ts";
import { examine } from "../../session/run/examine.ts";
import { Thread } from "../thread.ts";
import { asked, type Answered } from "./examination.ts";

export interface Judge extends AsyncDisposable {
  /** As `examine`: the box holds afterwards what is to be enrolled. */
  readonly examine: typeof examine;
}

export const judgeInPlace = (): Judge => ({
  examine,
  [Symbol.asyncDispose]: () => Promise.resolve(),
});

type Answer = { readonly id: number } & (
  | { readonly answered: Answered }
  /** The sample's fault, not ours. */
  | { readonly outside: FaultCode; readonly sentence: string }
  | { readonly failed: string }
);

const workerFile = new URL("judge-worker.js", import.meta.url);

const answeredIn = (answer: Answer): Answered => {
  if ("answered" in answer) return answer.answered;
  if ("outside" in answer) throw new OutsideFault(answer.outside, answer.sentence);
  throw new Bug(`judging failed: ${answer.failed}`);
};

/** One worker; samples are judged in the order in which they come. */
export const judge = (file: URL = workerFile): Judge => {
  if (!existsSync(file)) return judgeInPlace();
  const thread = new Thread<Answer>(file, "judging");
  return {
    examine: async (effect, box, policy) => {
      const answered = answeredIn(await underWay(thread.ask({ asked: asked(effect, box, policy) })));
      box.assessed(effect.number, answered.checks, answered.enrolled);
      return answered.assessment;
    },
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  };
};
