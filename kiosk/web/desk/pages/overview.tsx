/** The day at a glance: what waits for somebody, and how the kiosk is, in words. */
import { hrefOf } from "../go.ts";
import { summary } from "../link.ts";
import { Badge, Page, Panel } from "../parts.tsx";
import { duration, words, wordsIfAny } from "../words.ts";

const TONES = { good: "good", degraded: "warn", blocked: "bad" } as const;

const Health = () => {
  const lines = summary.value?.health ?? [];
  return (
    <Panel of="overview-health">
      <ul class="lines health">
        {lines.map((line) => (
          <li key={line.part}>
            <Badge tone={TONES[line.level]}>{words(`health-${line.level}`)}</Badge>
            <span class="line-name">{words(`health-part-${line.part}`)}</span>
            <span>{line.words}</span>
          </li>
        ))}
        {lines.length === 0 && <li class="quiet">{words("overview-health-unknown")}</li>}
      </ul>
    </Panel>
  );
};

export const Overview = () => {
  const now = summary.value;
  const waiting = Object.entries(now?.badges ?? {});
  return (
    <Page name="overview">
      <div class="columns">
        <Panel of="overview-waiting">
          {waiting.length === 0 ? (
            <p class="quiet">{words("overview-nothing")}</p>
          ) : (
            <ul class="lines">
              {waiting.map(([name, count]) => (
                <li key={name}>
                  <a class="big-link" href={hrefOf(name)}>
                    <span class="big">{count}</span> {words(`page-${name}`)}
                  </a>
                </li>
              ))}
            </ul>
          )}
        </Panel>
        <Panel of="overview-now">
          <dl class="facts">
            <dt>{words("overview-screen")}</dt>
            <dd>{wordsIfAny(`screen-${now?.screen ?? ""}`) ?? now?.screen}</dd>
            <dt>{words("overview-line")}</dt>
            <dd>
              {now?.offlineSince === undefined
                ? words("line-up", { count: now?.waiting ?? 0 })
                : words("line-down", { count: now.waiting, since: duration(now.at - now.offlineSince) })}
            </dd>
            <dt>{words("overview-start")}</dt>
            <dd>{words(now?.mayStart === false ? "overview-may-not" : "overview-may")}</dd>
          </dl>
        </Panel>
      </div>
      <Health />
    </Page>
  );
};
