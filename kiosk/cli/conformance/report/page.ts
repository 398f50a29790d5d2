/** The report as a page to read and to print. */
import { html, type Markup } from "../../report/html.ts";
import { wholePage } from "../../report/whole.ts";
import type { Finding, Verdict } from "../case.ts";
import { VERDICTS, type CaseResult, type Tally } from "../run.ts";
import type { ConformanceReport } from "./report.ts";

const WORDS: Readonly<Record<Verdict, string>> = {
  passed: "passed",
  failed: "failed",
  "not-applicable": "not applicable",
  "not-testable": "not testable here",
};

const CHIPS: Readonly<Record<Verdict, string>> = {
  passed: "chip yes",
  failed: "chip no",
  "not-applicable": "chip",
  "not-testable": "chip open",
};

const MARKS: Readonly<Record<Verdict, string>> = {
  passed: "✓",
  failed: "✗",
  "not-applicable": "–",
  "not-testable": "?",
};

const mark = (verdict: Verdict): Markup => html`<b class="mark ${verdict}">${MARKS[verdict]}</b>`;

const legend = (): Markup =>
  html`<p class="legend">
    ${VERDICTS.map((verdict) => html`<span>${mark(verdict)}${WORDS[verdict]}</span>`)}
  </p>`;

const OWN_STYLE = `
.tally{display:flex;gap:4px;height:18px;border-radius:6px;overflow:hidden;margin:10px 0 6px}
.tally span{display:block;min-width:3px}.tally .passed{background:var(--leaf)}.tally .failed{background:var(--stop)}
.tally .not-testable{background:var(--sun)}.tally .not-applicable{background:var(--line)}
.claim{border-left:4px solid var(--sun);padding:8px 14px;background:#f8ecd2;border-radius:0 8px 8px 0;margin:18px 0 0}
.case{padding:14px 20px}.case header{border:0;padding:0;align-items:baseline}.case h2{font-size:16px;margin:0}.case p{margin:2px 0 10px}
.case table{table-layout:fixed}.case td:first-child{width:9.5em}.case td:nth-child(2){width:44%}
nav{columns:3 220px;font-size:13px;margin-top:8px}nav a{display:block;color:inherit;text-decoration:none}nav a:hover{text-decoration:underline}nav a.failed{color:var(--stop);font-weight:600}
.mark{display:inline-block;width:1.5em;text-align:center}.mark.passed{color:var(--leaf)}.mark.failed{color:var(--stop)}.mark.not-testable{color:var(--sun)}.mark.not-applicable{color:var(--soft)}
.legend{display:flex;flex-wrap:wrap;gap:2px 22px;color:var(--soft);margin-bottom:4px}
@media print{.case{break-inside:avoid}}
`;

const chip = (verdict: Verdict): Markup => html`<span class="${CHIPS[verdict]}">${WORDS[verdict]}</span>`;

const bar = (counts: Tally): Markup =>
  html`<div
    class="tally"
    role="img"
    aria-label="${VERDICTS.map((verdict) => `${counts[verdict]} ${WORDS[verdict]}`).join(", ")}"
  >
    ${VERDICTS.map((verdict) => (counts[verdict] === 0 ? undefined : html`<span class="${verdict}" style="flex:${counts[verdict]}"></span>`))}
  </div>`;

const counted = (counts: Tally): string =>
  VERDICTS.map((verdict) => `${counts[verdict]} ${WORDS[verdict]}`).join(", ");

const row = ({ requirement, verdict, evidence }: Finding): Markup =>
  html`<tr>
    <td>${chip(verdict)}</td>
    <td>${requirement}</td>
    <td class="reason">${evidence}</td>
  </tr>`;

const anchor = (id: string): string => id.replaceAll(/[^A-Za-z0-9]+/gu, "-");

const section = ({ id, module, about, verdict, findings }: CaseResult): Markup =>
  html`<section class="case" id="${anchor(id)}">
    <header>
      <h2><code>${id}</code></h2>
      ${chip(verdict)}
    </header>
    <p class="reason">${about} · ${module}</p>
    <table>
      ${findings.map(row)}
    </table>
  </section>`;

export const page = (report: ConformanceReport): string =>
  wholePage({
    title: "Conformance report",
    about: report.against,
    stamp:
      report.cases.failed > 0
        ? {
            words: report.cases.failed === 1 ? "1 case failed" : `${report.cases.failed} cases failed`,
            good: false,
          }
        : { words: "no case failed", good: true },
    style: OWN_STYLE,
    body: html`
      <p class="claim">${report.claim}</p>
      <section>
        <h2>Requirements</h2>
        ${bar(report.requirements)}
        <p>${counted(report.requirements)}</p>
        <h2>Cases</h2>
        ${bar(report.cases)}
        <p>${counted(report.cases)}</p>
        <dl>
          <dt>Software</dt>
          <dd>${report.software}, Node ${report.node}</dd>
          <dt>Policy</dt>
          <dd>
            ${report.policy.id} ${report.policy.version} <span class="hash">${report.policy.sha256}</span>
          </dd>
          <dt>Ground truth</dt>
          <dd>${report.truth}</dd>
          <dt>Scanner</dt>
          <dd>${report.scanner}</dd>
          <dt>Run ended</dt>
          <dd>${report.at}</dd>
        </dl>
        ${legend()}
        <nav>
          ${report.results.map(({ id, verdict }) => html`<a href="#${anchor(id)}" class="${verdict}" title="${WORDS[verdict]}">${mark(verdict)}${id}</a>`)}
        </nav>
      </section>
      ${report.results.map(section)}
      <footer>
        A case is failed when one of its requirements is, and not testable here when one of them could not be
        tested. The wording of the requirements is ours; the ids are the guideline's.
      </footer>
    `,
  });
