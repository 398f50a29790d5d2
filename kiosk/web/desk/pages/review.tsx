/** Sessions that wait for control: the list, or one of them in front of its person. */
import { hrefOf } from "../go.ts";
import { summary } from "../link.ts";
import { Page, Table, useRead, Waiting } from "../parts.tsx";
import { dateTime, duration, words } from "../words.ts";
import { nameOf } from "./judged.tsx";
import { Left } from "./left.tsx";
import { Opened } from "./review-one.tsx";

interface Line {
  readonly packet: string;
  readonly reference?: string;
  readonly name?: string;
  readonly age?: number;
  readonly startedAt: number;
  readonly until: number;
  readonly doubts: readonly { readonly part: string; readonly doubt: string }[];
  readonly open: readonly string[];
  readonly held?: string;
}

const List = () => {
  const { value, fault } = useRead<readonly Line[]>("review", "list");
  return (
    <Page name="review">
      <p class="lead">{words("review-lead")}</p>
      {value === undefined ? (
        <Waiting fault={fault} />
      ) : (
        <Table
          of="page-review"
          heads={["review-person", "review-reference", "review-since", "review-expires", "review-open", ""]}
          empty="review-empty"
          rows={value.map((line) => ({
            key: line.packet,
            ...(line.open.length > 0 || line.held !== undefined ? { tone: "warn" as const } : {}),
            cells: [
              line.name ?? words("review-nameless"),
              line.reference ?? "–",
              `${dateTime(line.startedAt)} · ${words("ago", { duration: duration((summary.value?.at ?? line.startedAt) - line.startedAt) })}`,
              <Left until={line.until} />,
              line.held !== undefined
                ? words("review-held", { why: line.held })
                : line.doubts.length === 0
                  ? words("review-nothing-open")
                  : line.doubts
                      .map(({ part, doubt }) => `${nameOf(part)}: ${words(`doubt-${doubt}`)}`)
                      .join(" · "),
              <a class="button" href={hrefOf("review", line.packet)}>
                {words("review-open-one")}
                <span class="unseen"> {line.name ?? line.packet}</span>
              </a>,
            ],
          }))}
        />
      )}
    </Page>
  );
};

export const Review = ({ rest }: { readonly rest: readonly string[] }) => {
  const [packet] = rest;
  return packet === undefined ? <List /> : <Opened key={packet} packet={packet} />;
};
