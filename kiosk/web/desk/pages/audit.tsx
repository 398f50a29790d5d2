/** What was done at this kiosk and by whom, as the chain holds it. */
import { useSignal } from "@preact/signals";
import { fileUrl } from "../link.ts";
import { Button, Page, perform, Table, useRead, Waiting } from "../parts.tsx";
import { dateTimeExact, words } from "../words.ts";

interface Entry {
  readonly number: number;
  readonly at: number;
  readonly event: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
}
interface Listed {
  readonly head: { readonly number: number; readonly hash: string };
  readonly entries: readonly Entry[];
}

const Fields = ({ fields }: { fields: Entry["fields"] }) => (
  <span class="pairs">
    {fields.map(({ name, value }) => (
      <span key={name}>
        {name} <b>{value}</b>
      </span>
    ))}
  </span>
);

export const Audit = () => {
  const before = useSignal<number | undefined>(undefined);
  const checked = useSignal<number | undefined>(undefined);
  const input: Record<string, string> = before.value === undefined ? {} : { before: String(before.value) };
  const { value, fault } = useRead<Listed>("audit", "list", input);
  const verify = async () => {
    const done = await perform<{ number: number }>("audit", "verify", {});
    checked.value = done?.result.number;
  };
  const last = value?.entries.at(-1)?.number;
  return (
    <Page
      name="audit"
      aside={
        <div class="actions">
          <Button of="audit-verify" does={() => void verify()} />
          <a class="button" href={fileUrl("audit", "csv")} download="audit.csv">
            {words("action-csv")}
          </a>
        </div>
      }
    >
      <p class="lead">{words("audit-lead")}</p>
      {checked.value !== undefined && (
        <p class="notice done" role="status">
          {words("audit-whole", { count: checked.value })}
        </p>
      )}
      {value === undefined ? (
        <Waiting fault={fault} />
      ) : (
        <>
          <Table
            of="page-audit"
            heads={["audit-number", "audit-when", "audit-event", "audit-fields"]}
            rows={value.entries.map(({ number, at, event, fields }) => ({
              key: String(number),
              cells: [number, dateTimeExact(at), event, <Fields fields={fields} />],
            }))}
          />
          <div class="actions">
            {before.value !== undefined && (
              <Button of="audit-newest" does={() => (before.value = undefined)} />
            )}
            {last !== undefined && last > 1 && <Button of="audit-older" does={() => (before.value = last)} />}
          </div>
        </>
      )}
    </Page>
  );
};
