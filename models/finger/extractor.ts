import type { AlgorithmId } from "../../api/words/quality.ts";

/** As packets and templates name it; the version changes whenever the same print may give other minutiae. */
export const FINGER_EXTRACTOR: AlgorithmId = { name: "Kiosk minutiae", version: "2" };
