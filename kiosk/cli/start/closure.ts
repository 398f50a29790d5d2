/** Whether what the issuer has suspended closes the kiosk: one service that is open can be chosen, and the screen says of the others why not. */
import type { Closure } from "../../../api/words/kiosk-http.ts";
import type { Opening, Service } from "../../session/catalogue.ts";

export const closureOf = (
  offers: readonly { readonly service: Service; readonly opening: Opening }[],
): Closure | undefined => {
  const closed = offers.flatMap(({ service, opening }) =>
    opening.kind === "closed" ? [{ service, opening }] : [],
  );
  if (closed.length < offers.length) return undefined;
  const [soonest] = closed.toSorted(
    (a, b) => (a.opening.resumes ?? Infinity) - (b.opening.resumes ?? Infinity),
  );
  if (soonest === undefined) return undefined;
  const { kind: _kind, ...dates } = soonest.opening;
  return { reason: "service", name: soonest.service.name, ...dates };
};
