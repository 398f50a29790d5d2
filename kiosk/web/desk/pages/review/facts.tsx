/** What is known of a session that waits: its facts, its attack cues, what was said of its verdicts. */
import { Badge, Panel } from "../../parts.tsx";
import { dateTime, duration, number, words } from "../../words.ts";
import { checkName, nameOf } from "../judged.tsx";
import type { Session } from "./session.ts";

export const Cues = ({ cues }: { cues: Session["cues"] }) => (
  <Panel of="review-cues">
    <p class="quiet">{words("review-cues-lead")}</p>
    <ul class="lines">
      {cues.alarms.map(({ number: attempt, what }) => (
        <li key={attempt}>
          <Badge tone="bad">{words("review-alarm")}</Badge> {nameOf(what)} ·{" "}
          {words("attempt", { number: attempt })}
        </li>
      ))}
      {(["strongest", "banding"] as const).map((cue) => {
        const grade = cues[cue];
        return (
          grade !== undefined && (
            <li key={cue}>
              <Badge tone={grade >= 0.5 ? "warn" : "good"}>{number(grade, 2)}</Badge>
              {words(`review-cue-${cue}`)}
            </li>
          )
        );
      })}
      <li>
        <Badge tone="calm">{words(cues.faceDetector ? "detector-yes" : "detector-no")}</Badge>
        {words("review-face-detector")}
      </li>
      <li>
        <Badge tone="calm">{words(cues.fingerDetector ? "detector-yes" : "detector-no")}</Badge>
        {words("review-finger-detector")}
      </li>
    </ul>
  </Panel>
);

export const Facts = ({ session }: { session: Session }) => (
  <Panel of="review-facts">
    <dl class="facts">
      <dt>{words("review-person")}</dt>
      <dd>{session.name ?? words("review-nameless")}</dd>
      <dt>{words("review-reference")}</dt>
      <dd>{session.reference ?? "–"}</dd>
      {session.age !== undefined && (
        <>
          <dt>{words("review-age")}</dt>
          <dd>{session.age}</dd>
        </>
      )}
      <dt>{words("review-since")}</dt>
      <dd>{dateTime(session.startedAt)}</dd>
      <dt>{words("review-open")}</dt>
      <dd>
        {session.doubts.length === 0
          ? words("review-nothing-open")
          : session.doubts.map(({ part, doubt }) => (
              <p key={part}>
                {nameOf(part)}: {words(`doubt-${doubt}`)}{" "}
                {!session.open.includes(part) && <Badge tone="good">{words("review-settled")}</Badge>}
              </p>
            ))}
      </dd>
      {session.missing.length > 0 && (
        <>
          <dt>{words("review-missing")}</dt>
          <dd>
            {session.missing.map(({ position, reason, note }) => (
              <p key={position}>
                {nameOf(position)}: {words(`missing-${reason}`)} <span class="quiet">{note}</span>
              </p>
            ))}
          </dd>
        </>
      )}
      {session.cannotSign !== undefined && (
        <>
          <dt>{nameOf("signature")}</dt>
          <dd>{words(`cannot-sign-${session.cannotSign}`)}</dd>
        </>
      )}
    </dl>
    <h3>{words("review-attempts")}</h3>
    <ul class="attempts">
      {session.attempts.map(({ number: attempt, target, tookMs, verdict }) => (
        <li key={attempt}>
          {attempt}. {nameOf(target)} · {words(`outcome-${verdict.kind}`)} · {duration(tookMs)}
        </li>
      ))}
    </ul>
  </Panel>
);

export const Said = ({ session }: { session: Session }) => {
  const vetoes = [
    ...session.overrides.map((one) => ({ ...one, kind: "veto-accepted" })),
    ...session.refusals.map((one) => ({ ...one, kind: "veto-rejected" })),
  ];
  if (vetoes.length === 0 && session.contests.length === 0) return null;
  return (
    <Panel of="review-said">
      <ul class="lines">
        {vetoes.map(({ kind, part, by, reason, second }) => (
          <li key={`${kind}${part}`}>
            <Badge tone="warn">{words(kind)}</Badge> {nameOf(part)} · {by}
            {second !== undefined && ` + ${second}`} · <span class="own-words">{reason}</span>
          </li>
        ))}
        {session.contests.map(({ part, check, statement, by }) => (
          <li key={part + check}>
            <Badge tone="warn">{words("contested")}</Badge> {nameOf(part)}: {checkName(check)} · {by} ·{" "}
            {words(`contest-${statement}`)}
          </li>
        ))}
      </ul>
    </Panel>
  );
};
