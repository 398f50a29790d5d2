/** Words that come with the State's data and not with the page: in the applicant's language, else in one they are there in. */
import type { Texts } from "../../api/words/kiosk-http.ts";
import { view } from "./link.ts";

const language = (): string => view.value?.language ?? "fr";

export const inLanguage = (texts: Texts): string =>
  texts[language().split("-")[0] ?? ""] ?? texts["fr"] ?? texts["en"] ?? Object.values(texts)[0] ?? "";

export const day = (at: number): string =>
  new Intl.DateTimeFormat(language(), { dateStyle: "long" }).format(at);

/** `amount` in the currency's smallest unit, as ISO 4217 divides it. */
export const money = ({ amount, currency }: { amount: number; currency: string }): string => {
  const format = new Intl.NumberFormat(language(), { style: "currency", currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
};
