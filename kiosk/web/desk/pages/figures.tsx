/** Figures of a span of days; counters only, nobody's data. */
import { useSignal } from "@preact/signals";
import { Bars, Whisker, type Interval } from "../charts.tsx";
import { fileUrl, summary } from "../link.ts";
import { Badge, Choice, Page, Panel, Table, useRead, Waiting } from "../parts.tsx";
import { dayOnly, languageName, number, percent, words, wordsIfAny } from "../words.ts";
import { checkName, nameOf } from "./judged.tsx";

interface Counted {
  readonly name: string;
  readonly value: string;
  readonly number: number;
}
interface StepFigures {
  readonly step: "face" | "finger" | "signature";
  readonly count: number;
  readonly median?: number;
  readonly nineOfTen?: number;
  readonly limit?: number;
  readonly over?: number;
  readonly buckets: readonly (readonly [number, number])[];
}
type Measure = "retried" | "overridden" | "failed";
const MEASURES = ["retried", "overridden", "failed"] as const satisfies readonly Measure[];
interface FairRow {
  readonly by: string;
  readonly group: string;
  readonly sessions?: number;
  readonly rates?: Readonly<Record<Measure, Interval & { readonly number: number }>>;
}
interface All {
  readonly from: string;
  readonly to: string;
  readonly least: number;
  readonly days: readonly {
    readonly day: string;
    readonly enrolled: number;
    readonly ended: number;
    readonly attempts: number;
  }[];
  readonly ends: readonly Counted[];
  readonly steps: readonly StepFigures[];
  readonly devices: readonly Counted[];
  readonly retries: readonly Counted[];
  readonly vetoes: readonly Counted[];
  readonly contests: readonly Counted[];
  readonly fairness: readonly FairRow[];
}

const SPANS = { week: 7, month: 31, quarter: 92, year: 366 } as const;
const DAY = 86_400_000;
const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

const Csv = (props: { table: string; all: All }) => (
  <a
    class="button small"
    download
    href={fileUrl("figures", "csv", { table: props.table, from: props.all.from, to: props.all.to })}
  >
    {words("action-csv")}
    <span class="unseen"> {words(`figures-${props.table}`)}</span>
  </a>
);

/** Days that nobody came stand as empty bars. */
const everyDay = (all: All) => {
  const known = new Map(all.days.map((one) => [one.day, one]));
  const bars = [];
  for (let at = Date.parse(all.from); at <= Date.parse(all.to); at += DAY) {
    const day = isoDay(at);
    const one = known.get(day);
    bars.push({ label: dayOnly(at), parts: [one?.enrolled ?? 0, one?.ended ?? 0] });
  }
  return bars;
};

const Days = ({ all }: { all: All }) => {
  const sum = (field: "enrolled" | "ended" | "attempts") =>
    all.days.reduce((total, one) => total + one[field], 0);
  return (
    <Panel of="figures-days">
      <div class="tiles">
        <p>
          <b>{number(sum("enrolled"))}</b> {words("figures-enrolled")}
        </p>
        <p>
          <b>{number(sum("ended"))}</b> {words("figures-ended")}
        </p>
        <p>
          <b>{number(sum("attempts"))}</b> {words("figures-attempts")}
        </p>
      </div>
      <Bars title={words("figures-days")} bars={everyDay(all)} />
      <p class="legend">
        <span class="key series-0" /> {words("figures-enrolled")} <span class="key series-1" />{" "}
        {words("figures-ended")}
      </p>
      <Csv table="days" all={all} />
    </Panel>
  );
};

const Step = ({ step }: { step: StepFigures }) => {
  const { limit, over, count } = step;
  const last = Math.max(limit ?? 0, ...step.buckets.map(([seconds]) => seconds)) + 1;
  const known = new Map(step.buckets);
  const bars = Array.from({ length: last }, (_none, at) => ({
    label: String(at + 1),
    parts: [known.get(at + 1) ?? 0],
  }));
  return (
    <Panel title={words(`step-${step.step}`)}>
      {count === 0 ? (
        <p class="quiet">{words("figures-none")}</p>
      ) : (
        <>
          <p>
            {words("figures-median", { seconds: step.median ?? 0 })} ·{" "}
            {words("figures-nine", { seconds: step.nineOfTen ?? 0 })}
          </p>
          {limit !== undefined && over !== undefined && (
            <p>
              <Badge tone={over / count > 0.1 ? "warn" : "good"}>
                {words("figures-over", { share: percent(over / count), limit })}
              </Badge>
            </p>
          )}
          <Bars
            title={words(`step-${step.step}`)}
            bars={bars}
            half
            {...(limit === undefined ? {} : { limitAt: limit })}
          />
          <p class="quiet">{words("figures-seconds")}</p>
        </>
      )}
    </Panel>
  );
};

const Counts = (props: {
  of: string;
  rows: readonly Counted[];
  all: All;
  table?: string;
  name?: (name: string) => string;
}) => (
  <Panel of={`figures-${props.of}`}>
    <Table
      of={`figures-${props.of}`}
      empty="figures-none"
      heads={["figures-what", "figures-reason", "figures-number"]}
      rows={props.rows
        .toSorted((a, b) => b.number - a.number)
        .map(({ name, value, number: count }) => ({
          key: `${name}/${value}`,
          cells: [
            (props.name ?? nameOf)(name),
            wordsIfAny(`code-${value.replaceAll("/", "-")}`) ??
              wordsIfAny(`contest-${value.replaceAll("/", "-")}`) ??
              value,
            number(count),
          ],
        }))}
    />
    {props.table !== undefined && <Csv table={props.table} all={props.all} />}
  </Panel>
);

const Fairness = ({ all }: { all: All }) => {
  // A scale for each measure: failures are few where repetitions are many.
  const topOf = (measure: Measure): number => {
    const highest = Math.max(0.05, ...all.fairness.map(({ rates }) => rates?.[measure].high ?? 0));
    return Math.min(1, Math.ceil(highest * 20) / 20);
  };
  const tops = { retried: topOf("retried"), overridden: topOf("overridden"), failed: topOf("failed") };
  const scales = Object.fromEntries(MEASURES.map((one) => [one, percent(tops[one], 0)]));
  const groups = [...new Set(all.fairness.map(({ by }) => by))];
  const heads = ["fair-group", "fair-sessions", ...MEASURES.map((one) => `fair-${one}`)];
  return (
    <Panel of="figures-fairness">
      <p class="quiet">{words("fair-lead", { least: all.least, ...scales })}</p>
      {groups.map((by) => (
        <div key={by} class="fair">
          <h3>{words(`fair-by-${by}`)}</h3>
          <Table
            of={`fair-by-${by}`}
            heads={heads}
            rows={all.fairness
              .filter((row) => row.by === by)
              .toSorted((a, b) => a.group.localeCompare(b.group, "en", { numeric: true }))
              .map(({ group, sessions, rates }) => ({
                key: group,
                cells: [
                  wordsIfAny(`group-${by}-${group.replace("+", "")}`) ??
                    (by === "language" ? languageName(group) : group),
                  sessions === undefined ? words("fair-few", { least: all.least }) : number(sessions),
                  ...MEASURES.map((one) =>
                    rates === undefined ? (
                      "–"
                    ) : (
                      <Whisker
                        rate={rates[one]}
                        top={tops[one]}
                        label={`${words(`fair-${one}`)}: ${percent(rates[one].share)}`}
                      />
                    ),
                  ),
                ],
              }))}
          />
        </div>
      ))}
      {groups.length === 0 && <p class="quiet">{words("figures-none")}</p>}
      <Csv table="fairness" all={all} />
    </Panel>
  );
};

export const Figures = () => {
  const span = useSignal<keyof typeof SPANS>("month");
  const now = summary.value?.at ?? Date.now();
  const input = { from: isoDay(now - (SPANS[span.value] - 1) * DAY), to: isoDay(now) };
  const { value: all, fault } = useRead<All>("figures", "all", input);
  return (
    <Page
      name="figures"
      aside={
        <Choice
          of="figures-span"
          value={span.value}
          options={(Object.keys(SPANS) as (keyof typeof SPANS)[]).map(
            (one) => [one, words(`span-${one}`)] as const,
          )}
          takes={(value) => {
            span.value = value as keyof typeof SPANS;
          }}
        />
      }
    >
      <p class="lead">{words("figures-lead")}</p>
      {all === undefined ? (
        <Waiting fault={fault} />
      ) : (
        <>
          <Days all={all} />
          <div class="columns">
            {all.steps.map((step) => (
              <Step key={step.step} step={step} />
            ))}
          </div>
          <Csv table="steps" all={all} />
          <div class="columns">
            <Counts
              of="ends"
              rows={all.ends.map((one) => ({ ...one, name: one.value, value: one.name }))}
              all={all}
              table="ends"
              name={(mode) => words(`mode-${mode}`)}
            />
            <Counts of="retries" rows={all.retries} all={all} table="retries" />
            <Counts of="devices" rows={all.devices} all={all} table="devices" name={(device) => device} />
            <Counts of="vetoes" rows={all.vetoes} all={all} table="vetoes" />
            <Counts of="contests" rows={all.contests} all={all} table="contests" name={checkName} />
          </div>
          <Fairness all={all} />
        </>
      )}
    </Page>
  );
};
