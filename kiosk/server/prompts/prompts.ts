/**
 * The spoken sentences of this site: a recording that the mission made is heard instead of the synthetic one. The desk's
 * prompt studio writes here, the applicant's page reads; what lies where is said in api/words/prompts.ts.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { FluentBundle, FluentResource } from "@fluent/bundle";
import { removeDurably, writeDurably, type FileSystem } from "../../../api/base/files.ts";
import {
  PROMPT_LIMITS,
  PROMPT_MEDIA,
  type Prompt,
  type PromptEnding,
  type PromptRefusal,
} from "../../../api/words/prompts.ts";
import { soundIn, type Sound } from "./duration.ts";

/** A draft lacks sentences; those come in the working language. */
const WORKING = "fr";
/** Below this share of full scale nobody hears anything. */
const SILENT = 0.01;
const ENDINGS = Object.keys(PROMPT_MEDIA) as readonly PromptEnding[];

export interface PromptFolders {
  /** The languages that ship: kiosk/web/languages. */
  readonly shipped: string;
  /** DATA/prompts. */
  readonly site: string;
}

interface Sentence {
  readonly key: string;
  readonly text: string;
}

/** What the voice says: .say where it differs from the line. Throws nothing: a language without strings has none. */
const sentencesOf = async (folder: string, tag: string): Promise<readonly Sentence[]> => {
  const source = await readFile(path.join(folder, tag, "strings.ftl"), "utf8").catch(() => "");
  const resource = new FluentResource(source);
  const bundle = new FluentBundle(tag, { useIsolating: false });
  bundle.addResource(resource);
  return resource.body.flatMap(({ id }) => {
    const message = bundle.getMessage(id);
    const pattern = message?.attributes["say"] ?? message?.value;
    return pattern == null ? [] : [{ key: id, text: bundle.formatPattern(pattern) }];
  });
};

const refusalOf = (sound: Sound | undefined): PromptRefusal | undefined => {
  if (sound === undefined) return "not-a-sound";
  if (sound.lasts < PROMPT_LIMITS.leastMs) return "too-short";
  if (sound.lasts > PROMPT_LIMITS.mostMs) return "too-long";
  return sound.peak !== undefined && sound.peak < SILENT ? "silent" : undefined;
};

export class Prompts {
  readonly #folders: PromptFolders;
  readonly #files: FileSystem;
  readonly #tags: ReadonlySet<string>;
  /** What ships does not change while the kiosk runs. */
  readonly #sentences = new Map<string, Promise<readonly Sentence[]>>();
  readonly #spoken = new Map<string, Promise<ReadonlySet<string>>>();

  /** `tags`: the languages that lie there; no other is a folder's name. */
  constructor(folders: PromptFolders, files: FileSystem, tags: readonly string[]) {
    this.#folders = folders;
    this.#files = files;
    this.#tags = new Set(tags);
  }

  #siteFile(tag: string, key: string, ending: PromptEnding): string {
    return path.join(this.#folders.site, tag, `${key}.${ending}`);
  }

  /** Keys that were recorded here. */
  async #recorded(tag: string): Promise<ReadonlyMap<string, PromptEnding>> {
    const names = await this.#files.list(path.join(this.#folders.site, tag));
    return new Map(
      names.flatMap((name) => {
        const ending = ENDINGS.find((one) => name.endsWith(`.${one}`));
        return ending === undefined ? [] : [[name.slice(0, -ending.length - 1), ending] as const];
      }),
    );
  }

  async #readShipped(tag: string): Promise<ReadonlySet<string>> {
    const names = await this.#files.list(path.join(this.#folders.shipped, tag, "audio"));
    return new Set(names.filter((name) => name.endsWith(".ogg")).map((name) => name.slice(0, -4)));
  }

  #shipped(tag: string): Promise<ReadonlySet<string>> {
    const names = this.#spoken.get(tag) ?? this.#readShipped(tag);
    this.#spoken.set(tag, names);
    return names;
  }

  #words(tag: string): Promise<readonly Sentence[]> {
    const sentences = this.#sentences.get(tag) ?? sentencesOf(this.#folders.shipped, tag);
    this.#sentences.set(tag, sentences);
    return sentences;
  }

  /** Every sentence of the screen, in the order of its walk. Undefined: no such language. */
  async list(tag: string): Promise<readonly Prompt[] | undefined> {
    if (!this.#tags.has(tag)) return undefined;
    const [own, working, site, shipped] = await Promise.all([
      this.#words(tag),
      this.#words(WORKING),
      this.#recorded(tag),
      this.#shipped(tag),
    ]);
    const words = new Map(own.map(({ key, text }) => [key, text]));
    return working.map(({ key, text }) => ({
      key,
      text: words.get(key) ?? text,
      textTag: words.has(key) ? tag : WORKING,
      source: site.has(key) ? "site" : shipped.has(key) ? "shipped" : "none",
    }));
  }

  /** Keys for which there is a sound, whoever spoke it: what the page asks for. */
  async spoken(tag: string): Promise<readonly string[]> {
    const prompts = (await this.list(tag)) ?? [];
    return prompts.filter(({ source }) => source !== "none").map(({ key }) => key);
  }

  /** The file that is heard; undefined: none. */
  async heard(tag: string, key: string): Promise<{ file: string; mediaType: string } | undefined> {
    if (!this.#tags.has(tag)) return undefined;
    const ending = (await this.#recorded(tag)).get(key);
    if (ending !== undefined)
      return { file: this.#siteFile(tag, key, ending), mediaType: PROMPT_MEDIA[ending] };
    if (!(await this.#shipped(tag)).has(key)) return undefined;
    return {
      file: path.join(this.#folders.shipped, tag, "audio", `${key}.ogg`),
      mediaType: PROMPT_MEDIA.ogg,
    };
  }

  /** Takes a recording instead of what was heard before; a refusal changes nothing. */
  async keep(tag: string, key: string, bytes: Uint8Array): Promise<PromptRefusal | undefined> {
    const prompts = await this.list(tag);
    if (prompts === undefined) return "unknown-language";
    if (!prompts.some((prompt) => prompt.key === key)) return "unknown-sentence";
    if (bytes.length > PROMPT_LIMITS.bytes) return "too-large";
    const sound = soundIn(bytes);
    const refusal = refusalOf(sound);
    if (sound === undefined || refusal !== undefined) return refusal;
    await this.#files.makeFolder(path.join(this.#folders.site, tag));
    await writeDurably(this.#files, this.#siteFile(tag, key, sound.ending), bytes);
    for (const ending of ENDINGS)
      if (ending !== sound.ending) await removeDurably(this.#files, this.#siteFile(tag, key, ending));
    return undefined;
  }

  /** What ships is heard again, or nothing. */
  async remove(tag: string, key: string): Promise<void> {
    const ending = this.#tags.has(tag) ? (await this.#recorded(tag)).get(key) : undefined;
    if (ending !== undefined) await removeDurably(this.#files, this.#siteFile(tag, key, ending));
  }
}
