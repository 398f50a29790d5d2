/** A recording to look at: when what passed, drawn over time, and below it each message with its bytes. */
import { tenTo } from "../../../../api/base/power.ts";
import type { Microseconds } from "../../../../api/words/units.ts";
import { html, type Markup } from "../../report/html.ts";
import { wholePage } from "../../report/whole.ts";
import type { TimelineEvent } from "./events.ts";

export interface TimelineView {
  readonly title: string;
  readonly about: string;
  readonly events: readonly TimelineEvent[];
}

/** A picture's bytes are many; what is left out is counted. */
const SHOWN_BYTES = 64;
/** More would make the page itself hard to open. */
const SHOWN_EVENTS = 5000;

const WIDTH = 1000;
const LANE = 30;
const LEFT = 170;
const AXIS = 26;
/** Microseconds: ten ticks apart in what they say. */
const LEAST_SPAN = 1000;

const OWN_STYLE = `
main{max-width:1400px}
.lanes{width:100%;height:auto;display:block}.lanes text{font:12px system-ui;fill:var(--soft)}.lanes .ground{stroke:var(--line)}
.lanes .out{fill:var(--earth)}.lanes .in{fill:var(--leaf)}.lanes .trouble{fill:var(--stop)}
.key{margin-top:8px;display:flex;flex-wrap:wrap;gap:4px 18px}.key span{white-space:nowrap}.key i{display:inline-block;width:10px;height:10px;border-radius:3px;margin-right:6px}
table{font-size:13px}th,td:nth-child(4){white-space:nowrap}td{vertical-align:baseline}td:nth-child(5){width:22em}.number{text-align:right;padding-right:16px;width:6.5em;white-space:nowrap}.bytes{width:49%}td.bytes{font:12px ui-monospace,"Noto Sans Mono",monospace;overflow-wrap:anywhere;color:var(--soft)}
tr.trouble td{background:#f7dfdc}tr:target td{background:#f8ecd2}.arrow{width:1.6em}.arrow.out{color:var(--earth)}.arrow.in{color:var(--leaf)}
.filter{display:flex;gap:10px;margin:0 0 12px;flex-wrap:wrap}.filter label{font-size:13px}
`;

const ms = (microseconds: number): string => (microseconds / 1000).toFixed(3);

const hexOf = (bytes: Uint8Array): string => {
  const shown = Buffer.from(bytes.subarray(0, SHOWN_BYTES)).toString("hex").replaceAll(/../gu, "$& ").trim();
  return bytes.length > SHOWN_BYTES ? `${shown} … ${bytes.length} bytes in all` : shown;
};

const lanesOf = (events: readonly TimelineEvent[]): readonly string[] => [
  ...new Set(events.map(({ lane }) => lane)),
];

const mark = (event: TimelineEvent, start: Microseconds, x: number, y: number, i: number): Markup => {
  const height = 4 + Math.min(18, 3 * Math.log2(1 + event.bytes.length / 8));
  const kind = event.trouble === undefined ? event.direction : "trouble";
  return html`<a href="#m${i}"
    ><rect
      class="${kind}"
      x="${x.toFixed(1)}"
      y="${(y - height).toFixed(1)}"
      width="2"
      height="${height.toFixed(1)}"
      ><title>${ms(event.at - start)} ms: ${event.words}</title></rect
    ></a
  >`;
};

/** A step of 1, 2 or 5 times a power of ten, so that at most ten fit. */
const stepOf = (span: number): number => {
  const power = tenTo(Math.floor(Math.log10(span / 10)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => span / step <= 10) ?? span;
};

/** umockdev's text keeps the order alone. */
const isTimeless = (events: readonly TimelineEvent[]): boolean =>
  events.length > 1 && events.every(({ at }) => at === events[0]?.at);

const drawing = (events: readonly TimelineEvent[]): Markup => {
  const lanes = lanesOf(events);
  const timeless = isTimeless(events);
  const start = timeless ? 0 : (events[0]?.at ?? 0);
  // An axis of no length at all would have the same words at every tick.
  const span = timeless ? events.length : Math.max(LEAST_SPAN, (events.at(-1)?.at ?? 0) - start);
  const x = (at: number) => LEFT + ((at - start) / span) * (WIDTH - LEFT - 30);
  const tickWords = (tick: number) =>
    timeless ? `${Math.round(tick)}` : `${Math.round(tick / 100) / 10} ms`;
  const y = (lane: string) => (lanes.indexOf(lane) + 1) * LANE;
  const height = lanes.length * LANE + AXIS;
  const step = stepOf(span);
  const ticks = Array.from({ length: Math.floor(span / step) + 1 }, (_, i) => i * step);
  return html`<svg class="lanes" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Messages over time">
    ${lanes.map((lane) => html`<text x="0" y="${y(lane) - 4}">${lane}</text><line class="ground" x1="${LEFT}" x2="${WIDTH}" y1="${y(lane)}" y2="${y(lane)}" />`)}
    ${ticks.map((tick) => html`<text x="${x(start + tick).toFixed(1)}" y="${height - 6}" text-anchor="middle">${tickWords(tick)}</text>`)}
    ${events.map((event, i) => mark(event, events[0]?.at ?? 0, x(timeless ? i : event.at), y(event.lane), i))}
  </svg>`;
};

const row = (event: TimelineEvent, i: number, start: number, before: number): Markup =>
  html`<tr id="m${i}" class="${event.trouble === undefined ? "" : "trouble"}">
    <td class="number">${ms(event.at - start)}</td>
    <td class="number reason">+${ms(event.at - before)}</td>
    <td class="arrow ${event.direction}">${event.direction === "out" ? "→" : "←"}</td>
    <td>${event.lane}</td>
    <td>
      ${event.words}${event.trouble === undefined ? undefined : html` <span class="chip no">${event.trouble}</span>`}
    </td>
    <td class="bytes">${hexOf(event.bytes)}</td>
  </tr>`;

export const timelinePage = ({ title, about, events }: TimelineView): string => {
  const shown = events.slice(0, SHOWN_EVENTS);
  const start = shown[0]?.at ?? 0;
  const left = events.length - shown.length;
  return wholePage({
    title,
    about,
    style: OWN_STYLE,
    body: html`
      <section>
        <h2>${isTimeless(shown) ? "One after the other (this recording tells no times)" : "Over time"}</h2>
        ${drawing(shown)}
        <p class="key">
          <span><i style="background:var(--earth)"></i>to the device</span>
          <span><i style="background:var(--leaf)"></i>from the device</span>
          <span><i style="background:var(--stop)"></i>trouble</span>
          <span>The taller a mark, the more bytes it stands for; it leads to its message.</span>
        </p>
      </section>
      <section>
        <h2>${events.length === 1 ? "1 message" : `${events.length} messages`}</h2>
        ${left > 0 ? html`<p>The first ${SHOWN_EVENTS} are shown; ${left} more follow in the recording.</p>` : undefined}
        <table>
          <tr>
            <th class="number">ms</th>
            <th class="number">since the last</th>
            <th></th>
            <th>where</th>
            <th>what</th>
            <th class="bytes">bytes</th>
          </tr>
          ${shown.map((event, i) => row(event, i, start, shown[i - 1]?.at ?? start))}
        </table>
      </section>
    `,
  });
};
