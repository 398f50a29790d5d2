/** How far is my application? Asked with the ticket of an earlier day; answered with a picture and one sentence. */
import { signal } from "@preact/signals";
import type { Screen, TicketState } from "../../../api/words/kiosk-http.ts";
import { send } from "../link.ts";
import { Choice, Stage, Text, Title } from "../parts.tsx";
import { Drawing, type DrawingName } from "../pictograms/things.tsx";
import { Problem, Typing } from "../typing.tsx";
import { words } from "../words.ts";
import { Finder } from "./reference.tsx";

type StatusScreen = Extract<Screen, { kind: "status" }>;

const typing = signal(false);
const typed = signal("");

export const forgetTicket = (): void => {
  typing.value = false;
  typed.value = "";
};

/** The way of an application, in pictures. */
const STATIONS = [
  ["kept-here", "sealed"],
  ["sent", "purpose"],
  ["in-work", "print"],
  ["ready", "passport"],
] as const satisfies readonly (readonly [TicketState, DrawingName])[];

const Way = ({ found }: { found: TicketState }) => {
  const at = STATIONS.findIndex(([state]) => state === found);
  return (
    <ol class="way">
      {STATIONS.map(([state, sign], index) => {
        const reached = index < at ? "past" : index === at ? "now" : "next";
        return (
          <li key={state} class={reached} aria-current={reached === "now" ? "step" : undefined}>
            <span class="way-sign">
              <Drawing name={sign} />
            </span>
            <span class="unseen">{words(`status-${state}`)}</span>
          </li>
        );
      })}
    </ol>
  );
};

const Found = ({ found }: { found: TicketState }) => (
  <Stage
    name="status-found"
    picture={
      found === "at-desk" || found === "come-to-desk" ? (
        <Drawing name="go-to-desk" />
      ) : found === "erased" ? (
        <Drawing name="erased" />
      ) : (
        <Way found={found === "collected" ? "ready" : found} />
      )
    }
    actions={<Choice kind="main" sign="yes" of="status-done" does={{ kind: "done" }} />}
  >
    <Title of={`status-${found}`} />
  </Stage>
);

export const Status = ({ screen }: { screen: StatusScreen }) => {
  const problem = screen.problem && `status-${screen.problem}`;
  if (screen.found !== undefined) return <Found found={screen.found} />;
  const qr = screen.ways.includes("qr");
  if (typing.value || !qr)
    return (
      <Typing
        title="status-typed"
        label="status-field"
        typed={typed}
        limit={24}
        problem={problem}
        give={() => void send({ kind: "give-ticket", way: "typed", text: typed.value })}
        back={() => {
          if (qr) typing.value = false;
          else void send({ kind: "back" });
        }}
      />
    );
  return (
    <Stage
      name="reference"
      picture={<Finder />}
      actions={
        <>
          <Choice sign="typed" of="status-typed" does={() => (typing.value = true)} />
          <Choice kind="quiet" sign="back" of="action-back" does={{ kind: "back" }} />
        </>
      }
    >
      <Title of="status-title" />
      {problem === undefined ? (
        <p>
          <Text of="status-qr" />
        </p>
      ) : (
        <Problem of={problem} />
      )}
    </Stage>
  );
};
