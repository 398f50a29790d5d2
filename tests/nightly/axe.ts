/** axe on every screen, form and sheet in every language, drafts too; a piece a language. Nothing where there is no browser. */
import { existsSync } from "node:fs";
import path from "node:path";
import { readLanguages } from "../../kiosk/server/languages.ts";
import { projectRoot } from "../../kiosk/server/root.ts";
import { playedKiosk } from "../kiosk/server/played-kiosk.ts";
import { violations } from "../kiosk/web/axe.ts";
import { CHROMIUM, launch, missing } from "../kiosk/web/browser.ts";
import { showing, sightName, views } from "../kiosk/web/pages.ts";
import type { NightlyJob, PieceResult } from "./job.ts";

const tags = (await readLanguages(path.join(projectRoot, "kiosk/web/languages"))).map(({ tag }) => tag);

const look = async (language: string): Promise<PieceResult> => {
  const reason = await missing();
  // No browser here is no fault; a page that cannot be built is.
  if (!existsSync(CHROMIUM))
    return { cases: 0, faults: [], notes: [`${language}: not looked at, ${reason}`] };
  if (reason !== undefined) return { cases: 0, faults: [`${language}: ${reason}`] };
  await using kiosk = await playedKiosk({}, { enabled: [language] });
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });
    await page.goto(kiosk.address);
    await page.waitForSelector(".kiosk");
    const { show } = showing(page, kiosk);
    const faults: string[] = [];
    const all = views(kiosk, language);
    for (const view of all) {
      await show(view);
      for (const found of await violations(page)) faults.push(`${language}, ${sightName(view)}: ${found}`);
    }
    return { cases: all.length, faults, notes: [`${language}: ${all.length} screens, forms and sheets`] };
  } finally {
    await browser.close();
  }
};

export const job: NightlyJob = {
  name: "axe",
  pieces: tags.length,
  run: (piece) => look(tags[piece] ?? "fr"),
};
