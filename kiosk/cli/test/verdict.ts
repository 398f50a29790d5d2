/** What a scenario expected against what came: the first divergence, in words. */
import type { Manifest } from "../../../api/formats/packet/manifest.ts";
import type { Left, Played } from "./play.ts";
import type { Expected, Scenario } from "./scenario.ts";
import { matches, type TraceLine } from "./trace.ts";

export interface Divergence {
  /** Which expectation, e.g. "lines, step 4". */
  readonly step: string;
  readonly expected: string;
  readonly got: string;
}

const at = ({ at: ms, text }: TraceLine): string => `${(ms / 1000).toFixed(1)} s ${text}`;

const wordsOf = (line: string): readonly string[] => line.split(/[ :]/u);

/** Words that two lines share from their beginning. */
const shared = (a: string, b: string): number => {
  const [one, other] = [wordsOf(a), wordsOf(b)];
  const apart = one.findIndex((word, i) => word !== other[i]);
  return apart < 0 ? one.length : apart;
};

/** Lines that a report shows, at most. */
const SHOWN = 6;

/** What came in its place: the lines most like it, or else those that came next. */
const instead = (wanted: string, lines: readonly TraceLine[]): readonly TraceLine[] => {
  const most = Math.max(0, ...lines.map(({ text }) => shared(wanted, text)));
  // "screen" alone is no likeness.
  const like = most < 2 ? lines : lines.filter(({ text }) => shared(wanted, text) === most);
  return like.slice(0, SHOWN);
};

/** The first line that does not come in its order. */
export const missingLine = (
  wanted: readonly string[],
  lines: readonly TraceLine[],
): Divergence | undefined => {
  let from = 0;
  for (const [number, one] of wanted.entries()) {
    const found = lines.findIndex(({ text }, index) => index >= from && matches(text, one));
    if (found < 0) {
      const next = instead(one, lines.slice(from)).map(at);
      return {
        step: `lines, step ${number + 1}`,
        expected: one,
        got: next.length === 0 ? "nothing more" : next.join(" | "),
      };
    }
    from = found + 1;
  }
  return undefined;
};

const forbiddenLine = (never: readonly string[], lines: readonly TraceLine[]): Divergence | undefined => {
  for (const one of never) {
    const found = lines.find(({ text }) => matches(text, one));
    if (found !== undefined) return { step: "never", expected: `no "${one}"`, got: at(found) };
  }
  return undefined;
};

const counted = <T>(all: readonly T[], key: (one: T) => string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const one of all) counts[key(one)] = (counts[key(one)] ?? 0) + 1;
  return counts;
};

/** What a packet says of each thing that a scenario may expect of it. */
const READ: { readonly [K in keyof NonNullable<Expected["packet"]>]-?: (manifest: Manifest) => unknown } = {
  fingers: ({ fingers }) => fingers.map(({ position }) => position),
  missing: ({ missingFingers }) =>
    Object.fromEntries(missingFingers.map(({ position, reason }) => [position, reason])),
  face: ({ face }) => face !== undefined,
  signature: ({ signature }) => signature !== undefined,
  language: ({ consent }) => consent.language,
  reference: ({ reference }) => reference,
  service: ({ service }) => service,
  process: ({ process }) => process,
  noNationalNumber: ({ applicant }) => applicant.noNationalNumber,
  paymentReference: ({ paymentReference }) => paymentReference,
  surname: ({ applicant }) => applicant.surname,
  attempts: ({ attempts }) => counted(attempts, ({ what }) => what),
  verdicts: ({ attempts }) => attempts.map(({ verdict }) => verdict.kind),
  operators: ({ operators }) => operators.map(({ id }) => id),
  decisions: ({ decisions }) => (decisions ?? []).map(({ what, by }) => `${what} ${by}`),
  policy: ({ policy }) => policy.id,
  drivers: ({ devices }) => devices.map(({ identity }) => identity.driver),
};

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) =>
    typeof one === "object" && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  ) ?? "nothing";

const differs = (step: string, expected: unknown, got: unknown): Divergence | undefined =>
  sorted(expected) === sorted(got) ? undefined : { step, expected: sorted(expected), got: sorted(got) };

const packetDivergence = (wanted: Expected["packet"], { arrived }: Left): Divergence | undefined => {
  if (wanted === undefined) return undefined;
  const manifest = arrived.at(-1)?.manifest;
  if (manifest === undefined) return { step: "packet", expected: "a packet at the backend", got: "none" };
  for (const [name, expected] of Object.entries(wanted)) {
    const found = differs(`packet.${name}`, expected, READ[name as keyof typeof READ](manifest));
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Undefined: everything came as expected. The first divergence in the order of time, then of the file. */
export const divergenceOf = ({ expect }: Scenario, played: Played): Divergence | undefined => {
  const { lines, done, afterwards, broken } = played;
  const [first] = broken;
  if (first !== undefined && first.startsWith("the program stopped"))
    return { step: "program", expected: "it goes on", got: first };
  const found =
    missingLine(expect.lines, lines) ??
    forbiddenLine(expect.never, lines) ??
    (expect.screen === undefined || matches(done.screen, expect.screen)
      ? undefined
      : { step: "screen", expected: expect.screen, got: done.screen }) ??
    (expect.sealed === undefined ? undefined : differs("sealed", expect.sealed, afterwards.sealed.length)) ??
    (expect.delivered === undefined
      ? undefined
      : differs("delivered", expect.delivered, afterwards.arrived.length)) ??
    packetDivergence(expect.packet, afterwards) ??
    (expect.outbox === undefined
      ? undefined
      : differs(
          "outbox",
          expect.outbox,
          afterwards.outbox.map(({ state }) => state),
        )) ??
    (expect.kept === undefined ? undefined : differs("kept", expect.kept, afterwards.kept));
  if (found !== undefined) return found;
  if (first !== undefined) return { step: "invariant", expected: "it holds", got: first };
  const [missed] = played.missed;
  return missed === undefined
    ? undefined
    : { step: missed.place, expected: missed.what, got: "it never came until everybody had left" };
};
