/** Words that come with the State's data and not with the page: in the applicant's language, else in one they are there in. */
import type { Texts } from "../../api/words/kiosk-service.ts";
import { view } from "./link.ts";

const language = (): string => view.value?.language ?? "fr";
/** Where a browser has no months and no figures of a language, those of the working language. */
const locales = (): readonly string[] => [language(), "fr"];

export const inLanguage = (texts: Texts): string =>
  texts[language().split("-")[0] ?? ""] ?? texts["fr"] ?? texts["en"] ?? Object.values(texts)[0] ?? "";

export const day = (at: number): string =>
  new Intl.DateTimeFormat([...locales()], { dateStyle: "long" }).format(at);

/** Day, month and year, to be said digit by digit. */
export const dateDigits = (at: number): string =>
  new Intl.DateTimeFormat("fr", { day: "2-digit", month: "2-digit", year: "numeric" }).format(at);

interface Amount {
  /** In the currency's smallest unit, as ISO 4217 divides it. */
  readonly amount: number;
  readonly currency: string;
}

const formatOf = (currency: string) => new Intl.NumberFormat([...locales()], { style: "currency", currency });

/** In the currency's own unit. */
export const inUnits = ({ amount, currency }: Amount): number =>
  amount / 10 ** (formatOf(currency).resolvedOptions().maximumFractionDigits ?? 2);

export const money = (fee: Amount): string => formatOf(fee.currency).format(inUnits(fee));
