// Builds the operator's desk into dist/web/desk, beside the applicant's page and after it.
import path from "node:path";

const here = import.meta.dirname;

/** @type {import("vite").UserConfig} */
export default {
  root: here,
  base: "/desk/",
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact", development: false } },
  build: {
    outDir: path.resolve(here, "../../../dist/web/desk"),
    emptyOutDir: true,
    target: "chrome120",
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  logLevel: "warn",
};
