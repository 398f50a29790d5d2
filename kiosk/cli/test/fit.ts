/** Whether a scenario's words are the program's: the policy's places, services and languages that there are. */
import path from "node:path";
import { OutsideFault } from "../../../api/base/faults.ts";
import { readLanguages } from "../../server/languages.ts";
import { CHECKOUT } from "../checkout.ts";
import { placeOf, type Written } from "../placed.ts";
import { policyOf } from "./policy-of.ts";
import type { Scenario } from "./scenario.ts";
import { specimenServices } from "./services.ts";

type Language = Awaited<ReturnType<typeof readLanguages>>[number];

let languagesRead: Promise<readonly Language[]> | undefined;
/** Every language that comes with the program; read once. */
export const everyLanguage = (): Promise<readonly Language[]> =>
  (languagesRead ??= readLanguages(path.join(CHECKOUT, "kiosk/web/languages")));

interface Misfit {
  /** How the scenario may spell it, the surest first: its line is told. */
  readonly needles: readonly string[];
  readonly sentence: string;
}

const spelled = (key: string, value: string): readonly string[] => [
  `${key}: ${value}`,
  `${key}: "${value}"`,
  `"${key}": "${value}"`,
  `"${value}"`,
  value,
];

const missing = (key: string, what: string, name: string, there: readonly string[]): readonly Misfit[] =>
  there.includes(name)
    ? []
    : [
        {
          needles: spelled(key, name),
          sentence: `there is no ${what} "${name}"; name one of ${there.join(", ")}.`,
        },
      ];

const languageMisfits = async ({ languages, applicant }: Scenario): Promise<readonly Misfit[]> => {
  const tags = (await everyLanguage()).map(({ tag }) => tag);
  // Somebody may ask for one that this kiosk does not offer, but for none that there is not.
  const spoken = [applicant.language, ...applicant.does.flatMap(({ language }) => language ?? [])];
  return [
    ...languages.flatMap((tag) => missing("languages", "language", tag, tags)),
    ...spoken.flatMap((tag) => missing("language", "language", tag, tags)),
  ];
};

const serviceMisfits = ({ services, suspended, applicant }: Scenario): readonly Misfit[] => {
  const ids = specimenServices().map(({ id }) => id);
  return [
    ...[...services, ...Object.keys(suspended)].flatMap((id) => missing("services", "service", id, ids)),
    ...missing("service", "service", applicant.service, ids),
  ];
};

const policyMisfits = async ({ policy }: Scenario): Promise<readonly Misfit[]> => {
  const set: Record<string, unknown> = {};
  for (const [place, value] of Object.entries(policy.set)) {
    set[place] = value;
    try {
      await policyOf({ base: policy.base, set });
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      return [{ needles: [`${place}:`, `"${place}":`, place], sentence: error.message }];
    }
  }
  return [];
};

/** Throws OutsideFault input-malformed, with line and remedy. */
export const demandFit = async (
  scenario: Scenario,
  written: Pick<Written, "text" | "label">,
): Promise<void> => {
  const [first] = [
    ...serviceMisfits(scenario),
    ...(await languageMisfits(scenario)),
    ...(await policyMisfits(scenario)),
  ];
  if (first === undefined) return;
  const needle = first.needles.find((one) => written.text.includes(one)) ?? "";
  throw new OutsideFault("input-malformed", `${placeOf(written, needle)}: ${first.sentence}`);
};
