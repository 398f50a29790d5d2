/** The decision on a session, in front of its person. */
import { useSignal } from "@preact/signals";
import { go } from "../../go.ts";
import { Button, Field, Panel, perform } from "../../parts.tsx";
import { words } from "../../words.ts";
import { nameOf } from "../judged.tsx";
import type { Session } from "./session.ts";

const away = async (name: string, input: unknown, done: string, to: () => void) => {
  if ((await perform("review", name, input, done)) !== undefined) to();
};

export const Decision = ({ session }: { session: Session }) => {
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
      <Field of="review-note" wide most={200} value={note.value} takes={(value) => (note.value = value)} />
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
        <Field
          of="review-refuse-reason"
          wide
          most={200}
          value={refusing.value}
          takes={(value) => (refusing.value = value)}
        />
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
export const Held = ({ session: { packet, held } }: { session: Session }) => (
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
