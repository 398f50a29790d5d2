/**
 * National numbers for people who do not exist, in the length and make-up of the region's but with a mark that no
 * issued number carries, so that none can ever name a real person.
 */
import { never } from "../../../api/base/faults.ts";
import type { PartialDate } from "../../../api/words/subject.ts";
import type { Dice } from "../dice.ts";
import type { Customs } from "./customs.ts";

const LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ";

const digits = (dice: Dice, count: number): string =>
  Array.from({ length: count }, () => dice.whole(0, 9)).join("");

const two = (value: number): string => String(value % 100).padStart(2, "0");

/** Mali: fifteen characters as the NINA has; its leading digit tells the sex, ours is 9. Burkina Faso: X, not B, and eight digits. Niger: X and ten digits. */
export const specimenNumber = (dice: Dice, country: Customs["country"], birth: PartialDate): string => {
  switch (country) {
    case "MLI":
      return `9${two(birth.year)}${two(birth.month ?? 0)}${digits(dice, 9)}${LETTERS[dice.whole(0, LETTERS.length - 1)] ?? ""}`;
    case "BFA":
      return `X${digits(dice, 8)}`;
    case "NER":
      return `X${digits(dice, 10)}`;
    default:
      return never(country);
  }
};
