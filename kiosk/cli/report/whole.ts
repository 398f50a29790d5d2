/** What every page that a command writes has: one HTML file that needs nothing beside it. */
import { html, type Markup } from "./html.ts";
import { STYLE } from "./style.ts";

export interface WholePage {
  /** Of the window; and of the page, where it has no heading of its own. */
  readonly title: string;
  readonly heading?: string;
  /** Below the heading. */
  readonly about: Markup | string;
  /** Beside the heading: the verdict in a few words. */
  readonly stamp?: { readonly words: string; readonly good: boolean };
  /** Beyond what all pages share. */
  readonly style?: string;
  readonly body: Markup;
}

export const wholePage = ({ title, heading = title, about, stamp, style = "", body }: WholePage): string =>
  `<!doctype html>${
    html`<html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${{ markup: STYLE + style }}
        </style>
      </head>
      <body>
        <main>
          <header>
            <div>
              <h1>${heading}</h1>
              <p>${about}</p>
            </div>
            ${stamp && html`<div class="stamp ${stamp.good ? "" : "no"}">${stamp.words}</div>`}
          </header>
          ${body}
        </main>
      </body>
    </html>`.markup
  }`;
