// Builds the page into dist/web. No plugin: Vite compiles the JSX itself.
import path from "node:path";

const here = import.meta.dirname;

/** @type {import("vite").UserConfig} */
export default {
  root: here,
  base: "/",
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact", development: false } },
  build: {
    outDir: path.resolve(here, "../../dist/web"),
    emptyOutDir: true,
    target: "chrome120",
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  logLevel: "warn",
};
