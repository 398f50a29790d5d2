/** THE list of cases for the self-service profiles of TR-03121-3.2 v6.0 (3.1, 3.7), in the guideline's order. */
import type { ConformanceCase } from "../case.ts";
import { documentCases } from "./documents.ts";
import { elsewhereCases } from "./elsewhere.ts";
import { faceProcessCases } from "./face-process.ts";
import { faceQualityCases } from "./face-quality.ts";
import { fingerCases } from "./finger.ts";
import { loggingCases } from "./logging.ts";
import { portraitCases } from "./portrait.ts";

/** The chapters of TR-03122-3 v6.0. */
const CHAPTERS = ["AH", "AS", "BIP", "QA", "PAD", "COM", "O", "UI", "LOG", "COD", "ACQ", "PAP"];

const chapter = ({ id }: ConformanceCase): number =>
  CHAPTERS.indexOf(/^(?:TC-|FM )([A-Z]+)/u.exec(id)?.[1] ?? "");

export const CASES: readonly ConformanceCase[] = [
  ...documentCases,
  ...portraitCases,
  ...faceQualityCases,
  ...faceProcessCases,
  ...fingerCases,
  ...loggingCases,
  ...elsewhereCases,
].toSorted((a, b) => chapter(a) - chapter(b) || (a.id < b.id ? -1 : 1));
