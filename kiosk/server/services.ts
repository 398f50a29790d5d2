/** The catalogue's services as this kiosk offers them: what the applicant is shown, and what a session is begun with. */
import type { AppliedFor, ServiceProcess, ServiceView } from "../../api/words/kiosk-service.ts";
import { optionalOf, papersOf, withoutOf, type Opening, type Service } from "../session/catalogue.ts";
import type { WantedPaper } from "../session/paper.ts";
import type { Policy } from "../session/policy.ts";
import type { SessionInput } from "../session/state.ts";

export type ServiceTerms = Pick<
  Extract<SessionInput, { kind: "start" }>,
  "without" | "optional" | "wanted" | "service" | "asksPayment" | "asksNationalNumber"
>;

export interface OfferedService {
  readonly view: ServiceView;
  readonly terms: ServiceTerms;
  /** As they are called. */
  readonly papers: ReturnType<typeof papersOf>;
}

export const wantedOf = ({ id, required, minorsOnly }: WantedPaper): WantedPaper => ({
  id,
  required,
  ...(minorsOnly === undefined ? {} : { minorsOnly }),
});

const closedOf = (opening: Opening): Pick<ServiceView, "closed"> => {
  if (opening.kind === "open") return {};
  const { kind: _kind, ...closed } = opening;
  return { closed };
};

/** `policy`: this kiosk's. A service that wants an operator is the desk's where the kiosk has none beside it. */
export const offerOf = (
  service: Service,
  opening: Opening,
  policy: Pick<Policy, "profile">,
): OfferedService => ({
  view: {
    id: service.id,
    process: service.process,
    name: service.name,
    fees: service.fees.map(({ amount, currency }) => ({ amount, currency })),
    documents: service.documents.map(({ id, name, required }) => ({ id, name, required })),
    payment: service.paymentReference === "required",
    ...closedOf(opening),
    ...(service.policy === "attended" && policy.profile === "unattended" ? { atDesk: true } : {}),
  },
  terms: {
    service: service.id,
    without: withoutOf(service),
    optional: optionalOf(service),
    wanted: papersOf(service).map(wantedOf),
    ...(service.paymentReference === "required" ? { asksPayment: true } : {}),
    ...(service.nationalNumber === "asked" ? { asksNationalNumber: true } : {}),
  },
  papers: papersOf(service),
});

const PASSPORTS: ReadonlySet<ServiceProcess> = new Set(["new-passport", "replacement"]);

/** Where nobody knows which service it is, it is a passport only if nothing else is offered here. */
export const appliedFor = (
  process: ServiceProcess | undefined,
  offered: readonly ServiceProcess[],
): AppliedFor =>
  (process === undefined ? offered : [process]).every((one) => PASSPORTS.has(one)) ? "passport" : "document";

/** As the States print it: digits, letters, and what parts them. Undefined: not one. */
export const numberIn = (text: string): string | undefined => {
  const given = text.trim().toUpperCase().replaceAll(/\s+/gu, " ");
  return /^[A-Z0-9][A-Z0-9 /.-]{3,28}[A-Z0-9]$/u.test(given) && /\d/u.test(given) ? given : undefined;
};

/** As printed on receipts: letters, digits and a few signs. Undefined: not one. */
export const paymentIn = (text: string): string | undefined => {
  const given = text.trim().toUpperCase().replaceAll(/\s+/gu, " ");
  return /^[A-Z0-9][A-Z0-9 /.-]{2,38}[A-Z0-9]$/u.test(given) && /\d/u.test(given) ? given : undefined;
};
