/**
 * Mishaps at the transfers of a driver's clean run, one trial each. Every one of them is tried at night; an ordinary run tries
 * the plug at every transfer, the other mishaps at the first and last ones, and a share of those between that turns day by day.
 */
import { OutsideFault } from "../../api/base/faults.ts";
import type { CaptureOutcome } from "../../api/words/capture.ts";
import type { CapturedSample } from "../../api/words/sample.ts";
import type { CaptureDevice } from "../../drivers/driver.ts";
import type { Fixture } from "../../drivers/fixture.ts";
import { MISHAPS } from "../../drivers/transport/fault-plan.ts";
import type { PlannedFault } from "../../drivers/transport/fault-plan.ts";
import { Injector, faulty } from "../../drivers/transport/faulty.ts";
import { isWhole } from "./contract-devices.ts";

const never = new AbortController().signal;
export const DEADLINE = 20_000;
/** What a driver may take after its deadline, to tidy up. */
export const GRACE = 2500;

/** Fails instead of hanging: nothing here may take long on the wall. */
export const settled = async <T>(work: PromiseLike<T>, what: string): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const hang = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} hangs`)), 10_000);
  });
  try {
    return await Promise.race([work, hang]);
  } finally {
    clearTimeout(timer);
  }
};

export const samplesOf = (outcomes: readonly CaptureOutcome[]): CapturedSample[] =>
  outcomes.flatMap((one) => (one.kind === "captured" ? [one.sample] : []));

export interface Trial {
  readonly outcomes: readonly CaptureOutcome[];
  readonly refused?: OutsideFault;
  readonly transfers: number;
  readonly longest: number;
}

/** Opens, captures, closes; what an opening fails with other than an OutsideFault goes up. */
export const attempt = async (
  fixture: Fixture,
  faults: readonly PlannedFault[],
  captures: number,
): Promise<Trial> => {
  const { module, row, context } = fixture;
  const injector = new Injector(faults, context.clock);
  const outcomes: CaptureOutcome[] = [];
  let longest = 0;
  let device: CaptureDevice;
  try {
    device = await settled(module.open(faulty(fixture.transport, injector), row, context), "open");
  } catch (error) {
    if (!(error instanceof OutsideFault)) throw error;
    return { outcomes, refused: error, transfers: injector.transfers, longest };
  }
  for (let i = 0; i < captures; i += 1) {
    const start = context.clock.now();
    outcomes.push(await settled(device.capture({ deadline: DEADLINE }, never), `capture ${i + 1}`));
    longest = Math.max(longest, context.clock.now() - start);
  }
  const transfers = injector.transfers;
  await settled(device[Symbol.asyncDispose](), "close");
  return { outcomes, transfers, longest };
};

const describeFault = ({ mishap, nth }: PlannedFault): string => `${mishap} at transfer ${nth}`;

const DAY = 86_400_000;
const today = (): number => Math.floor(Date.now() / DAY);
/** Of the transfers in the middle, one in so many a day: after that many days each has had its turn. */
const TURN = { short: 11, long: 53 } as const;
/** Long dialogues repeat themselves. */
const LONG = 300;

/** `day`: whose turn it is; undefined: everybody's. */
const worthwhile = (nth: number, transfers: number, day: number | undefined): boolean => {
  if (day === undefined) return true;
  const [first, turn] = transfers > LONG ? [12, TURN.long] : [30, TURN.short];
  return nth <= first || nth > transfers - 6 || nth % turn === day % turn;
};

const wrongOf = (fault: PlannedFault, trial: Trial, reference: readonly CapturedSample[]): string[] => {
  const at = describeFault(fault);
  // A plug pulled after the sample was complete, while the device is tidied up, harms nobody.
  const ends = trial.refused?.code ?? trial.outcomes.at(-1)?.kind ?? "nothing";
  return [
    ...(samplesOf(trial.outcomes).every((sample) => isWhole(sample, reference))
      ? []
      : [`${at}: half a sample called captured`]),
    ...(trial.longest <= DEADLINE + GRACE ? [] : [`${at}: ${trial.longest} ms`]),
    ...(fault.mishap !== "unplug" || /^(device-failed|failed|captured)$/u.test(ends)
      ? []
      : [`${at}: ends as ${ends}`]),
  ];
};

export interface Swept {
  readonly trials: number;
  /** One line each; none: it holds. */
  readonly faults: readonly string[];
}

export type MakeFixture = () => Fixture | Promise<Fixture>;

/** `day`: of the turn, by default today's; `every`: all mishaps at all transfers. Throws where a clean run fails. */
export const sweepOf = async (make: MakeFixture, captures: number, every = false): Promise<Swept> => {
  const clean = await attempt(await make(), [], captures);
  const reference = samplesOf(clean.outcomes);
  if (reference.length !== captures) throw new Error(`a clean run gives ${JSON.stringify(clean.outcomes)}`);
  const day = every ? undefined : today();
  const planned = Array.from({ length: clean.transfers }, (_, i) => i + 1).flatMap((nth) =>
    MISHAPS.filter((mishap) => mishap === "unplug" || worthwhile(nth, clean.transfers, day)).map(
      (mishap) => ({
        nth,
        mishap,
        seed: nth,
      }),
    ),
  );
  const faults: string[] = [];
  for (const fault of planned) {
    try {
      faults.push(...wrongOf(fault, await attempt(await make(), [fault], captures), reference));
    } catch (error) {
      faults.push(`${describeFault(fault)}: ${String(error)}`);
    }
  }
  return { trials: planned.length, faults };
};
