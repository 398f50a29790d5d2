/** The page of `kiosk finger explain`: the print and its minutiae, the measures behind the score, and every stage with its time. */
import type { FingerReason } from "../../../../api/words/finger.ts";
import type { MeasureResult } from "../../../../api/words/quality.ts";
import { dataUri, html, type Markup } from "../../report/html.ts";
import { MINUTIAE_KEY, printFigure, qualityWords } from "../../report/prints.ts";
import type { TraceStage } from "../../../../models/trace.ts";
import type { FingerView, Picture } from "../../report/view.ts";
import { wholePage } from "../../report/whole.ts";

export interface StageView extends Pick<TraceStage, "name" | "ms" | "facts"> {
  readonly picture?: Picture;
}

export interface ExplanationView {
  readonly title: string;
  readonly finger: FingerView;
  /** Name and version of what gave the score. */
  readonly algorithm: string;
  /** The other score, or why there is none; empty where only the kiosk's own was to be had. */
  readonly beside: string;
  readonly reasons: readonly FingerReason[];
  readonly measures: readonly {
    readonly id: string;
    readonly unit: string;
    readonly result: MeasureResult;
  }[];
  readonly stages: readonly StageView[];
}

const OWN_STYLE = `
.stages{display:grid;grid-template-columns:repeat(auto-fill,minmax(210px,1fr));gap:20px}
.stages img{width:100%;display:block;border-radius:8px;border:1px solid var(--line);image-rendering:pixelated}
.stages .none{min-height:90px;border-radius:8px;border:1px dashed var(--line)}
`;

const factWords = (facts: StageView["facts"]): string =>
  Object.entries(facts)
    .map(([name, value]) => `${name} ${Number.isInteger(value) ? value : value.toFixed(2)}`)
    .join(", ");

const stage = ({ name, ms, facts, picture }: StageView, at: number): Markup =>
  html`<figure>
    ${
      picture === undefined
        ? html`<div class="none"></div>`
        : html`<img alt="${name}" src="${dataUri(picture.mediaType, picture.bytes)}" />`
    }
    <figcaption><strong>${at + 1}. ${name}</strong><br />${ms.toFixed(1)} ms ${factWords(facts)}</figcaption>
  </figure>`;

const measure = ({ id, unit, result }: ExplanationView["measures"][number]): Markup =>
  html`<tr>
    <td><code>${id}</code></td>
    <td class="number">${result.kind === "assessed" ? Number(result.raw.toPrecision(4)) : "-"}</td>
    <td class="number">${result.kind === "assessed" ? result.scalar : result.reason}</td>
    <td class="reason">${unit}</td>
  </tr>`;

export const explanationPage = (view: ExplanationView): string => {
  const { title, finger, algorithm, beside, reasons, measures, stages } = view;
  const all = stages.reduce((sum, { ms }) => sum + ms, 0);
  return wholePage({
    title,
    about: html`${algorithm}: ${qualityWords(finger.quality)}.${beside === "" ? "" : ` ${beside}`}
    ${reasons.length === 0 ? "Nothing to advise." : `To advise: ${reasons.join(", ")}.`}`,
    style: OWN_STYLE,
    body: html`
      <div class="grid">
        <section class="prints">${printFigure(finger)} ${MINUTIAE_KEY}</section>
        <section>
          <h2>Measures</h2>
          <table>
            <thead>
              <tr>
                <th>Measure</th>
                <th>Value</th>
                <th>Of 100</th>
                <th>Unit</th>
              </tr>
            </thead>
            <tbody>
              ${measures.map(measure)}
            </tbody>
          </table>
        </section>
      </div>
      <section>
        <h2>Stages, ${all.toFixed(0)} ms</h2>
        <div class="stages">${stages.map(stage)}</div>
      </section>
      <footer>
        Pictures: lowest value black, highest white; grids of cells enlarged. Times: second run in one
        process.
      </footer>
    `,
  });
};
