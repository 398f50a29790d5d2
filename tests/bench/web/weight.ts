/** Bytes that a browser fetches before the first screen. */
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { PAGE } from "../../kiosk/server/played-kiosk.ts";
import type { BenchRow } from "../row.ts";

/** In kB. */
const sum = (lengths: readonly number[]) => lengths.reduce((total, length) => total + length, 0) / 1000;

/** As the server sends them (it does not compress) and gzipped. */
export const weight = (): readonly BenchRow[] => {
  const assets = path.join(PAGE, "assets");
  const files = [
    path.join(PAGE, "index.html"),
    ...readdirSync(assets).map((name) => path.join(assets, name)),
    path.join(projectRoot, "kiosk/web/languages/fr/strings.ftl"),
    path.join(projectRoot, "kiosk/web/themes/neutral/seal.svg"),
  ].filter((file) => !file.endsWith(".map"));
  const bytes = files.map((file) => readFileSync(file));
  return [
    {
      name: "page weight without audio",
      value: sum(bytes.map(({ length }) => length)),
      unit: "kB",
      bar: "< 250",
    },
    { name: "page weight, gzipped", value: sum(bytes.map((one) => gzipSync(one).length)), unit: "kB" },
  ];
};
