/** What an operator does for the person between two captures, and the end of it. */
import { AskedTwice, Button, Panel, perform } from "../../parts.tsx";
import type { Now } from "./now.ts";

const REDOABLE = ["face", "fingers", "signature", "documents"] as const;

export const Helps = ({ now }: { now: Now }) => (
  <Panel of="attended-helps">
    <div class="actions">
      {now.kind === "face" && (
        <>
          <Button
            of="head-covering-religious"
            does={() => void perform("attended", "head-covering", { reason: "religious" })}
          />
          <Button
            of="head-covering-medical"
            does={() => void perform("attended", "head-covering", { reason: "medical" })}
          />
        </>
      )}
      {now.kind === "signature" && (
        <>
          <Button
            of="cannot-sign-physically-unable"
            does={() => void perform("attended", "cannot-sign", { reason: "physically-unable" })}
          />
          <Button
            of="cannot-sign-cannot-write"
            does={() => void perform("attended", "cannot-sign", { reason: "cannot-write" })}
          />
        </>
      )}
      {now.kind === "review" &&
        REDOABLE.filter((part) => part !== "documents" || now.settled?.includes(part)).map((part) => (
          <Button key={part} of={`redo-${part}`} does={() => void perform("attended", "redo", { part })} />
        ))}
      <AskedTwice of="attended-end" does={() => void perform("attended", "end", {}, "attended-ended")} />
    </div>
  </Panel>
);
