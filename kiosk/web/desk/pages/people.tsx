/** Who may sign in at this desk. */
import { useSignal } from "@preact/signals";
import { ROLES, type Role } from "../../../../api/words/desk-http.ts";
import { state } from "../link.ts";
import { Badge, Button, Choice, Field, Page, Panel, perform, Table, useRead, Waiting } from "../parts.tsx";
import { dateOnly, words } from "../words.ts";

interface Row {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly closed: boolean;
  readonly since: number;
  readonly failures: number;
  readonly admission: "try" | "wait" | "locked";
}

const Standing = ({ row }: { row: Row }) => {
  if (row.closed) return <Badge tone="calm">{words("people-closed")}</Badge>;
  if (row.admission === "locked") return <Badge tone="bad">{words("people-locked-out")}</Badge>;
  if (row.admission === "wait") return <Badge tone="warn">{words("people-waits")}</Badge>;
  return <Badge tone="good">{words("people-open")}</Badge>;
};

const NewPassphrase = (props: { id: string; done: () => void }) => {
  const text = useSignal("");
  const save = async () => {
    const input = { id: props.id, passphrase: text.value };
    if ((await perform("people", "passphrase", input, "people-passphrase-set")) !== undefined) props.done();
  };
  return (
    <Panel title={words("people-passphrase-of", { id: props.id })}>
      <div class="form">
        <Field
          of="sign-in-passphrase"
          secret
          autocomplete="new-password"
          help="people-passphrase-rule"
          value={text.value}
          takes={(value) => (text.value = value)}
        />
        <Button of="action-save" kind="main" does={() => void save()} />
        <Button of="action-cancel" does={props.done} />
      </div>
    </Panel>
  );
};

const Add = () => {
  const [id, name, role, passphrase] = [
    useSignal(""),
    useSignal(""),
    useSignal<Role>("operator"),
    useSignal(""),
  ];
  const save = async () => {
    const input = { id: id.value, name: name.value, role: role.value, passphrase: passphrase.value };
    if ((await perform("people", "add", input, "people-added")) === undefined) return;
    for (const field of [id, name, passphrase]) field.value = "";
  };
  return (
    <Panel of="people-add">
      <div class="form">
        <Field
          of="sign-in-name"
          help="people-name-rule"
          value={id.value}
          takes={(value) => (id.value = value)}
        />
        <Field of="people-full-name" value={name.value} takes={(value) => (name.value = value)} />
        <Choice
          of="people-role"
          value={role.value}
          options={ROLES.map((one) => [one, words(`role-${one}`)] as const)}
          takes={(value) => (role.value = value as Role)}
        />
        <Field
          of="sign-in-passphrase"
          secret
          autocomplete="new-password"
          help="people-passphrase-rule"
          value={passphrase.value}
          takes={(value) => (passphrase.value = value)}
        />
        <Button of="people-add" kind="main" does={() => void save()} />
      </div>
    </Panel>
  );
};

export const People = () => {
  const { value, fault } = useRead<readonly Row[]>("people", "list");
  const changing = useSignal<string | undefined>(undefined);
  const own = state.value?.person?.id;
  return (
    <Page name="people">
      <p class="lead">{words("people-lead")}</p>
      {value === undefined ? (
        <Waiting fault={fault} />
      ) : (
        <Table
          of="page-people"
          heads={["sign-in-name", "people-full-name", "people-role", "people-standing", "people-since", ""]}
          rows={value.map((row) => ({
            key: row.id,
            cells: [
              row.id,
              row.name,
              words(`role-${row.role}`),
              <Standing row={row} />,
              dateOnly(row.since),
              <div class="row-actions">
                <Button
                  of="people-passphrase"
                  label={`${words("people-passphrase")}: ${row.id}`}
                  does={() => (changing.value = row.id)}
                />
                {row.closed || row.failures > 0 ? (
                  <Button
                    of="people-unlock"
                    label={`${words("people-unlock")}: ${row.id}`}
                    does={() => void perform("people", "open", { id: row.id }, "people-unlocked")}
                  />
                ) : (
                  row.id !== own && (
                    <Button
                      of="people-close"
                      label={`${words("people-close")}: ${row.id}`}
                      does={() => void perform("people", "close", { id: row.id }, "people-is-closed")}
                    />
                  )
                )}
              </div>,
            ],
          }))}
        />
      )}
      {changing.value !== undefined && (
        <NewPassphrase key={changing.value} id={changing.value} done={() => (changing.value = undefined)} />
      )}
      <Add />
    </Page>
  );
};
