/** `kiosk test conformance`. */
import { constants } from "node:fs";
import { access, writeFile } from "node:fs/promises";
import path from "node:path";
import { makeFolders } from "../../../api/base/folders.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { builtInPolicy, loadPolicy } from "../../session/policy.ts";
import { SOFTWARE } from "../software.ts";
import { SCANNERS, type ScannerName } from "../people/scanners.ts";
import type { Terminal } from "../terminal.ts";
import { makeBench } from "./bench.ts";
import type { Profile, Verdict } from "./case.ts";
import { serve } from "./interface/serve.ts";
import { junit } from "./report/junit.ts";
import { page } from "./report/page.ts";
import { AGAINST, CLAIM, type ConformanceReport } from "./report/report.ts";
import { casesFor, runCases, tally } from "./run.ts";
import { SCANNER } from "./specimen.ts";
import { readGroundTruth } from "./truth/given.ts";
import { madeGroundTruth } from "./truth/made.ts";

export interface ConformanceOptions {
  readonly profile?: Profile;
  readonly truth?: string;
  /** On which the bench's person lays fingers. */
  readonly scanner?: ScannerName;
  readonly policy?: string;
  readonly out?: string;
  readonly serve?: number;
  readonly json?: boolean;
}

const COLOURS: Readonly<Record<Verdict, "green" | "red" | "dim" | "yellow">> = {
  passed: "green",
  failed: "red",
  "not-applicable": "dim",
  "not-testable": "yellow",
};

const write = async (out: string, report: ConformanceReport): Promise<void> => {
  await writeFile(path.join(out, "report.json"), `${JSON.stringify(report, undefined, 2)}\n`);
  await writeFile(path.join(out, "report.html"), page(report));
  await writeFile(path.join(out, "junit.xml"), junit(report));
};

const print = (terminal: Terminal, { results, requirements }: ConformanceReport): void => {
  for (const { id, verdict, about, findings } of results) {
    terminal.print(`${terminal.style(COLOURS[verdict], verdict.padEnd(14))} ${id.padEnd(28)} ${about}`);
    for (const { requirement, evidence } of findings.filter((finding) => finding.verdict === "failed"))
      terminal.print(`                 ${requirement} ${terminal.style("dim", evidence)}`);
  }
  terminal.print("");
  terminal.print(
    `${requirements.passed} requirements passed, ${requirements.failed} failed, ${requirements["not-applicable"]} not applicable, ${requirements["not-testable"]} not testable here. ${CLAIM}`,
  );
};

/** What the run writes or chooses; an interface that answers has no use for it. */
const OF_A_RUN = ["profile", "truth", "out", "json"] as const;

const demandUse = (options: ConformanceOptions): void => {
  if (options.serve === undefined) return;
  const useless = OF_A_RUN.find((name) => options[name] !== undefined);
  if (useless !== undefined)
    throw new OutsideFault("usage", `--${useless} is of a run, and --serve answers instead; leave one out.`);
};

const scannerWords = (scanner: ScannerName): string =>
  `${scanner}, a twin, ${SCANNERS[scanner].view.ppi} ppi`;

/** Before minutes of work: a report that cannot be written is said at once. */
const demandFolder = async (out: string): Promise<void> => {
  try {
    await makeFolders(out);
    await access(out, constants.W_OK);
  } catch (cause) {
    throw new OutsideFault(
      "disk-failed",
      `${out} is no folder that can be written to; name another with --out.`,
      {
        cause,
      },
    );
  }
};

/** Throws OutsideFault for ground truth or a policy that does not fit, and when a case failed. */
export const runConformance = async (terminal: Terminal, options: ConformanceOptions): Promise<void> => {
  demandUse(options);
  const { scanner = SCANNER } = options;
  const policy =
    options.policy === undefined
      ? await builtInPolicy(systemFiles, "self-service")
      : await loadPolicy(systemFiles, path.resolve(options.policy));
  const truth =
    options.truth === undefined
      ? madeGroundTruth(scanner)
      : await readGroundTruth(path.resolve(options.truth));
  if (options.serve !== undefined) return serve(terminal, policy, options.serve, scanner);
  if (options.out !== undefined) await demandFolder(path.resolve(options.out));
  const cases = casesFor(options.profile === undefined ? ["face", "fingerprint"] : [options.profile]);
  const results = await runCases(cases, makeBench(policy, truth, scanner), (done, id) =>
    terminal.progress(`${done} of ${cases.length}  ${id}`),
  );
  const report: ConformanceReport = {
    format: "conformance-report/1",
    against: AGAINST,
    claim: CLAIM,
    software: SOFTWARE,
    node: process.versions.node,
    at: new Date().toISOString(),
    policy: { id: policy.id, version: policy.version, sha256: policy.sha256 },
    truth: truth.origin,
    scanner: scannerWords(scanner),
    cases: tally(results),
    requirements: tally(results.flatMap(({ findings }) => findings)),
    results,
  };
  if (options.out !== undefined) await write(path.resolve(options.out), report);
  if (options.json === true) terminal.print(JSON.stringify(report));
  else print(terminal, report);
  if (options.out !== undefined && options.json !== true)
    terminal.print(
      `Look at ${path.join(path.relative(process.cwd(), path.resolve(options.out)), "report.html")}`,
    );
  if (report.cases.failed > 0)
    throw new OutsideFault(
      "check-failed",
      `${report.cases.failed} of ${results.length} cases failed; each failed requirement is listed with what was measured.`,
    );
};
