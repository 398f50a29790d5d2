/** Enrolment with an operator: the applicant follows the kiosk's screen, the desk sees values and says what people say. */
import { Fragment } from "preact";
import { useSignal } from "@preact/signals";
import type { ContestStatement } from "../../../../api/words/contest.ts";
import { FREE_SCREENS } from "../../../../api/words/desk-http.ts";
import { FINGER_POSITIONS, MISSING_FINGER_REASONS } from "../../../../api/words/characteristic.ts";
import { fileUrl } from "../link.ts";
import { Badge, Button, Choice, Field, Page, Panel, perform, useRead, Waiting } from "../parts.tsx";
import { duration, words, wordsIfAny } from "../words.ts";
import type { Judged } from "../../../../api/words/judged.ts";
import { Asked, type AskedFor } from "./asked.tsx";
import { Criteria, nameOf, reasonWords, Veto } from "./judged.tsx";
import { Papers, type KeptPapers } from "./papers.tsx";

interface Now {
  readonly kind: string;
  readonly screen: string;
  readonly mode?: "attended" | "unattended";
  readonly packet?: string;
  readonly name?: string;
  readonly reference?: string;
  readonly age?: number;
  readonly acquiring?: {
    readonly target: string;
    readonly phase: string;
    readonly fault?: string;
    readonly tries: number;
    readonly allowed?: number;
  };
  readonly attempts?: readonly {
    readonly number: number;
    readonly target: string;
    readonly tookMs: number;
    readonly verdict: { readonly kind: string };
    readonly reason?: string;
  }[];
  readonly headCovering?: string;
  readonly missing?: readonly { readonly position: string; readonly reason: string }[];
  readonly settled?: readonly string[];
  readonly doubts?: readonly { readonly part: string; readonly doubt: string }[];
  readonly blockers?: readonly string[];
  readonly judged?: readonly Judged[];
  readonly papers?: KeptPapers;
  readonly asked?: readonly AskedFor[];
}

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

const REDOABLE = ["face", "fingers", "signature", "documents"] as const;

const Helps = ({ now }: { now: Now }) => (
  <Panel of="attended-helps">
    <div class="actions">
      {now.kind === "face" && (
        <>
          <Button
            of="head-covering-religious"
            does={() => void perform("attended", "head-covering", { reason: "religious" })}
          />
          <Button
            of="head-covering-medical"
            does={() => void perform("attended", "head-covering", { reason: "medical" })}
          />
        </>
      )}
      {now.kind === "signature" && (
        <>
          <Button
            of="cannot-sign-physically-unable"
            does={() => void perform("attended", "cannot-sign", { reason: "physically-unable" })}
          />
          <Button
            of="cannot-sign-cannot-write"
            does={() => void perform("attended", "cannot-sign", { reason: "cannot-write" })}
          />
        </>
      )}
      {now.kind === "review" &&
        REDOABLE.filter((part) => part !== "documents" || now.settled?.includes(part)).map((part) => (
          <Button key={part} of={`redo-${part}`} does={() => void perform("attended", "redo", { part })} />
        ))}
      <Button
        of="attended-end"
        kind="grave"
        does={() => void perform("attended", "end", {}, "attended-ended")}
      />
    </div>
  </Panel>
);

const Finish = ({ now }: { now: Now }) => {
  const blockers = now.blockers ?? [];
  const { packet } = now;
  const veto = (name: string) => async (part: string, reason: string) =>
    (await perform(
      "attended",
      name,
      name === "accept" ? { packet, part, reason } : { part, reason },
      "veto-noted",
    )) !== undefined;
  const captured = [...new Set(now.judged?.map(({ part }) => part))];
  return (
    <Panel of="attended-finish" class="decision">
      {blockers.length > 0 && (
        <ul class="lines">
          {blockers.map((part) => (
            <li key={part}>
              <Badge tone="warn">{nameOf(part)}</Badge>{" "}
              {now.doubts
                ?.filter((one) => one.part === part)
                .map(({ doubt }) => words(`doubt-${doubt}`))
                .join(", ")}
            </li>
          ))}
        </ul>
      )}
      <Asked asked={now.asked ?? []} />
      <Veto of="veto-accept" parts={blockers} says={veto("accept")} />
      <Veto
        of="veto-reject"
        parts={captured.filter((part) => !blockers.includes(part))}
        says={veto("reject")}
      />
      <div class="actions">
        <Button
          of="attended-confirm"
          kind="main"
          disabled={blockers.length > 0}
          does={() => void perform("attended", "confirm", {}, "attended-confirmed")}
        />
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
