/** Languages are folders: language.json, strings.ftl and recordings. A new folder is a new language; nothing else is touched. */
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { FluentBundle, FluentResource } from "@fluent/bundle";
import { z } from "zod";
import { OutsideFault } from "../../api/base/faults.ts";
import type { LanguageOffer } from "../../api/words/kiosk-http.ts";

const descriptionSchema = z.strictObject({
  /** In its own words and script. */
  name: z.string().min(1).max(40),
  direction: z.enum(["ltr", "rtl"]),
  /** complete: every sentence is there, offered by default. draft: needs a native reviewer. test: for testers. */
  state: z.enum(["complete", "draft", "test"]),
  /** Voice of the synthesiser that spoke the shipped sentences. */
  speech: z.string().optional(),
  note: z.string().optional(),
});

export interface Language extends LanguageOffer {
  readonly state: z.infer<typeof descriptionSchema>["state"];
}

const TAG = /^[a-z]{2,3}(-x-[a-z]{1,8})?$/u;

const namesIn = async (folder: string): Promise<readonly string[]> => {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
};

const bundleOf = (tag: string, source: string, label: string): FluentBundle => {
  const bundle = new FluentBundle(tag, { useIsolating: false });
  const [error] = bundle.addResource(new FluentResource(source));
  if (error !== undefined)
    throw new OutsideFault("input-malformed", `${label}: ${error.message}; correct the file.`);
  return bundle;
};

const readLanguage = async (folder: string, tag: string): Promise<Language> => {
  const label = path.join(folder, "language.json");
  const parsed = descriptionSchema.safeParse(JSON.parse(await readFile(label, "utf8")));
  if (!parsed.success)
    throw new OutsideFault(
      "input-malformed",
      `${label}: ${parsed.error.issues[0]?.message ?? "is not a language"}; correct it.`,
    );
  const strings = path.join(folder, "strings.ftl");
  const bundle = bundleOf(tag, await readFile(strings, "utf8"), strings);
  const greeting = bundle.getMessage("attract-line")?.value;
  const audio = await namesIn(path.join(folder, "audio"));
  return {
    tag,
    name: parsed.data.name,
    direction: parsed.data.direction,
    state: parsed.data.state,
    draft: parsed.data.state === "draft",
    greeting: greeting == null ? parsed.data.name : bundle.formatPattern(greeting),
    spoken: audio.filter((name) => name.endsWith(".ogg")).map((name) => name.slice(0, -".ogg".length)),
  };
};

/** Every language that lies there, the complete ones first. Throws OutsideFault input-malformed. */
export const readLanguages = async (folder: string): Promise<readonly Language[]> => {
  const tags = (await namesIn(folder)).filter((name) => TAG.test(name)).sort();
  const all = await Promise.all(tags.map((tag) => readLanguage(path.join(folder, tag), tag)));
  const order = ["fr", "en", "ar"];
  const rank = ({ tag }: Language) => (order.includes(tag) ? order.indexOf(tag) : order.length);
  return [...all].sort((a, b) => rank(a) - rank(b) || a.tag.localeCompare(b.tag));
};

/** A sentence by language and key, as it is shown; empty where there is none. */
export const sentences = async (folder: string): Promise<(tag: string, key: string) => string> => {
  const tags = (await namesIn(folder)).filter((name) => TAG.test(name));
  const bundles = new Map<string, FluentBundle>();
  for (const tag of tags) {
    const file = path.join(folder, tag, "strings.ftl");
    bundles.set(tag, bundleOf(tag, await readFile(file, "utf8"), file));
  }
  return (tag, key) => {
    const bundle = bundles.get(tag);
    const line = bundle?.getMessage(key)?.value;
    return bundle === undefined || line == null ? "" : bundle.formatPattern(line);
  };
};

/** What an applicant is offered: complete ones, and others only where the operator enabled them by tag. */
export const offered = (all: readonly Language[], enabled: readonly string[]): readonly LanguageOffer[] =>
  all
    .filter(({ state, tag }) => state === "complete" || enabled.includes(tag))
    .map(({ state: _state, ...offer }) => offer);
