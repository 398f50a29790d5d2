/** Bought targets with the values of their own certificates, entered as a file; and our own sheets to print. */
import { fileUrl } from "../../link.ts";
import { Badge, Button, Panel, perform, Table } from "../../parts.tsx";
import { dateOnly, words } from "../../words.ts";
import type { Listed } from "./views.ts";

/** As the audit may carry it. */
const slug = (name: string): string =>
  name
    .replace(/\.json$/iu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .replaceAll(/^-+|-+$/gu, "")
    .slice(0, 80) || "target";

const enter = async (input: HTMLInputElement): Promise<void> => {
  const [file] = input.files ?? [];
  if (file === undefined) return;
  const text = await file.text();
  // The same file may be chosen again once it is corrected.
  input.value = "";
  await perform("devices", "enter-target", { id: slug(file.name), text }, "devices-target-entered");
};

/** The browser's own field would speak the browser's language. */
const Enter = () => (
  <div class="row-actions">
    <label class="button calm pick">
      {words("devices-target-enter")}
      <input
        class="unseen"
        type="file"
        name="devices-target-enter"
        accept=".json,application/json"
        onChange={(event) => void enter(event.currentTarget)}
      />
    </label>
    <small class="quiet">{words("devices-target-enter-help")}</small>
  </div>
);

export const Targets = ({ listed }: { listed: Listed }) => (
  <Panel of="devices-targets">
    <p class="lead">{words("devices-targets-lead")}</p>
    {listed.broken.map((why) => (
      <p key={why} class="fault">
        {why}
      </p>
    ))}
    <Table
      of="devices-targets"
      empty="devices-no-target"
      heads={["devices-target", "devices-target-kind", "devices-certificate", "devices-expires", ""]}
      rows={listed.targets.map((target) => ({
        key: target.id,
        cells: [
          target.id,
          words(`target-${target.kind}`),
          target.certificate,
          target.ended ? (
            <Badge tone="bad">
              {words("devices-target-ended", { date: dateOnly(Date.parse(target.expires)) })}
            </Badge>
          ) : (
            dateOnly(Date.parse(target.expires))
          ),
          <Button
            of="devices-target-drop"
            label={`${words("devices-target-drop")}: ${target.id}`}
            does={() => void perform("devices", "drop-target", { id: target.id })}
          />,
        ],
      }))}
    />
    <Enter />
    <div class="row-actions">
      {(["sheet-geometry.pdf", "sheet-sharpness.pdf", "sheet-rehearsal.pdf"] as const).map((name) => (
        <a key={name} class="button calm" href={fileUrl("devices", "sheet", { name })} download={name}>
          {words(name.replace(".pdf", ""))}
        </a>
      ))}
    </div>
  </Panel>
);
