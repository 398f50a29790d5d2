/** What this kiosk runs under, with the hashes that packets name. */
import { Page, Panel, Table, useRead, Waiting } from "../parts.tsx";
import { summary } from "../link.ts";
import { dateOnly, duration, words } from "../words.ts";

interface Line {
  readonly name: string;
  readonly value: string;
  readonly words?: string;
}
interface Settings {
  readonly kiosk: string;
  readonly software: string;
  readonly policy: {
    readonly id: string;
    readonly version: string;
    readonly sha256: string;
    readonly lines: readonly Line[];
  };
  readonly config?: { readonly sha256: string; readonly lines: readonly Line[] };
  readonly certificates: readonly {
    readonly words: string;
    readonly sha256: string;
    readonly ends: number;
  }[];
}

const Hash = ({ of }: { of: string }) => <code class="hash">{of}</code>;

const Lines = ({ lines, of }: { lines: readonly Line[]; of: string }) => (
  <details>
    <summary>{words("settings-values", { count: lines.length })}</summary>
    <Table
      of={of}
      heads={["settings-name", "settings-value"]}
      rows={lines.map(({ name, value, words: sentence }) => ({
        key: name,
        cells: [<code>{name}</code>, sentence ?? <code>{value}</code>],
      }))}
    />
  </details>
);

export const Settings = () => {
  const { value: all, fault } = useRead<Settings>("settings", "all");
  return (
    <Page name="settings">
      <p class="lead">{words("settings-lead")}</p>
      {all === undefined ? (
        <Waiting fault={fault} />
      ) : (
        <>
          <div class="stack">
            <Panel of="settings-policy">
              <dl class="facts">
                <dt>{words("settings-name")}</dt>
                <dd>
                  {all.policy.id} {all.policy.version}
                </dd>
                <dt>SHA-256</dt>
                <dd>
                  <Hash of={all.policy.sha256} />
                </dd>
              </dl>
              <Lines of="settings-policy" lines={all.policy.lines} />
            </Panel>
            <Panel of="settings-config">
              {all.config === undefined ? (
                <p class="quiet">{words("settings-trial")}</p>
              ) : (
                <>
                  <dl class="facts">
                    <dt>SHA-256</dt>
                    <dd>
                      <Hash of={all.config.sha256} />
                    </dd>
                  </dl>
                  <Lines of="settings-config" lines={all.config.lines} />
                </>
              )}
              <dl class="facts">
                <dt>{words("settings-software")}</dt>
                <dd>{all.software}</dd>
                <dt>{words("settings-kiosk")}</dt>
                <dd>{all.kiosk}</dd>
              </dl>
            </Panel>
          </div>
          <Panel of="settings-certificates">
            <Table
              of="settings-certificates"
              empty="settings-no-certificates"
              heads={["settings-name", "settings-ends", "settings-hash"]}
              rows={all.certificates.map(({ words: whose, sha256, ends }) => ({
                key: sha256,
                cells: [
                  whose,
                  `${dateOnly(ends)} · ${words("review-left", { duration: duration(ends - (summary.value?.at ?? ends)) })}`,
                  <Hash of={sha256} />,
                ],
              }))}
            />
          </Panel>
        </>
      )}
    </Page>
  );
};
