/** The prompt studio and the language packs: sentences recorded here, heard, replaced, restored; languages offered or not. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { OutsideFault } from "../../../api/base/faults.ts";
import { PROMPT_LIMITS, type PromptRefusal } from "../../../api/words/prompts.ts";
import type { Language } from "../../server/languages.ts";
import type { Prompts } from "../../server/prompts/prompts.ts";
import { does, gives, reads, type DeskPart } from "../part.ts";

export interface LanguagePacks {
  readonly all: readonly Language[];
  readonly enabled: () => readonly string[];
  /** Offered to applicants from the next one on, and kept. */
  readonly enable: (tags: readonly string[]) => Promise<void>;
}

export interface PromptsPartParts {
  readonly prompts: Prompts;
  readonly packs: LanguagePacks;
  /** Nobody is using the kiosk. */
  readonly free: () => boolean;
}

const WORDS: Readonly<Record<PromptRefusal, string>> = {
  "unknown-language": "This language does not lie on the kiosk.",
  "unknown-sentence": "The kiosk does not say this sentence; load the page again.",
  "too-large": "The recording is too large; speak the sentence alone.",
  "not-a-sound": "This is no sound that the kiosk can play; record it again, or give Ogg, WebM or WAV.",
  "too-short": "The recording is shorter than a third of a second; hold the button while you speak.",
  "too-long": "The recording is longer than 45 seconds; speak the sentence alone.",
  silent: "Nothing is to be heard; check the microphone and speak closer to it.",
};

const tag = z.string().regex(/^[a-z]{2,3}(-x-[a-z]{1,8})?$/u);
const key = z.string().regex(/^[a-z][a-z0-9-]{0,60}$/u);

export const promptsPart = ({ prompts, packs, free }: PromptsPartParts): DeskPart => ({
  reads: {
    languages: reads("look", z.strictObject({}), () =>
      Promise.all(
        packs.all.map(async (one) => {
          const list = (await prompts.list(one.tag)) ?? [];
          const by = (source: string) => list.filter((prompt) => prompt.source === source).length;
          return {
            tag: one.tag,
            name: one.name,
            state: one.state,
            offered: one.state === "complete" || packs.enabled().includes(one.tag),
            sentences: list.length,
            translated: list.filter(({ textTag }) => textTag === one.tag).length,
            site: by("site"),
            shipped: by("shipped"),
          };
        }),
      ),
    ),
    list: reads("look", z.strictObject({ tag }), async (input) => (await prompts.list(input.tag)) ?? []),
  },
  files: {
    heard: gives("look", z.strictObject({ tag, key, at: z.string().max(20) }), async (input) => {
      const heard = await prompts.heard(input.tag, input.key);
      return heard === undefined
        ? undefined
        : { mediaType: heard.mediaType, bytes: await readFile(heard.file) };
    }),
  },
  acts: {
    keep: does(
      "prompts",
      z.strictObject({ tag, key, sound: z.base64().max(Math.ceil((PROMPT_LIMITS.bytes * 4) / 3) + 4) }),
      async (input) => {
        const refusal = await prompts.keep(input.tag, input.key, Buffer.from(input.sound, "base64"));
        if (refusal !== undefined) throw new OutsideFault("policy-refused", WORDS[refusal]);
      },
    ),
    restore: does("prompts", z.strictObject({ tag, key }), (input) => prompts.remove(input.tag, input.key)),
    offer: does("prompts", z.strictObject({ tag, on: z.boolean() }), async (input) => {
      const pack = packs.all.find((one) => one.tag === input.tag);
      if (pack === undefined) throw new OutsideFault("input-missing", WORDS["unknown-language"]);
      if (pack.state === "complete" && !input.on)
        throw new OutsideFault("policy-refused", "A complete language is always offered.");
      if (!free())
        throw new OutsideFault(
          "policy-refused",
          "Somebody uses the kiosk; wait until that session has ended.",
        );
      const others = packs.enabled().filter((one) => one !== input.tag);
      await packs.enable(input.on ? [...others, input.tag] : others);
    }),
  },
});
