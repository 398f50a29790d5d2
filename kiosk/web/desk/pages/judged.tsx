/** Criteria of a sample as a table: value against limit, OK or not, and a verdict that can be contested. */
import { useSignal } from "@preact/signals";
import { CONTEST_STATEMENTS, type ContestStatement } from "../../../../api/words/contest.ts";
import type { Criterion, Judged } from "../../../../api/words/judged.ts";
import { Badge, Button, Choice, Field, Table, type Tone } from "../parts.tsx";
import { amount, number, words, wordsIfAny } from "../words.ts";

export const nameOf = (what: string): string => wordsIfAny(`what-${what}`) ?? what;

const GUIDELINE = /^TR-03121 (\d)\.(\d) /u;

/** What was checked, in the desk's language; a criterion of the guideline keeps its number. */
export const checkName = (id: string): string => {
  const [, row, line] = GUIDELINE.exec(id) ?? [];
  if (row === undefined) return wordsIfAny(`check-${id.replaceAll(" ", "-")}`) ?? id;
  return `${row}.${line} ${wordsIfAny(`check-${row}-${line}`) ?? id.replace(GUIDELINE, "")}`;
};

/** Why an attempt was not enough: checks that failed, or what the finger did. */
export const reasonWords = (reason: string): string =>
  reason
    .split(/, (?=TR-03121|[a-z])/u)
    .map((one) => wordsIfAny(`reason-${one}`) ?? checkName(one))
    .join(", ");

const TONES = { ok: "good", "not-ok": "bad", "not-assessed": "warn" } as const satisfies Record<string, Tone>;

const limitWords = ({ atLeast, atMost }: Criterion): string => {
  if (atLeast !== undefined && atLeast === atMost)
    return words("criterion-exactly", { value: number(atLeast, 3) });
  if (atLeast !== undefined && atMost !== undefined)
    return words("criterion-between", { least: number(atLeast, 3), most: number(atMost, 3) });
  if (atLeast !== undefined) return words("criterion-at-least", { least: number(atLeast, 3) });
  return atMost === undefined ? "–" : words("criterion-at-most", { most: number(atMost, 3) });
};

const Contest = (props: {
  judged: Judged;
  criterion: Criterion;
  says: (statement: ContestStatement) => void;
}) => {
  const open = useSignal(false);
  const statement = useSignal<ContestStatement>("it-is-not-so");
  const { criterion } = props;
  if (criterion.contested !== undefined)
    return <Badge tone="warn">{words(`contest-${criterion.contested}`)}</Badge>;
  if (!open.value)
    return (
      <Button
        of="contest"
        label={`${words("contest")}: ${checkName(criterion.id)}`}
        does={() => {
          open.value = true;
        }}
      />
    );
  return (
    <span class="row-actions">
      <Choice
        of="contest-says"
        value={statement.value}
        options={Object.keys(CONTEST_STATEMENTS).map((key) => [key, words(`contest-${key}`)] as const)}
        takes={(value) => {
          statement.value = value as ContestStatement;
        }}
      />
      <Button of="action-save" kind="main" does={() => props.says(statement.value)} />
    </span>
  );
};

/** More criteria than that are folded up while none of them needs anybody's eyes. */
const SHORT = 6;

/** Those that gate; the rest opens below. */
export const Criteria = (props: {
  judged: Judged;
  contest?: (check: string, statement: ContestStatement) => void;
}) => {
  const { judged, contest } = props;
  const rowOf = (criterion: Criterion) => {
    const { id, value, raw, why, verdict } = criterion;
    return {
      key: id,
      ...(verdict === "not-ok" ? { tone: "bad" as const } : {}),
      cells: [
        checkName(id),
        value === undefined ? (
          <span class="quiet">{why}</span>
        ) : (
          `${amount(value)}${raw === undefined || raw === value ? "" : ` (${amount(raw)})`}`
        ),
        limitWords(criterion),
        verdict === undefined ? "–" : <Badge tone={TONES[verdict]}>{words(`verdict-${verdict}`)}</Badge>,
        contest === undefined || verdict === undefined ? null : (
          <Contest judged={judged} criterion={criterion} says={(statement) => contest(id, statement)} />
        ),
      ],
    };
  };
  const gating = judged.criteria.filter(({ verdict }) => verdict !== undefined);
  const others = judged.criteria.filter(({ verdict }) => verdict === undefined);
  const heads = ["criterion", "criterion-value", "criterion-limit", "criterion-verdict", ""];
  return (
    <div class="criteria">
      {gating.length > SHORT && gating.every(({ verdict }) => verdict === "ok") ? (
        <details>
          <summary>
            <Badge tone="good">{words("verdict-ok")}</Badge>{" "}
            {words("criteria-all-ok", { count: gating.length })}
          </summary>
          <Table of="criteria" heads={heads} rows={gating.map(rowOf)} />
        </details>
      ) : (
        <Table of="criteria" heads={heads} rows={gating.map(rowOf)} empty="criteria-none" />
      )}
      {others.length > 0 && (
        <details>
          <summary>{words("criteria-others", { count: others.length })}</summary>
          <Table of="criteria" heads={heads} rows={others.map(rowOf)} />
        </details>
      )}
    </div>
  );
};

/** A veto: the part, the typed reason, the button. */
export const Veto = (props: {
  of: "veto-accept" | "veto-reject";
  parts: readonly string[];
  says: (part: string, reason: string) => Promise<boolean>;
}) => {
  const part = useSignal(props.parts[0] ?? "");
  const reason = useSignal("");
  const chosen = props.parts.includes(part.value) ? part.value : (props.parts[0] ?? "");
  if (props.parts.length === 0) return null;
  const say = async () => {
    if (await props.says(chosen, reason.value.trim())) reason.value = "";
  };
  return (
    <div class="form veto" data-veto={props.of}>
      <Choice
        of={`${props.of}-part`}
        value={chosen}
        options={props.parts.map((one) => [one, nameOf(one)] as const)}
        takes={(value) => {
          part.value = value;
        }}
      />
      <Field
        of="typed-reason"
        name={`${props.of}-reason`}
        wide
        most={200}
        value={reason.value}
        takes={(value) => (reason.value = value)}
      />
      <Button of={props.of} disabled={reason.value.trim().length < 5} does={() => void say()} />
    </div>
  );
};
