/** Where the project's data files lie: compiled, this file is one folder deeper, under dist. */
import path from "node:path";

const up = path.resolve(import.meta.dirname, "../..");
export const projectRoot = path.basename(up) === "dist" ? path.dirname(up) : up;
