/** The portrait with the geometry that TR-03121 and ISO/IEC 19794-5 ask of it drawn over it. */
import { type Markup, dataUri, html } from "./html.ts";
import type { ReportView } from "./view.ts";

/** ISO/IEC 19794-5:2005 table 8, as TR-03121-3.2 limits it: where the middle of the eyes may lie, as shares of the picture. */
const EYE_ZONE = { left: 0.45, right: 0.55, top: 0.3, bottom: 0.5 };
/** Head width as a share of the picture's width. */
const HEAD_WIDTH = { least: 0.5, most: 0.75 };

const guides = (width: number, height: number): Markup => {
  const bar = (share: number) => (width * (1 - share)) / 2;
  return html`<g class="guide">
    <rect
      x="${EYE_ZONE.left * width}"
      y="${EYE_ZONE.top * height}"
      width="${(EYE_ZONE.right - EYE_ZONE.left) * width}"
      height="${(EYE_ZONE.bottom - EYE_ZONE.top) * height}"
    />
    <path d="M${width / 2} 0V${height}" />
    ${[HEAD_WIDTH.least, HEAD_WIDTH.most].map((share) => {
      const x = bar(share);
      return html`<path class="soft" d="M${x} 0V${height}M${width - x} 0V${height}" />`;
    })}
  </g>`;
};

export const portraitSection = (portrait: ReportView["portrait"]): Markup => {
  if (portrait === undefined)
    return html`<section class="portrait">
      <h2>Face</h2>
      <p>No face was enrolled.</p>
    </section>`;
  const { picture, eyes, processing } = portrait;
  return html`<section class="portrait">
    <h2>Face</h2>
    <figure>
      <svg viewBox="0 0 ${picture.width} ${picture.height}" role="img" aria-label="Portrait with guides">
        <image
          href="${dataUri(picture.mediaType, picture.bytes)}"
          width="${picture.width}"
          height="${picture.height}"
        />
        ${guides(picture.width, picture.height)}
        ${
          eyes === undefined
            ? ""
            : html`<g class="eyes">
                <path d="M${eyes.left.x} ${eyes.left.y}L${eyes.right.x} ${eyes.right.y}" />
                ${[eyes.left, eyes.right].map((eye) => html`<circle cx="${eye.x}" cy="${eye.y}" r="${picture.width / 80}" />`)}
                <circle
                  class="middle"
                  cx="${(eyes.left.x + eyes.right.x) / 2}"
                  cy="${(eyes.left.y + eyes.right.y) / 2}"
                  r="${picture.width / 160}"
                />
              </g>`
        }
      </svg>
      <figcaption>
        ${picture.width} x ${picture.height} px. Box: where the middle of the eyes may lie. Dotted: least and
        most head width. ${eyes === undefined ? "The eyes were not located." : ""} Done to the picture:
        ${processing.join(", ") || "nothing"}.
      </figcaption>
    </figure>
  </section>`;
};
