/** Whether what the issuer has suspended closes the kiosk: one service that is open can be chosen, and the screen says of the others why not. */
import type { Closure } from "../../../api/words/kiosk-service.ts";
import type { Standing } from "../runtime/published.ts";

export const closureOf = (offers: readonly Standing[]): Closure | undefined => {
  const closed = offers.flatMap(({ name, opening }) =>
    opening.kind === "closed" ? [{ name, opening }] : [],
  );
  if (closed.length < offers.length) return undefined;
  const [soonest] = closed.toSorted(
    (a, b) => (a.opening.resumes ?? Infinity) - (b.opening.resumes ?? Infinity),
  );
  if (soonest === undefined) return undefined;
  const { kind: _kind, ...dates } = soonest.opening;
  return { reason: "service", name: soonest.name, ...dates };
};
