/** The outbox, item by item: where it is, since when, why, what happens next, and what one can do. */
import { useSignal } from "@preact/signals";
import {
  allowed,
  Badge,
  Button,
  Choice,
  Page,
  Panel,
  perform,
  Table,
  useRead,
  Waiting,
  type Tone,
} from "../parts.tsx";
import { dateTime, duration, number, words, wordsIfAny } from "../words.ts";

type State = "waiting" | "sending" | "set-aside" | "receipted" | "erased";
interface Item {
  readonly packet: string;
  readonly sequence: number;
  readonly size: number;
  readonly sealedAt: number;
  readonly since: number;
  readonly state: State;
  readonly attempts: number;
  readonly next?: number;
  readonly cause?: { readonly code: string; readonly sentence: string };
}
interface Listed {
  readonly at: number;
  readonly counts: Readonly<Record<State, number>>;
  readonly oldest?: number;
  readonly line: { readonly state: "up" | "down"; readonly failures?: number; readonly nextAttempt?: number };
  readonly total: number;
  readonly items: readonly Item[];
  readonly media: readonly string[];
}

const TONES: Readonly<Record<State, Tone>> = {
  waiting: "calm",
  sending: "good",
  "set-aside": "bad",
  receipted: "good",
  erased: "calm",
};

const Line = ({ listed }: { listed: Listed }) => {
  const { line, oldest, at, counts } = listed;
  const waiting = counts.waiting + counts.sending;
  const offline = line.state === "down" && oldest !== undefined;
  return (
    <Panel class={`line-state ${offline ? "down" : "up"}`}>
      <p class="loud">
        {offline ? words("outbox-offline", { duration: duration(at - oldest) }) : words("outbox-online")}
      </p>
      <dl class="facts">
        <dt>{words("outbox-waiting")}</dt>
        <dd>{number(waiting)}</dd>
        <dt>{words("outbox-set-aside")}</dt>
        <dd>{number(counts["set-aside"])}</dd>
        <dt>{words("outbox-done")}</dt>
        <dd>{number(counts.erased + counts.receipted)}</dd>
        {oldest !== undefined && (
          <>
            <dt>{words("outbox-oldest")}</dt>
            <dd>
              {dateTime(oldest)} · {words("ago", { duration: duration(at - oldest) })}
            </dd>
          </>
        )}
        {line.state === "down" && (
          <>
            <dt>{words("outbox-line")}</dt>
            <dd>
              {words("outbox-unanswered", { count: line.failures ?? 0 })}
              {line.nextAttempt !== undefined &&
                ` · ${words("outbox-next-probe", { duration: duration(line.nextAttempt - at) })}`}
            </dd>
          </>
        )}
      </dl>
    </Panel>
  );
};

const nextWords = (item: Item, at: number): string => {
  if (item.state === "waiting")
    return (item.next ?? 0) <= at
      ? words("outbox-next-now")
      : words("outbox-next-in", { duration: duration((item.next ?? at) - at) });
  return words(`outbox-next-${item.state}`);
};

const Why = ({ cause }: { cause: Item["cause"] }) => {
  if (cause === undefined) return <>{words("outbox-no-cause")}</>;
  const own = wordsIfAny(`cause-${cause.code}`);
  return (
    <>
      {own ?? <code>{cause.code}</code>}
      <br />
      <small>{cause.sentence}</small>
    </>
  );
};

const Media = ({ media }: { media: readonly string[] }) => {
  const medium = useSignal(media[0] ?? "");
  const chosen = media.includes(medium.value) ? medium.value : (media[0] ?? "");
  return (
    <Panel of="outbox-media">
      <p class="quiet">{words("outbox-media-lead")}</p>
      {media.length === 0 ? (
        <p class="quiet">{words("outbox-no-media")}</p>
      ) : (
        <div class="form">
          <Choice
            of="outbox-medium"
            value={chosen}
            options={media.map((one) => [one, one] as const)}
            takes={(value) => {
              medium.value = value;
            }}
          />
          <Button
            of="outbox-export"
            kind="main"
            does={() => void perform("outbox", "export", { medium: chosen }, "outbox-exported")}
          />
          <Button
            of="outbox-import"
            does={() => void perform("outbox", "import", { medium: chosen }, "outbox-imported")}
          />
        </div>
      )}
    </Panel>
  );
};

const rowOf = (item: Item, at: number) => ({
  key: item.packet,
  ...(item.state === "set-aside" ? { tone: "bad" as const } : {}),
  cells: [
    <>
      {item.sequence} <small class="quiet">{item.packet.slice(0, 8)}</small>
    </>,
    <Badge tone={TONES[item.state]}>{words(`outbox-state-${item.state}`)}</Badge>,
    <>
      {duration(at - item.since)}
      <br />
      <small class="quiet">{words("outbox-sealed", { when: dateTime(item.sealedAt) })}</small>
    </>,
    <Why cause={item.cause} />,
    <>
      {nextWords(item, at)}
      <br />
      <small class="quiet">{words("outbox-attempts", { count: item.attempts })}</small>
    </>,
    <div class="row-actions">
      {allowed("queue") && (item.state === "waiting" || item.state === "set-aside") && (
        <Button
          of="outbox-retry"
          label={`${words("outbox-retry")}: ${item.sequence}`}
          does={() => void perform("outbox", "retry", { packet: item.packet }, "outbox-retried")}
        />
      )}
      {allowed("queue") && item.state === "waiting" && (
        <Button
          of="outbox-put-aside"
          label={`${words("outbox-put-aside")}: ${item.sequence}`}
          does={() => void perform("outbox", "set-aside", { packet: item.packet }, "outbox-is-aside")}
        />
      )}
    </div>,
  ],
});

export const Outbox = () => {
  const from = useSignal(0);
  const { value: listed, fault } = useRead<Listed>("outbox", "list", { from: String(from.value) });
  if (listed === undefined)
    return (
      <Page name="outbox">
        <Waiting fault={fault} />
      </Page>
    );
  const last = from.value + listed.items.length;
  return (
    <Page
      name="outbox"
      aside={
        allowed("queue") && (
          <Button
            of="outbox-retry-all"
            does={() => void perform("outbox", "retry-all", {}, "outbox-retried-all")}
          />
        )
      }
    >
      <div class="columns">
        <Line listed={listed} />
        {allowed("queue") && <Media media={listed.media} />}
      </div>
      <Table
        of="page-outbox"
        empty="outbox-empty"
        heads={["outbox-number", "outbox-where", "outbox-since", "outbox-why", "outbox-next", ""]}
        rows={listed.items.map((item) => rowOf(item, listed.at))}
      />
      {listed.total > listed.items.length && (
        <div class="actions">
          <span class="quiet">
            {words("outbox-shown", { from: from.value + 1, to: last, total: listed.total })}
          </span>
          {from.value > 0 && (
            <Button
              of="page-before"
              does={() => {
                from.value = Math.max(0, from.value - 60);
              }}
            />
          )}
          {last < listed.total && (
            <Button
              of="page-after"
              does={() => {
                from.value = last;
              }}
            />
          )}
        </div>
      )}
    </Page>
  );
};
