/// <reference lib="dom" />
/** What axe finds on a page as it stands: WCAG 2.2 AA, and best practice. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

interface Axe {
  run(context: unknown, options: unknown): Promise<{ readonly violations: readonly Finding[] }>;
}

/** A sentence each; none: all is well. */
export const violations = async (page: Page): Promise<readonly string[]> => {
  // Once a page: half a megabyte is not read anew for every screen.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axeSource);
  const findings = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: Axe };
    const { violations: found } = await axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      resultTypes: ["violations"],
      // No rule of these reads style sheets; to fetch and read them takes a fifth of the time.
      preload: false,
    });
    return found.map(({ id, nodes }) => ({ id, first: nodes[0] }));
  });
  return findings.map(({ id, first }) => `${id}: ${first?.html} ${first?.failureSummary}`);
};
