/**
 * The page with all that its first screen needs inside it, so that nothing has to be fetched before something is seen:
 * the setting, the view and the language's sentences, as a block of data that no browser runs.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { FirstPage, KioskSetting, KioskView } from "../../api/words/kiosk-http.ts";

const PLACE = "<!--first-->";

/** `<` would end the block early, whatever a mission is called. */
const embedded = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

export class FirstPages {
  readonly #index: string;
  readonly #languages: string;
  readonly #strings = new Map<string, Promise<string>>();
  #template: Promise<string> | undefined;

  constructor(page: string, languages: string) {
    this.#index = path.join(page, "index.html");
    this.#languages = languages;
  }

  /** What does not change while the kiosk runs is read once. */
  #sentences(tag: string): Promise<string> {
    const strings =
      this.#strings.get(tag) ??
      readFile(path.join(this.#languages, tag, "strings.ftl"), "utf8").catch(() => "");
    this.#strings.set(tag, strings);
    return strings;
  }

  async html(setting: KioskSetting, view: KioskView): Promise<string> {
    this.#template ??= readFile(this.#index, "utf8");
    const [template, strings] = await Promise.all([this.#template, this.#sentences(view.language)]);
    const first: FirstPage = { setting, view, strings };
    return template.replace(
      PLACE,
      () => `<script type="application/json" id="first">${embedded(first)}</script>`,
    );
  }
}
