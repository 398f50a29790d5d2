/** One's own passphrase: whoever was given one makes it theirs alone. */
import { useSignal } from "@preact/signals";
import { Button, Field, Page, Panel, perform } from "../parts.tsx";
import { words } from "../words.ts";

export const Own = () => {
  const now = useSignal("");
  const next = useSignal("");
  // Typed unseen: a slip would lock its owner out.
  const again = useSignal("");
  const same = next.value === again.value;
  const save = async () => {
    const input = { now: now.value, next: next.value };
    now.value = "";
    if ((await perform("people", "own", input, "own-saved")) !== undefined) {
      next.value = "";
      again.value = "";
    }
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
          <Field
            of="own-again"
            secret
            autocomplete="new-password"
            value={again.value}
            takes={(value) => (again.value = value)}
          />
          <Button
            of="own-save"
            kind="main"
            disabled={now.value === "" || next.value === "" || !same}
            does={() => void save()}
          />
        </div>
        {!same && again.value !== "" && (
          <p class="fault" role="status">
            {words("own-differs")}
          </p>
        )}
      </Panel>
    </Page>
  );
};
