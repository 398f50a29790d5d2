/** A State's look is a folder: theme.json with its colours, and seal.svg. */
import path from "node:path";
import { z } from "zod";
import { OutsideFault } from "../../api/base/faults.ts";
import { systemFiles } from "../../api/base/files.ts";
import { readJson } from "../../api/base/json-file.ts";
import type { Theme } from "../../api/words/kiosk-http.ts";

const colour = z.string().regex(/^#[0-9a-f]{6}$/u, "a colour is # and six hexadecimal digits");
const themeSchema = z.strictObject({
  state: z.string().min(1).max(80),
  motto: z.string().max(120),
  authority: z.string().min(1).max(120).optional(),
  colours: z.strictObject({
    paper: colour,
    ink: colour,
    primary: colour,
    onPrimary: colour,
    accent: colour,
    onAccent: colour,
    soft: colour,
    band: z.tuple([colour, colour, colour]),
  }),
});

/** Throws OutsideFault input-missing or input-malformed. */
export const readTheme = async (folder: string, id: string): Promise<Theme> => {
  if (!/^[a-z-]{1,40}$/u.test(id)) throw new OutsideFault("usage", `"${id}" is not the name of a theme.`);
  const file = path.join(folder, id, "theme.json");
  const theme = await readJson(systemFiles, file, { schema: themeSchema, what: "a theme", most: 64 * 1024 });
  if (theme === undefined)
    throw new OutsideFault("input-missing", `There is no theme ${file}; name one that exists.`);
  const { authority, ...look } = theme;
  return { id, ...look, ...(authority === undefined ? {} : { authority }), seal: `/themes/${id}/seal.svg` };
};
