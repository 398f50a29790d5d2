/** The supervisor's queue: what others asked for, with their reason. */
import { allowed, Badge, Button, Page, Panel, perform, useRead, Waiting } from "../parts.tsx";
import { hrefOf } from "../go.ts";
import { nameOf } from "./judged.tsx";
import { summary } from "../link.ts";
import { dateTime, duration, words } from "../words.ts";

interface Row {
  readonly id: string;
  readonly what: "override" | "refuse" | "export" | "operators";
  readonly about: string;
  /** The desk's part: review or attended. */
  readonly where: string;
  /** Of the session. */
  readonly part?: string;
  readonly name: string;
  /** Whom one would let in, and as what. */
  readonly person?: { readonly name: string; readonly role: string };
  readonly reason: string;
  readonly by: { readonly id: string; readonly name: string };
  readonly at: number;
  readonly verdict: "may" | "same-person" | "no-right";
}

const Request = ({ row }: { row: Row }) => (
  <Panel title={words(`approval-${row.what}`)} class="request">
    <dl class="facts">
      <dt>{words("approval-by")}</dt>
      <dd>{row.by.name}</dd>
      <dt>{words("approval-when")}</dt>
      <dd>
        {dateTime(row.at)} · {words("ago", { duration: duration((summary.value?.at ?? row.at) - row.at) })}
      </dd>
      <dt>{words("approval-about")}</dt>
      <dd>
        {row.what === "override" || row.what === "refuse" ? (
          <a href={row.where === "attended" ? hrefOf("attended") : hrefOf("review", row.about)}>
            {row.about.slice(0, 8)}
          </a>
        ) : (
          row.about
        )}
        {row.part !== undefined && ` · ${nameOf(row.part)}`}
        {row.what === "operators" && ` · ${words(`approval-people-${row.name}`)}`}
        {row.person !== undefined && ` · ${row.person.name} · ${words(`role-${row.person.role}`)}`}
      </dd>
      {row.reason !== "" && (
        <>
          <dt>{words("approval-reason")}</dt>
          <dd class="own-words">{row.reason}</dd>
        </>
      )}
    </dl>
    {row.verdict === "same-person" && <p class="quiet">{words("approval-own")}</p>}
    {!allowed("approve") && <p class="quiet">{words("approval-supervisors")}</p>}
    <div class="actions">
      <Button
        of="action-approve"
        kind="main"
        disabled={row.verdict !== "may"}
        does={() => void perform("approvals", "approve", { id: row.id }, "approval-done")}
      />
      <Button
        of="action-reject"
        disabled={!allowed("approve")}
        does={() => void perform("approvals", "reject", { id: row.id }, "approval-rejected")}
      />
    </div>
  </Panel>
);

export const Approvals = () => {
  const { value, fault } = useRead<readonly Row[]>("approvals", "list");
  return (
    <Page name="approvals" aside={value !== undefined && <Badge tone="calm">{value.length}</Badge>}>
      <p class="lead">{words("approvals-lead")}</p>
      {value === undefined ? (
        <Waiting fault={fault} />
      ) : value.length === 0 ? (
        <p class="quiet">{words("approvals-empty")}</p>
      ) : (
        <div class="cards">
          {value.map((row) => (
            <Request key={row.id} row={row} />
          ))}
        </div>
      )}
    </Page>
  );
};
