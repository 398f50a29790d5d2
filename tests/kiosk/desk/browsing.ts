/// <reference lib="dom" />
/** What browser tests do at the desk. */
import type { Browser, Page } from "playwright-core";

export interface Entering {
  readonly language: "fr" | "en";
  readonly faults: string[];
  readonly size?: { readonly width: number; readonly height: number };
}

/** At the door, in that language. What the page complains of is collected. */
export const enter = async (browser: Browser, origin: string, options: Entering): Promise<Page> => {
  const { language, faults, size = { width: 1366, height: 860 } } = options;
  const context = await browser.newContext({
    viewport: size,
    reducedMotion: "reduce",
    acceptDownloads: true,
  });
  await context.addInitScript((tag) => localStorage.setItem("desk-language", tag), language);
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    // A refused sign-in or a desk that locked is an answer, not a fault of the page.
    if (message.type() === "error" && !/ERR_(CONNECTION|ABORTED|INCOMPLETE)|40[19]|423/u.test(message.text()))
      faults.push(message.text());
  });
  await page.goto(`${origin}/desk/`);
  await page.waitForSelector(".card");
  return page;
};

export const say = async (page: Page, person: { readonly id: string; readonly passphrase: string }) => {
  // The page on people has a field of that name, too.
  await page.waitForSelector(".door");
  await page.fill(".door input[name=sign-in-name]", person.id);
  await page.fill(".door input[name=sign-in-passphrase]", person.passphrase);
  await page.click("[data-does=action-sign-in]");
  await page.waitForSelector(".desk");
};

/** Every text of the page with its opened details, and what it says to those who do not see; code is no text. */
export const textsOf = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    const found = new Set<string>();
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    while (walk.nextNode()) {
      const node = walk.currentNode;
      if (node instanceof Element)
        for (const name of ["alt", "aria-label", "title", "placeholder"])
          found.add(node.getAttribute(name)?.trim() ?? "");
      else if (node.parentElement?.closest("code") === null) found.add(node.textContent?.trim() ?? "");
    }
    return [...found].filter((text) => /\p{L}{3}/u.test(text));
  });
