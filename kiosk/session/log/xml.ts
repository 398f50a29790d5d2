/**
 * The attempts log as XML: element names after the words of TR-03121-3.2 v6.0, 5.11, in a namespace of our own. It is not
 * the guideline's schema, which its public text does not contain; a mapping to that is one transformation away.
 */
import type { AttemptsLog } from "./attempts-log.ts";

export const NAMESPACE = "urn:enrolment-kiosk:attempts-log:1";

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
  "\r": "&#13;",
  "\t": "&#9;",
};
/** XML 1.0 has no place for most control characters, nor for lone surrogates. */
const UNWRITABLE = /[\p{Cc}\p{Surrogate}\ufffe\uffff]/gu;
const clean = (text: string): string =>
  text
    .replaceAll(UNWRITABLE, (character) => (ESCAPES[character] === undefined ? "\ufffd" : character))
    .replaceAll(/[&<>"\n\r\t]/gu, (character) => ESCAPES[character] ?? "");

type Value = string | number | boolean | undefined;

const element = (
  name: string,
  attributes: Readonly<Record<string, Value>>,
  children: readonly string[] = [],
): string => {
  const written = Object.entries(attributes)
    .flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${clean(String(value))}"`]))
    .join("");
  if (children.length === 0) return `<${name}${written}/>`;
  const inside = children.map((child) => child.replaceAll(/^/gmu, "  ")).join("\n");
  return `<${name}${written}>\n${inside}\n</${name}>`;
};

const acquisitionOf = (what: string): string =>
  what === "face" ? "FaceAcquisition" : what === "signature" ? "SignatureAcquisition" : "FingerAcquisition";

const captureOf = (attempt: AttemptsLog["attempts"][number]): string => {
  const { checks, what, uniqueness, ...rest } = attempt;
  const duplicateOf = typeof uniqueness === "string" ? undefined : uniqueness.duplicateOf;
  return element(
    "CaptureAttempt",
    {
      ...rest,
      finger: what === "face" || what === "signature" ? undefined : what,
      uniqueness: typeof uniqueness === "string" ? uniqueness : "duplicate",
      duplicateOf,
    },
    checks.map((check) => element("Quality", { ...check })),
  );
};

/** UTF-8, well-formed, one transaction. */
export const attemptsXml = (log: AttemptsLog): string => {
  const kinds = [...new Set(log.attempts.map(({ what }) => acquisitionOf(what)))];
  const { station, policy, control } = log;
  const body = element(
    "Transaction",
    {
      xmlns: NAMESPACE,
      id: log.transaction,
      StartTime: log.startedAt,
      EndTime: log.endedAt,
      end: log.end,
    },
    [
      element("ApplicationProfile", { name: log.profile, service: log.service }),
      element("Station", { ...station }),
      element("Policy", { ...policy }),
      element("FingerprintCaptureAllowed", { value: log.fingerprintCaptureAllowed }),
      ...log.devices.map(({ settings = {}, ...device }) =>
        element(
          "Hardware",
          device,
          Object.entries(settings).map(([name, value]) => element("Setting", { name, value })),
        ),
      ),
      ...kinds.map((kind) =>
        element(kind, {}, log.attempts.filter(({ what }) => acquisitionOf(what) === kind).map(captureOf)),
      ),
      ...log.missingFingers.map((finger) => element("MissingFinger", { ...finger })),
      ...log.doubts.map((doubt) => element("Warning", { ...doubt })),
      ...(log.headCovering === undefined ? [] : [element("HeadCovering", { reason: log.headCovering })]),
      ...(log.cannotSign === undefined ? [] : [element("CannotSign", { reason: log.cannotSign })]),
      ...log.vetoes.map((veto) => element("Veto", { ...veto })),
      ...(log.contests ?? []).map((contest) => element("Contest", { ...contest })),
      ...(control === undefined ? [] : [element("Verification", { ...control })]),
      ...log.shown.map((message) => element("UserInterface", { message })),
      ...(log.interruptions ?? []).map((cut) => element("Interruption", { ...cut })),
    ],
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body}\n`;
};
