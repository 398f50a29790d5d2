/** Every check with its value and its limit: what was measured, what it had to be, whether it holds. */
import type { Check } from "../../../api/words/quality.ts";
import { type Markup, html } from "./html.ts";
import type { ReportView } from "./view.ts";

const precise = (value: number): string => {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
};

const limitWords = (limit: Check["limit"]): string => {
  if (limit === undefined) return "reported only";
  const bounds = [
    limit.atLeast === undefined ? "" : `at least ${precise(limit.atLeast)}`,
    limit.atMost === undefined ? "" : `at most ${precise(limit.atMost)}`,
  ];
  return bounds.filter((bound) => bound !== "").join(", ");
};

const verdict = (check: Check): Markup => {
  if (check.passed === true) return html`<span class="chip yes">holds</span>`;
  if (check.passed === false) return html`<span class="chip no">does not hold</span>`;
  return check.result.kind === "failure-to-assess"
    ? html`<span class="chip open">not assessed</span>`
    : html`<span class="chip">reported</span>`;
};

const bar = (scalar: number): Markup =>
  html`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none">
    <rect class="ground" width="100" height="8" rx="2" />
    <rect width="${scalar}" height="8" rx="2" />
  </svg>`;

const row = (check: Check): Markup =>
  html`<tr>
    <td>${check.id}<small>${check.algorithm.name} ${check.algorithm.version}</small></td>
    ${
      check.result.kind === "assessed"
        ? html`<td class="number">${precise(check.result.raw)}</td>
            <td>${bar(check.result.scalar)} <span class="number">${check.result.scalar}</span></td>`
        : html`<td colspan="2" class="reason">${check.result.reason}</td>`
    }
    <td>
      ${limitWords(check.limit)}${check.limit !== undefined && html`<small>${check.limit.source}</small>`}
    </td>
    <td>${verdict(check)}</td>
  </tr>`;

export const checksSection = ({ checks }: ReportView): Markup =>
  html`<section>
    <h2>Checks</h2>
    ${checks.map(
      (group) =>
        html`<h3>${group.title}</h3>
          <table>
            <thead>
              <tr>
                <th>Measure</th>
                <th>Value</th>
                <th>Quality 0-100</th>
                <th>Limit</th>
                <th></th>
              </tr>
            </thead>
            <tbody>
              ${group.checks.map(row)}
            </tbody>
          </table>`,
    )}
  </section>`;
