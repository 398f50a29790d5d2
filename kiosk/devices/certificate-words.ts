/** Words of the certificate in a language: whoever makes one brings them (kiosk/desk/speech.ts). */
import type { Measurement } from "../../api/words/calibration.ts";

export interface CertificateSpeech {
  readonly language: string;
  /** The line of that key; undefined: there is none. */
  words(key: string, values?: Record<string, string | number>): string | undefined;
  /** A sentence of a driver or a model; one that is not known comes back as it is. */
  said(english: string): string;
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .replaceAll(/^-|-$/gu, "");

/** Thin spaces are in no font of a PDF's own. */
export const numberWords = ({ language }: CertificateSpeech, value: number): string => {
  if (!Number.isFinite(value)) return "-";
  const size = Math.abs(value);
  const maximumFractionDigits = size >= 100 ? 1 : size >= 10 ? 2 : 3;
  return new Intl.NumberFormat(language, { maximumFractionDigits, useGrouping: false }).format(value);
};

/** What the value is of, a frequency or a place, stands behind its name. */
export const nameWords = (speech: CertificateSpeech, { id, name }: Measurement): string => {
  const [kind = id, ...of] = id.split(" ");
  const own = speech.words(`value-${kind}`);
  const particulars = of.length === 0 ? [] : of.join(" ").split(", ");
  return own === undefined ? name : [own, ...particulars.map((one) => speech.said(one))].join(", ");
};

export const unitWords = (speech: CertificateSpeech, unit: string): string =>
  speech.words(`unit-${slug(unit)}`) ?? unit;

export const sourceWords = (speech: CertificateSpeech, source: string): string =>
  speech.words(`source-${slug(source)}`) ?? source;

export const limitWords = (speech: CertificateSpeech, { limit }: Measurement): string => {
  const say = (key: string, values: Record<string, string> = {}) =>
    speech.words(`certificate-${key}`, values) ?? key;
  if (limit === undefined) return say("information");
  const [least, most] = [limit.atLeast, limit.atMost].map((value) =>
    value === undefined ? undefined : numberWords(speech, value),
  );
  if (least !== undefined && most !== undefined) return say("between", { least, most });
  return least === undefined ? say("at-most", { most: most ?? "" }) : say("at-least", { least });
};
