/** One session in front of its person: face beside face, finger against finger, criteria, cues, the decision. */
import { useSignal } from "@preact/signals";
import type { ContestStatement } from "../../../../api/words/contest.ts";
import { hrefOf, go } from "../go.ts";
import { fileUrl } from "../link.ts";
import { allowed, Badge, Button, Page, Panel, perform, useRead, Waiting } from "../parts.tsx";
import { dateTime, duration, number, words } from "../words.ts";
import { Criteria, nameOf, Veto, type Judged } from "./judged.tsx";
import { Left } from "./left.tsx";
import { Papers, type KeptPapers } from "./papers.tsx";

interface LiveFinger {
  readonly position: string;
  readonly score: number;
  readonly threshold: number;
  readonly same: boolean;
}
interface Session {
  readonly packet: string;
  readonly reference?: string;
  readonly name?: string;
  readonly age?: number;
  readonly until: number;
  readonly startedAt: number;
  readonly open: readonly string[];
  readonly held?: string;
  readonly doubts: readonly { readonly part: string; readonly doubt: string }[];
  readonly headCovering?: { readonly reason: string };
  readonly missing: readonly { readonly position: string; readonly reason: string; readonly note: string }[];
  readonly cannotSign?: string;
  readonly overrides: readonly Vetoed[];
  readonly refusals: readonly Vetoed[];
  readonly contests: readonly {
    readonly part: string;
    readonly check: string;
    readonly statement: string;
    readonly by: string;
  }[];
  readonly attempts: readonly {
    readonly number: number;
    readonly target: string;
    readonly tookMs: number;
    readonly verdict: { readonly kind: string };
  }[];
  readonly judged: readonly Judged[];
  readonly papers: KeptPapers;
  readonly fingers: readonly string[];
  readonly rate: string;
  readonly threshold: number;
  readonly live: { readonly fingers: readonly LiveFinger[]; readonly faceAt?: number };
  readonly cues: {
    readonly alarms: readonly { readonly number: number; readonly what: string }[];
    readonly faceDetector: boolean;
    readonly fingerDetector: boolean;
    readonly banding?: number;
  };
}
interface Vetoed {
  readonly part: string;
  readonly by: string;
  readonly reason: string;
  readonly at: number;
  readonly second?: string;
}

const sampleOf = (session: Session, attempt: number) =>
  fileUrl("review", "sample", { packet: session.packet, number: String(attempt) });

const Faces = ({ session }: { session: Session }) => {
  const { packet, live } = session;
  const face = session.judged.find(({ part }) => part === "face");
  return (
    <Panel of="review-faces">
      <div class="faces">
        <figure>
          {face === undefined ? (
            <p class="no-picture">{words("review-no-portrait")}</p>
          ) : (
            <img src={sampleOf(session, face.number)} alt={words("review-enrolled")} />
          )}
          <figcaption>{words("review-enrolled")}</figcaption>
        </figure>
        <figure>
          {live.faceAt === undefined ? (
            <p class="no-picture">{words("review-not-live-yet")}</p>
          ) : (
            <img
              src={fileUrl("review", "live", { packet, at: String(live.faceAt) })}
              alt={words("review-live")}
            />
          )}
          <figcaption>{words("review-live")}</figcaption>
        </figure>
      </div>
      <div class="actions">
        <Button of="review-take-face" kind="main" does={() => void perform("review", "face", { packet })} />
      </div>
    </Panel>
  );
};

const Fingers = ({ session }: { session: Session }) => {
  const { packet, fingers, live, judged, threshold, rate } = session;
  return (
    <Panel of="review-fingers">
      <p class="quiet">{words("review-finger-rule", { threshold: number(threshold, 1), rate })}</p>
      {fingers.length === 0 && <p class="quiet">{words("review-no-fingers")}</p>}
      <ul class="finger-list">
        {fingers.map((position) => {
          const sample = judged.find(({ what }) => what === position);
          const taken = live.fingers.find((one) => one.position === position);
          return (
            <li key={position}>
              {sample !== undefined && <img src={sampleOf(session, sample.number)} alt={nameOf(position)} />}
              <div>
                <h3>{nameOf(position)}</h3>
                {taken !== undefined && (
                  <p role="status">
                    <Badge tone={taken.same ? "good" : "bad"}>
                      {words(taken.same ? "review-same" : "review-other")}
                    </Badge>{" "}
                    {words("review-score", { score: number(taken.score, 1) })}
                  </p>
                )}
                <Button
                  of="review-take-finger"
                  label={`${words("review-take-finger")}: ${nameOf(position)}`}
                  does={() => void perform("review", "finger", { packet, position })}
                />
              </div>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
};

const Cues = ({ cues }: { cues: Session["cues"] }) => (
  <Panel of="review-cues">
    <p class="quiet">{words("review-cues-lead")}</p>
    <ul class="lines">
      {cues.alarms.map(({ number: attempt, what }) => (
        <li key={attempt}>
          <Badge tone="bad">{words("review-alarm")}</Badge> {nameOf(what)} ·{" "}
          {words("attempt", { number: attempt })}
        </li>
      ))}
      {cues.banding !== undefined && (
        <li>
          <Badge tone={cues.banding >= 0.5 ? "warn" : "good"}>{number(cues.banding, 2)}</Badge>
          {words("review-banding")}
        </li>
      )}
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

const Facts = ({ session }: { session: Session }) => (
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

const Said = ({ session }: { session: Session }) => {
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
            <Badge tone="warn">{words("contested")}</Badge> {nameOf(part)}: {check} · {by} ·{" "}
            {words(`contest-${statement}`)}
          </li>
        ))}
      </ul>
    </Panel>
  );
};

const away = async (name: string, input: unknown, done: string, to: () => void) => {
  if ((await perform("review", name, input, done)) !== undefined) to();
};

const Decision = ({ session }: { session: Session }) => {
  const { packet, open } = session;
  const faceSame = useSignal(false);
  const note = useSignal("");
  const refusing = useSignal("");
  const said = () => ({ packet, faceSame: faceSame.value, note: note.value.trim() });
  return (
    <Panel of="review-decision" class="decision">
      <label class="check">
        <input
          type="checkbox"
          name="face-same"
          checked={faceSame.value}
          onChange={(event) => {
            faceSame.value = event.currentTarget.checked;
          }}
        />
        {words("review-face-same")}
      </label>
      <label class="field wide">
        <span>{words("review-note")}</span>
        <input
          name="review-note"
          maxLength={200}
          autocomplete="off"
          value={note.value}
          onInput={(event) => {
            note.value = event.currentTarget.value;
          }}
        />
      </label>
      <div class="actions">
        <Button
          of="review-pass"
          kind="main"
          disabled={open.length > 0}
          does={() => void away("pass", said(), "review-passed", () => go("review"))}
        />
        <Button
          of="review-take-over"
          disabled={open.length === 0}
          does={() => void away("take-over", said(), "review-taken-over", () => go("attended"))}
        />
      </div>
      {open.length > 0 && (
        <p class="quiet">{words("review-why-not", { parts: open.map(nameOf).join(", ") })}</p>
      )}
      <div class="form">
        <label class="field wide">
          <span>{words("review-refuse-reason")}</span>
          <input
            name="refuse-reason"
            maxLength={200}
            autocomplete="off"
            value={refusing.value}
            onInput={(event) => {
              refusing.value = event.currentTarget.value;
            }}
          />
        </label>
        <Button
          of="review-refuse"
          kind="grave"
          disabled={refusing.value.trim().length < 5}
          does={() =>
            void away("refuse", { packet, reason: refusing.value.trim() }, "review-refused", () =>
              go("review"),
            )
          }
        />
      </div>
    </Panel>
  );
};

/** Everything was given and confirmed; only the seal is missing. */
const Held = ({ session: { packet, held } }: { session: Session }) => (
  <Panel of="review-held-title">
    <p>{words("review-held", { why: held ?? "" })}</p>
    <p class="quiet">{words("review-held-lead")}</p>
    <div class="actions">
      <Button
        of="review-seal-again"
        kind="main"
        does={() => void away("seal-again", { packet }, "review-passed", () => go("review"))}
      />
    </div>
  </Panel>
);

const PARTS = ["face", "fingers", "signature", "documents"] as const;

export const Opened = ({ packet }: { packet: string }) => {
  const { value: session, fault } = useRead<Session>("review", "open", { packet });
  if (session === undefined)
    return (
      <Page name="review">
        <Waiting fault={fault} />
        <a href={hrefOf("review")}>{words("review-back")}</a>
      </Page>
    );
  const veto = (name: string, done: string) => async (part: string, reason: string) =>
    (await perform("review", name, { packet, part, reason }, done)) !== undefined;
  const contest = (part: string) => (check: string, statement: ContestStatement) =>
    void perform("review", "contest", { packet, part, check, statement }, "contest-noted");
  const captured = PARTS.filter((part) =>
    part === "documents" ? session.papers.pages.length > 0 : session.judged.some((one) => one.part === part),
  );
  return (
    <Page name="review" aside={<Left until={session.until} />}>
      <a href={hrefOf("review")}>{words("review-back")}</a>
      {session.held !== undefined && <Held session={session} />}
      <div class="review-grid">
        <Faces session={session} />
        <Fingers session={session} />
        <Facts session={session} />
        <Cues cues={session.cues} />
      </div>
      <Papers papers={session.papers} urlOf={(page) => sampleOf(session, page)} />
      {session.judged.map((judged) => (
        <Panel
          key={judged.number}
          title={`${nameOf(judged.what)} – ${words(judged.sufficient ? "is-sufficient" : "is-insufficient")}`}
        >
          <Criteria judged={judged} contest={contest(judged.part)} />
        </Panel>
      ))}
      <Said session={session} />
      {allowed("override") && (
        <Panel of="review-vetoes">
          <p class="quiet">{words("review-vetoes-lead")}</p>
          <Veto of="veto-accept" parts={session.open} says={veto("accept", "veto-noted")} />
          <Veto
            of="veto-reject"
            parts={captured.filter((part) => !session.open.includes(part))}
            says={veto("reject", "veto-noted")}
          />
        </Panel>
      )}
      <Decision session={session} />
    </Page>
  );
};
