/** What is said and shown differs by what is applied for: nobody agrees to a passport who asks for a visa. */
import type { AppliedFor, ServiceView } from "../../api/words/kiosk-service.ts";
import { KNOWN_PAPERS } from "../../api/words/kiosk-paper.ts";
import { keysOf } from "./spelling.ts";
import { dateDigits, inUnits } from "./texts.ts";

export const consentKey = (part: "title" | "purpose" | "sealed", what: AppliedFor): string =>
  what === "document" ? `consent-${part}-document` : `consent-${part}`;

/** A service for those who do not read its name: what it is, then why it cannot be chosen, or what it costs. */
export const serviceSentences = ({ process, closed, atDesk, fees }: ServiceView): readonly string[] => {
  if (closed !== undefined)
    return [
      `service-${process}`,
      ...(closed.resumes === undefined
        ? ["closed-no-date"]
        : ["closed-resumes", ...keysOf(dateDigits(closed.resumes))]),
    ];
  if (atDesk === true) return [`service-${process}`, "service-at-desk"];
  const [fee] = fees;
  return [
    `service-${process}`,
    ...(fee === undefined ? [] : ["notice-fee", ...keysOf(inUnits(fee).toString())]),
  ];
};

const KNOWN = new Set<string>(KNOWN_PAPERS);

/** What to have along, as far as its papers have sentences. */
export const paperSentences = ({ documents }: ServiceView): readonly string[] => {
  const known = documents.filter(({ id }) => KNOWN.has(id));
  return known.length === 0
    ? []
    : [
        "service-documents",
        ...known.flatMap(({ id, required }) => [`have-${id}`, ...(required ? [] : ["notice-if-any"])]),
      ];
};
