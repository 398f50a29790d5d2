/** From the review to the ticket. */
import type { ReviewItem, Screen } from "../../../api/words/kiosk-screen.ts";
import type { SlipState, TicketView } from "../../../api/words/kiosk-ticket.ts";
import { setting } from "../link.ts";
import { Choice, Stage, Text, Title } from "../parts.tsx";
import { Drawing, type DrawingName } from "../pictograms/things.tsx";
import { Printer } from "../pictograms/trouble.tsx";
import { day } from "../texts.ts";
import { words } from "../words.ts";

const SIGNS: Record<ReviewItem["what"], DrawingName> = {
  identity: "identity",
  face: "face",
  fingers: "fingers",
  signature: "signature",
  documents: "papers",
  contact: "contact",
};
const REPEATABLE = new Set<string>(["face", "fingers", "signature", "documents"]);

const Item = ({ item }: { item: ReviewItem }) => (
  <li class={`item ${item.state} of-${item.what}`}>
    <span class="item-picture">
      {item.picture === undefined ? (
        <Drawing name={SIGNS[item.what]} />
      ) : (
        <img src={item.picture} alt={words(`review-${item.what}`)} />
      )}
    </span>
    <div class="item-words">
      <h2>
        <Text of={`review-${item.what}`} />
      </h2>
      {item.lines?.map((line) => (
        <p key={line} dir="auto" data-spell={line}>
          {line}
        </p>
      ))}
      {item.lines === undefined && (
        <p>
          <Text of={item.state === "taken" ? "review-taken" : "review-later"} />
        </p>
      )}
    </div>
    {item.state === "later-at-desk" && (
      <span class="item-desk">
        <Drawing name="to-desk" />
      </span>
    )}
    {REPEATABLE.has(item.what) && item.state === "taken" && (
      <Choice
        kind="quiet"
        sign="again"
        of="review-again"
        does={{ kind: "again", what: item.what as "face" | "fingers" | "signature" | "documents" }}
      />
    )}
  </li>
);

export const Review = ({ screen }: { screen: Extract<Screen, { kind: "review" }> }) => (
  <main class="stage list is-review" id="stage">
    <div class="words">
      <Title of="review-title" />
    </div>
    <ul class="items">
      {screen.items.map((item) => (
        <Item key={item.what} item={item} />
      ))}
    </ul>
    <div class="actions">
      <Choice kind="main" sign="yes" of="review-send" does={{ kind: "confirm" }} />
    </div>
  </main>
);

/** Rows of "1" and "0"; drawn as one path, so that it prints sharply. */
export const Qr = ({ rows }: { rows: readonly string[] }) => {
  const size = rows.length;
  const path = rows
    .flatMap((row, y) =>
      [...row.matchAll(/1+/gu)].map((run) => `M${run.index} ${y}h${run[0].length}v1h-${run[0].length}z`),
    )
    .join("");
  return (
    <svg
      class="qr"
      viewBox={`-4 -4 ${size + 8} ${size + 8}`}
      shape-rendering="crispEdges"
      role="img"
      aria-label="QR"
    >
      <rect x="-4" y="-4" width={size + 8} height={size + 8} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
};

/** What the printer gets and what the screen shows is the same slip. */
export const Slip = ({ ticket }: { ticket: TicketView }) => (
  <section class="slip" aria-label={words("ticket-title")}>
    <p class="slip-head">{setting.value?.theme.state}</p>
    <p class="slip-mission">{ticket.mission}</p>
    <Qr rows={ticket.qr} />
    <p class="slip-label">
      <Text of="ticket-number" />
    </p>
    <p class="slip-number" dir="ltr" data-spell={ticket.number}>
      {ticket.number}
    </p>
    <p class="slip-date">{day(Date.parse(`${ticket.date}T12:00`))}</p>
  </section>
);

/** What became of the paper, and the paper once more. */
const SlipLine = ({ slip }: { slip: SlipState | undefined }) =>
  slip === undefined ? null : (
    <p
      class={`slip-said ${slip === "printing" || slip === "printed" ? "noted" : "problem"}`}
      data-slip={slip}
      role="status"
    >
      <span class="noted-sign">
        <Printer slip={slip} />
      </span>
      <Text of={`slip-${slip}`} />
    </p>
  );

const PrintChoice = ({ slip }: { slip: SlipState | undefined }) =>
  slip === "printing" || slip === "printed" ? null : (
    <Choice sign="print" of="ticket-print" does={slip === undefined ? () => print() : { kind: "print" }} />
  );

export const Ticket = ({ screen }: { screen: Extract<Screen, { kind: "ticket" }> }) => (
  <Stage
    name="ticket"
    picture={<Slip ticket={screen.ticket} />}
    actions={
      <>
        <PrintChoice slip={screen.slip} />
        <Choice kind="main" sign="yes" of="ticket-done" does={{ kind: "done" }} />
      </>
    }
  >
    <span class="lead-sign">
      <Drawing name="ticket" />
    </span>
    <Title of="ticket-title" />
    {screen.slip === undefined && (
      <p>
        <Text of="slip-news" />
      </p>
    )}
    <SlipLine slip={screen.slip} />
  </Stage>
);

export const Desk = ({ screen }: { screen: Extract<Screen, { kind: "desk" }> }) => (
  <Stage
    name="desk"
    picture={
      <div class="desk-scene">
        <Drawing name="go-to-desk" />
        {screen.ticket !== undefined && <Slip ticket={screen.ticket} />}
      </div>
    }
    actions={
      <>
        {screen.ticket !== undefined && <PrintChoice slip={screen.slip} />}
        <Choice kind="main" sign="on" of="desk-done" does={{ kind: "done" }} />
      </>
    }
  >
    <Title of="desk-title" />
    <p>
      <Text of={`desk-${screen.reason}`} />
    </p>
    <SlipLine slip={screen.slip} />
  </Stage>
);
