/** One session in front of its person: face beside face, finger against finger, criteria, cues, the decision. */
import type { ContestStatement } from "../../../../api/words/contest.ts";
import { hrefOf } from "../go.ts";
import { allowed, Page, Panel, perform, useRead, Waiting } from "../parts.tsx";
import { words } from "../words.ts";
import { Criteria, nameOf, Veto } from "./judged.tsx";
import { Left } from "./left.tsx";
import { Papers } from "./papers.tsx";
import { Decision, Held } from "./review/deciding.tsx";
import { Asked } from "./asked.tsx";
import { Cues, Facts, Said } from "./review/facts.tsx";
import { sampleOf, type Session } from "./review/session.ts";
import { Faces, Fingers } from "./review/verifying.tsx";

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
      {session.declared === true && <p class="notice">{words("review-declared")}</p>}
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
          <Asked asked={session.asked} />
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
