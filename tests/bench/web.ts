/**
 * The applicant's screen: the weight of the page, a cold start of the browser, the mirror's pace with the guidance running,
 * from the frame to the instruction, and a cooperative person from consent to ticket. `npm run bench -- web`; needs Chromium.
 */
import { launch, missing } from "../kiosk/web/browser.ts";
import type { BenchRow } from "./row.ts";
import { coldStarts } from "./web/cold-start.ts";
import { guided, looks } from "./web/guidance.ts";
import { cooperativePerson } from "./web/person.ts";
import { weight } from "./web/weight.ts";

export const run = async (): Promise<BenchRow[]> => {
  const reason = await missing();
  if (reason !== undefined) return [{ name: `not measured: ${reason}`, value: 0, unit: "" }];
  const rows: BenchRow[] = [...weight(), ...(await coldStarts()), await looks()];
  const browser = await launch();
  try {
    rows.push(...(await guided(browser)), ...(await cooperativePerson(browser)));
  } finally {
    await browser.close();
  }
  return rows;
};
