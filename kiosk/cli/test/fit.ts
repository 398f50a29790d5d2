/** Whether a scenario's words are the program's: the policy's places, services, languages and faces that there are. */
import path from "node:path";
import type { Way } from "../../../api/base/complaint.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { readLanguages } from "../../server/languages.ts";
import { CHECKOUT } from "../checkout.ts";
import { placeOfWay, type Written } from "../placed.ts";
import { policyOf } from "./policy-of.ts";
import type { Scenario } from "./scenario.ts";
import { everyFace } from "./scenes.ts";
import { specimenServices } from "./services.ts";

type Language = Awaited<ReturnType<typeof readLanguages>>[number];

let languagesRead: Promise<readonly Language[]> | undefined;
/** Every language that comes with the program; read once. */
export const everyLanguage = (): Promise<readonly Language[]> =>
  (languagesRead ??= readLanguages(path.join(CHECKOUT, "kiosk/web/languages")));

interface Misfit {
  /** Where in the scenario it stands; with a key, the key itself. */
  readonly way: Way;
  readonly key?: string;
  readonly sentence: string;
}

const missing = (way: Way, what: string, name: string, there: readonly string[]): readonly Misfit[] =>
  there.includes(name)
    ? []
    : [{ way, sentence: `there is no ${what} "${name}"; name one of ${there.join(", ")}.` }];

const languageMisfits = async ({ languages, applicant }: Scenario): Promise<readonly Misfit[]> => {
  const tags = (await everyLanguage()).map(({ tag }) => tag);
  // Somebody may ask for one that this kiosk does not offer, but for none that there is not.
  return [
    ...languages.flatMap((tag, i) => missing(["languages", i], "language", tag, tags)),
    ...missing(["applicant", "language"], "language", applicant.language, tags),
    ...applicant.does.flatMap(({ language }, i) =>
      language === undefined ? [] : missing(["applicant", "does", i, "language"], "language", language, tags),
    ),
  ];
};

const serviceMisfits = ({ services, suspended, applicant }: Scenario): readonly Misfit[] => {
  const ids = specimenServices().map(({ id }) => id);
  return [
    ...services.flatMap((id, i) => missing(["services", i], "service", id, ids)),
    ...Object.keys(suspended).flatMap((id) =>
      missing(["suspended"], "service", id, ids).map((one) => ({ ...one, key: id })),
    ),
    ...missing(["applicant", "service"], "service", applicant.service, ids),
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
      return [{ way: ["policy", "set"], key: place, sentence: error.message }];
    }
  }
  return [];
};

const faceMisfits = ({ person: { face } }: Scenario): readonly Misfit[] =>
  missing(["person", "face"], "face", face, everyFace());

/** Throws OutsideFault input-malformed, with line and remedy. */
export const demandFit = async (
  scenario: Scenario,
  written: Pick<Written, "text" | "label">,
): Promise<void> => {
  const [first] = [
    ...serviceMisfits(scenario),
    ...(await languageMisfits(scenario)),
    ...(await policyMisfits(scenario)),
    ...faceMisfits(scenario),
  ];
  if (first === undefined) return;
  const { way, key, sentence } = first;
  throw new OutsideFault("input-malformed", `${placeOfWay(written, way, key)}: ${sentence}`);
};
