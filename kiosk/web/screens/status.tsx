/** How far is my application? Asked with the ticket of an earlier day; answered with a picture and one sentence. */
import { signal } from "@preact/signals";
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import type { TicketFound, TicketState } from "../../../api/words/kiosk-ticket.ts";
import { send } from "../link.ts";
import { Choice, Stage, Text, Title } from "../parts.tsx";
import { Drawing, type DrawingName } from "../pictograms/things.tsx";
import { Problem, Typing } from "../typing.tsx";
import { statusKey } from "../status-key.ts";
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
  ["in-work", "review"],
  ["printed", "print"],
  ["ready", "passport"],
] as const satisfies readonly (readonly [TicketState, DrawingName])[];

const Way = ({ state, what }: Pick<TicketFound, "state" | "what">) => {
  const reachedState = state === "collected" ? "ready" : state;
  const at = STATIONS.findIndex(([station]) => station === reachedState);
  return (
    <ol class="way">
      {STATIONS.map(([station, sign], index) => {
        const reached = index < at ? "past" : index === at ? "now" : "next";
        return (
          <li key={station} class={reached} aria-current={reached === "now" ? "step" : undefined}>
            <span class="way-sign">
              <Drawing name={sign === "passport" && what === "document" ? "document" : sign} />
            </span>
            <span class="unseen">{words(statusKey({ state: station, what }))}</span>
          </li>
        );
      })}
    </ol>
  );
};

const AT_DESK = new Set<TicketState>(["at-desk", "come-to-desk", "rejected"]);
const GONE = new Set<TicketState>(["erased", "refused"]);

/** In the issuer's own words and language; it may be long. */
const Reason = ({ text }: { text: string }) => (
  <figure class="office-says">
    <figcaption>
      <Text of="status-reason" />
    </figcaption>
    <blockquote dir="auto" tabIndex={0}>
      {text}
    </blockquote>
  </figure>
);

const Found = ({ found }: { found: TicketFound }) => (
  <Stage
    name="status-found"
    picture={
      AT_DESK.has(found.state) ? (
        <Drawing name="go-to-desk" />
      ) : GONE.has(found.state) ? (
        <Drawing name="erased" />
      ) : (
        <Way state={found.state} what={found.what} />
      )
    }
    actions={<Choice kind="main" sign="yes" of="status-done" does={{ kind: "done" }} />}
  >
    <Title of={statusKey(found)} />
    {found.reason !== undefined && <Reason text={found.reason} />}
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
        own={qr}
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
