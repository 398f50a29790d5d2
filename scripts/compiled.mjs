/**
 * Lets tests load what tsc has compiled, in dist, where vitest would compile it anew for each of its processes: they try what
 * the program itself runs, and an eighth of their processor time is saved. What tsc does not compile stays as it is.
 */
import { existsSync, realpathSync } from "node:fs";
import path from "node:path";

/** A test's own file stays vitest's, which knows its place in it. */
const FLOORS = ["api", "drivers", "models", "kiosk", "tests"];

const COMPILED = new RegExp(`/dist/(?:${FLOORS.join("|")})/.*\\.js$`, "u");

/** The compiled file of a source of the given checkout, which may be reached by a link; undefined where there is none. */
const compiledOf = (root, source) => {
  if (!source.endsWith(".ts") || source.endsWith(".test.ts") || !existsSync(source)) return undefined;
  const inside = path.relative(root, realpathSync(source));
  if (!FLOORS.includes(inside.split(path.sep)[0])) return undefined;
  const compiled = path.join(root, "dist", `${inside.slice(0, -3)}.js`);
  return existsSync(compiled) ? compiled : undefined;
};

/** A plugin of Vite. */
export const compiled = (root) => ({
  name: "compiled-sources",
  enforce: "pre",
  resolveId(source, importer) {
    if (importer === undefined || !source.startsWith(".")) return undefined;
    const id = compiledOf(root, path.resolve(path.dirname(importer), source));
    return id === undefined ? undefined : { id, external: true };
  },
  // Loaded by Node itself: vitest goes by this list alone, and would read, rewrite and bind each file in a way of its own.
  config: () => ({ test: { server: { deps: { external: [COMPILED] } } } }),
});
