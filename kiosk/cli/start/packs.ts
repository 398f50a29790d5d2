/** Which languages an applicant is offered: those of the command line, and those that the desk enabled, kept in a file. */
import path from "node:path";
import { z } from "zod";
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles, writeDurably } from "../../../api/base/files.ts";
import { readJson } from "../../../api/base/json-file.ts";
import type { LanguageOffer } from "../../../api/words/kiosk-http.ts";
import type { LanguagePacks } from "../../desk/parts/prompts.ts";
import { offered, type Language } from "../../server/languages.ts";

const fileSchema = z.strictObject({
  format: z.literal("kiosk-languages/1"),
  enabled: z.array(z.string().max(16)),
});

const KIND = { schema: fileSchema, what: "a choice of languages", most: 16 * 1024 } as const;

const readEnabled = async (file: string): Promise<readonly string[]> => {
  try {
    return (await readJson(systemFiles, file, KIND))?.enabled ?? [];
  } catch (error) {
    if (!(error instanceof OutsideFault)) throw error;
    // Somebody wrote in it: the complete languages are offered, and the desk can enable others again.
    return [];
  }
};

export interface Packs extends LanguagePacks {
  /** One list for whoever shows it; it changes in place. */
  readonly offers: readonly LanguageOffer[];
}

export const openPacks = async (
  data: string,
  all: readonly Language[],
  named: readonly string[],
  changed: () => void,
): Promise<Packs> => {
  const file = path.join(data, "languages.json");
  let enabled = [...new Set([...named, ...(await readEnabled(file))])];
  const offers: LanguageOffer[] = [...offered(all, enabled)];
  return {
    all,
    offers,
    enabled: () => enabled,
    enable: async (tags) => {
      const content = JSON.stringify({ format: "kiosk-languages/1", enabled: tags });
      await systemFiles.makeFolder(data);
      await writeDurably(systemFiles, file, Buffer.from(`${content}\n`));
      enabled = [...tags];
      offers.splice(0, offers.length, ...offered(all, enabled));
      changed();
    },
  };
};
