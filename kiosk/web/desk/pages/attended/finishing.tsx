/** The end of an attended enrolment: what is open, vetoes both ways, the seal. */
import { Badge, Button, Panel, perform } from "../../parts.tsx";
import { words } from "../../words.ts";
import { Asked } from "../asked.tsx";
import { nameOf, Veto } from "../judged.tsx";
import type { Now } from "./now.ts";

/** Which limit of the policy which device does not reach. */
const Shortfalls = ({ now }: { now: Now }) => (
  <>
    {(now.shortfalls ?? [])
      .map(({ limit, has = "", wanted = "" }) => words(`limit-${limit}`, { has, wanted }))
      .join(" · ")}
  </>
);

export const Finish = ({ now }: { now: Now }) => {
  const blockers = now.blockers ?? [];
  const { packet } = now;
  const veto = (name: string) => async (part: string, reason: string) =>
    (await perform(
      "attended",
      name,
      name === "accept" ? { packet, part, reason } : { part, reason },
      "veto-noted",
    )) !== undefined;
  const captured = [...new Set(now.judged?.map(({ part }) => part))];
  return (
    <Panel of="attended-finish" class="decision">
      {blockers.length > 0 && (
        <ul class="lines">
          {blockers.map((part) => (
            <li key={part}>
              <Badge tone="warn">{nameOf(part)}</Badge>{" "}
              {part === "device-limits" ? (
                <Shortfalls now={now} />
              ) : (
                now.doubts
                  ?.filter((one) => one.part === part)
                  .map(({ doubt }) => words(`doubt-${doubt}`))
                  .join(", ")
              )}
            </li>
          ))}
        </ul>
      )}
      <Asked asked={now.asked ?? []} />
      <Veto of="veto-accept" parts={blockers} says={veto("accept")} />
      <Veto
        of="veto-reject"
        parts={captured.filter((part) => !blockers.includes(part))}
        says={veto("reject")}
      />
      <div class="actions">
        <Button
          of="attended-confirm"
          kind="main"
          disabled={blockers.length > 0}
          does={() => void perform("attended", "confirm", {}, "attended-confirmed")}
        />
      </div>
    </Panel>
  );
};
