/** Enrolment with an operator: the applicant follows the kiosk's screen, the desk sees values and says what people say. */
import { Fragment } from "preact";
import { useSignal } from "@preact/signals";
import type { ContestStatement } from "../../../../api/words/contest.ts";
import { FREE_SCREENS } from "../../../../api/words/desk-http.ts";
import { FINGER_POSITIONS, MISSING_FINGER_REASONS } from "../../../../api/words/characteristic.ts";
import { fileUrl } from "../link.ts";
import { Button, Choice, Field, Page, Panel, perform, useRead, Waiting } from "../parts.tsx";
import { duration, words, wordsIfAny } from "../words.ts";
import { Criteria, nameOf, reasonWords } from "./judged.tsx";
import { Finish } from "./attended/finishing.tsx";
import { Helps } from "./attended/helping.tsx";
import type { Now } from "./attended/now.ts";
import { Papers } from "./papers.tsx";

const Begin = ({ now }: { now: Now }) => {
  const reference = useSignal("");
  const free = FREE_SCREENS.has(now.screen);
  return (
    <Panel of="attended-begin">
      <p class="quiet">{words(free ? "attended-begin-lead" : "attended-busy")}</p>
      <div class="form">
        <Field
          of="attended-reference"
          help="attended-reference-help"
          value={reference.value}
          takes={(value) => {
            reference.value = value;
          }}
        />
        <Button
          of="attended-start"
          kind="main"
          disabled={!free}
          does={() => void perform("attended", "begin", { reference: reference.value })}
        />
        {now.kind === "paused" && (
          <Button of="attended-resume" does={() => void perform("attended", "resume", {})} />
        )}
      </div>
    </Panel>
  );
};

const Step = ({ now }: { now: Now }) => (
  <Panel of="attended-now">
    <dl class="facts">
      <dt>{words("review-person")}</dt>
      <dd>{now.name ?? words("review-nameless")}</dd>
      <dt>{words("review-reference")}</dt>
      <dd>{now.reference ?? "–"}</dd>
      <dt>{words("attended-step")}</dt>
      <dd>{wordsIfAny(`screen-${now.screen}`) ?? now.screen}</dd>
      {now.acquiring !== undefined && (
        <>
          <dt>{nameOf(now.acquiring.target)}</dt>
          <dd>
            {words(`phase-${now.acquiring.phase}`)} ·{" "}
            {now.acquiring.allowed === undefined
              ? words("attempt", { number: now.acquiring.tries })
              : words("attempt-of", { number: now.acquiring.tries, allowed: now.acquiring.allowed })}
          </dd>
        </>
      )}
      {now.missing?.map(({ position, reason }) => (
        <Fragment key={position}>
          <dt>{nameOf(position)}</dt>
          <dd>{words(`missing-${reason}`)}</dd>
        </Fragment>
      ))}
      {now.headCovering !== undefined && (
        <>
          <dt>{words("head-covering")}</dt>
          <dd>{words(`head-covering-${now.headCovering}`)}</dd>
        </>
      )}
    </dl>
    <ul class="attempts">
      {now.attempts?.map(({ number, target, tookMs, verdict, reason }) => (
        <li key={number}>
          {number}. {nameOf(target)} · {words(`outcome-${verdict.kind}`)} · {duration(tookMs)}{" "}
          <span class="quiet">{reason === undefined ? "" : reasonWords(reason)}</span>
        </li>
      ))}
    </ul>
  </Panel>
);

const Missing = ({ now }: { now: Now }) => {
  const position = useSignal<string>(now.acquiring?.target ?? "right-index");
  const reason = useSignal<string>("bandaged");
  const note = useSignal("");
  const say = async () => {
    const input = { position: position.value, reason: reason.value, note: note.value.trim() };
    if ((await perform("attended", "missing", input, "missing-noted")) !== undefined) note.value = "";
  };
  return (
    <Panel of="attended-missing">
      <div class="form">
        <Choice
          of="missing-finger"
          value={position.value}
          options={Object.keys(FINGER_POSITIONS).map((one) => [one, nameOf(one)] as const)}
          takes={(value) => {
            position.value = value;
          }}
        />
        <Choice
          of="missing-reason"
          value={reason.value}
          options={MISSING_FINGER_REASONS.map((one) => [one, words(`missing-${one}`)] as const)}
          takes={(value) => {
            reason.value = value;
          }}
        />
        <Field
          of="missing-note"
          value={note.value}
          takes={(value) => {
            note.value = value;
          }}
        />
        <Button of="missing-say" does={() => void say()} />
      </div>
    </Panel>
  );
};

const contest = (part: string) => (check: string, statement: ContestStatement) =>
  void perform("attended", "contest", { part, check, statement }, "contest-noted");

export const Attended = () => {
  const { value: now, fault } = useRead<Now>("attended", "now");
  const runs = now?.mode === "attended" && now.kind !== "ticket" && now.kind !== "ended";
  return (
    <Page name="attended">
      <p class="lead">{words("attended-lead")}</p>
      {now === undefined ? (
        <Waiting fault={fault} />
      ) : !runs ? (
        <Begin now={now} />
      ) : (
        <>
          <div class="columns">
            <Step now={now} />
            <Helps now={now} />
          </div>
          {now.kind === "fingers" && <Missing now={now} />}
          {now.judged?.map((judged) => (
            <Panel
              key={judged.number}
              title={`${nameOf(judged.what)} – ${words(judged.sufficient ? "is-sufficient" : "is-insufficient")}`}
            >
              <div class="sample-row">
                <img
                  src={fileUrl("attended", "sample", {
                    packet: now.packet ?? "",
                    number: String(judged.number),
                  })}
                  alt={nameOf(judged.what)}
                />
                <div>
                  <Criteria
                    judged={judged}
                    {...(now.kind === "review" ? { contest: contest(judged.part) } : {})}
                  />
                </div>
              </div>
            </Panel>
          ))}
          {now.papers !== undefined && (
            <Papers
              papers={now.papers}
              urlOf={(page) =>
                fileUrl("attended", "sample", { packet: now.packet ?? "", number: String(page) })
              }
            />
          )}
          {now.kind === "review" && <Finish now={now} />}
        </>
      )}
    </Page>
  );
};
