/** Prints with their minutiae drawn on them: rings are ridge endings, squares bifurcations, the tail is the direction. */
import type { Minutia } from "../../../api/words/finger.ts";
import type { MeasureResult } from "../../../api/words/quality.ts";
import { type Markup, dataUri, html } from "./html.ts";
import type { FingerView, ReportView } from "./view.ts";

export const qualityWords = (result: MeasureResult): string =>
  result.kind === "assessed" ? `${result.scalar} of 100` : `not assessed: ${result.reason}`;

const mark = (minutia: Minutia, size: number): Markup => {
  const turn = (minutia.angle * Math.PI) / 180;
  const x = minutia.x + size * 3 * Math.cos(turn);
  const y = minutia.y - size * 3 * Math.sin(turn);
  const shape =
    minutia.kind === "bifurcation"
      ? html`<rect
          x="${minutia.x - size}"
          y="${minutia.y - size}"
          width="${2 * size}"
          height="${2 * size}"
        />`
      : html`<circle cx="${minutia.x}" cy="${minutia.y}" r="${size}" />`;
  return html`<g class="${minutia.kind}" opacity="${0.45 + 0.0055 * minutia.quality}">
    ${shape}<path d="M${minutia.x} ${minutia.y}L${x.toFixed(1)} ${y.toFixed(1)}" />
  </g>`;
};

export const printFigure = ({ title, picture, minutiae, quality, facts }: FingerView): Markup =>
  html`<figure>
    <svg
      viewBox="0 0 ${picture.width} ${picture.height}"
      role="img"
      aria-label="${title} with ${minutiae.length} minutiae"
    >
      <image
        href="${dataUri(picture.mediaType, picture.bytes)}"
        width="${picture.width}"
        height="${picture.height}"
      />
      <g class="minutiae">${minutiae.map((minutia) => mark(minutia, picture.width / 110))}</g>
    </svg>
    <figcaption>
      <strong>${title}</strong><br />${minutiae.length} minutiae, quality ${qualityWords(quality)}<br />${facts}
    </figcaption>
  </figure>`;

export const MINUTIAE_KEY: Markup = html`<p class="key">
  <svg viewBox="0 0 30 20">
    <g class="minutiae">
      <g class="ending">
        <circle cx="8" cy="10" r="4" />
        <path d="M8 10H24" />
      </g>
    </g>
  </svg>
  ridge ending
  <svg viewBox="0 0 30 20">
    <g class="minutiae">
      <g class="bifurcation">
        <rect x="4" y="6" width="8" height="8" />
        <path d="M8 10H24" />
      </g>
    </g>
  </svg>
  bifurcation; fainter: less certain
</p>`;

export const printsSection = ({ fingers, missing }: ReportView): Markup =>
  html`<section class="prints">
    <h2>Fingers</h2>
    <div class="row">${fingers.map(printFigure)}</div>
    ${MINUTIAE_KEY}
    ${missing.length > 0 && html`<p>Not recorded: ${missing.map(({ name, value }) => `${name} (${value})`).join("; ")}.</p>`}
  </section>`;
