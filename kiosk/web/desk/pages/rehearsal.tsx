/** Rehearsing, and the drill that proves that nothing is lost when the power goes. */
import {
  allowed,
  Badge,
  Button,
  Page,
  Panel,
  perform,
  Table,
  useRead,
  Waiting,
  type Tone,
} from "../parts.tsx";
import { number, words } from "../words.ts";

interface Now {
  readonly on: boolean;
  readonly free: boolean;
}
interface Round {
  readonly round: number;
  readonly sealed: number;
  readonly found: number;
  readonly lost: readonly string[];
  readonly session: "none" | "came-back" | "lost";
  readonly audit: number;
  readonly tookMs: number;
}
interface Drill {
  readonly state: "never" | "running" | "passed" | "failed" | "broken";
  readonly rounds: readonly Round[];
  readonly of: number;
  readonly why?: string;
}

const TONES: Readonly<Record<Drill["state"], Tone>> = {
  never: "calm",
  running: "warn",
  passed: "good",
  failed: "bad",
  broken: "bad",
};

const Rehearsing = () => {
  const { value: now, fault } = useRead<Now>("rehearsal", "now");
  if (now === undefined) return <Waiting fault={fault} />;
  return (
    <Panel of="rehearsal">
      <p class="quiet">{words("rehearsal-lead")}</p>
      <p>
        <Badge tone={now.on ? "warn" : "calm"}>{words(now.on ? "rehearsal-on" : "rehearsal-off")}</Badge>
      </p>
      {!now.free && <p class="quiet">{words("attended-busy")}</p>}
      <div class="actions">
        <Button
          of={now.on ? "rehearsal-end" : "rehearsal-begin"}
          kind="main"
          disabled={!allowed("rehearse") || !now.free}
          does={() => void perform("rehearsal", "switch", { on: !now.on })}
        />
      </div>
    </Panel>
  );
};

const DrillPanel = () => {
  const { value: drill, fault } = useRead<Drill>("drill", "now");
  if (drill === undefined) return <Waiting fault={fault} />;
  return (
    <Panel of="drill">
      <p class="quiet">{words("drill-lead")}</p>
      <p role="status">
        <Badge tone={TONES[drill.state]}>
          {words(`drill-${drill.state}`, { rounds: drill.rounds.length, of: drill.of })}
        </Badge>
      </p>
      {drill.why !== undefined && <p class="fault">{drill.why}</p>}
      {drill.rounds.length > 0 && (
        <Table
          of="drill"
          heads={[
            "drill-round",
            "drill-sealed",
            "drill-found",
            "drill-lost",
            "drill-session",
            "drill-audit",
            "drill-took",
          ]}
          rows={drill.rounds.map((one) => ({
            key: String(one.round),
            ...(one.lost.length > 0 || one.session === "lost" ? { tone: "bad" as const } : {}),
            cells: [
              one.round,
              one.sealed,
              one.found,
              <Badge tone={one.lost.length > 0 ? "bad" : "good"}>{one.lost.length}</Badge>,
              words(`drill-session-${one.session}`),
              words("drill-whole", { count: one.audit }),
              `${number(one.tookMs / 1000, 1)} s`,
            ],
          }))}
        />
      )}
      <div class="actions">
        <Button
          of="drill-start"
          kind="main"
          disabled={!allowed("rehearse") || drill.state === "running"}
          does={() => void perform("drill", "start", {})}
        />
      </div>
    </Panel>
  );
};

export const Rehearsal = () => (
  <Page name="rehearsal">
    <Rehearsing />
    <DrillPanel />
  </Page>
);
