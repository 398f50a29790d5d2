/** One's own passphrase: whoever was given one makes it theirs alone. */
import { useSignal } from "@preact/signals";
import { Button, Field, Page, Panel, perform } from "../parts.tsx";
import { words } from "../words.ts";

export const Own = () => {
  const now = useSignal("");
  const next = useSignal("");
  const save = async () => {
    const input = { now: now.value, next: next.value };
    now.value = "";
    if ((await perform("people", "own", input, "own-saved")) !== undefined) next.value = "";
  };
  return (
    <Page name="own">
      <p class="lead">{words("own-lead")}</p>
      <Panel>
        <div class="form">
          <Field
            of="own-now"
            secret
            autocomplete="current-password"
            value={now.value}
            takes={(value) => (now.value = value)}
          />
          <Field
            of="own-next"
            secret
            autocomplete="new-password"
            help="people-passphrase-rule"
            value={next.value}
            takes={(value) => (next.value = value)}
          />
          <Button
            of="own-save"
            kind="main"
            disabled={now.value === "" || next.value === ""}
            does={() => void save()}
          />
        </div>
      </Panel>
    </Page>
  );
};
