/** JUnit XML, as continuous integration reads it: a case is a suite, a requirement a test case. */
import type { Finding } from "../case.ts";
import type { ConformanceReport } from "./report.ts";

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const clean = (text: string): string =>
  text.replaceAll(/\p{Cc}/gu, " ").replaceAll(/[&<>"]/gu, (mark) => ESCAPES[mark] ?? mark);

const inside = ({ verdict, evidence }: Finding): string => {
  if (verdict === "failed") return `<failure message="${clean(evidence)}"/>`;
  if (verdict === "passed") return `<system-out>${clean(evidence)}</system-out>`;
  return `<skipped message="${clean(`${verdict}: ${evidence}`)}"/>`;
};

export const junit = ({ results, requirements }: ConformanceReport): string => {
  const all = results.reduce((sum, { findings }) => sum + findings.length, 0);
  const skipped = requirements["not-applicable"] + requirements["not-testable"];
  const suites = results.map(({ id, module, findings, ms }) => {
    const failures = findings.filter(({ verdict }) => verdict === "failed").length;
    const left = findings.filter(({ verdict }) => verdict.startsWith("not-")).length;
    const cases = findings.map(
      (finding) =>
        `    <testcase classname="${clean(id)}" name="${clean(finding.requirement)}">${inside(finding)}</testcase>`,
    );
    return [
      `  <testsuite name="${clean(`${id} (${module})`)}" tests="${findings.length}" failures="${failures}" skipped="${left}" time="${(ms / 1000).toFixed(3)}">`,
      ...cases,
      "  </testsuite>",
    ].join("\n");
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="TR-03122" tests="${all}" failures="${requirements.failed}" skipped="${skipped}">`,
    ...suites,
    "</testsuites>",
    "",
  ].join("\n");
};
