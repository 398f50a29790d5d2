/** The root of the checkout: compiled files lie one folder deeper, under dist. */
import path from "node:path";

const up = path.resolve(import.meta.dirname, "../..");
export const CHECKOUT = path.basename(up) === "dist" ? path.dirname(up) : up;
