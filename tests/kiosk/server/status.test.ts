import { describe, expect, test } from "vitest";
import type { KioskCommand, Screen } from "../../../api/words/kiosk-http.ts";
import { ticketState } from "../../../kiosk/cli/start/ticket-state.ts";
import type { Store } from "../../../kiosk/store/store.ts";
import type { OutboxItem } from "../../../kiosk/queue/rows.ts";
import type { PacketState } from "../../../kiosk/queue/states.ts";
import type { PacketStatus } from "../../../api/words/issuance.ts";
import { readTicketNumber, ticketNumber } from "../../../kiosk/server/ticket.ts";
import { PageHand } from "./page-hand.ts";
import { playedKiosk } from "./played-kiosk.ts";

const PACKET = "0d9c1b74-3a55-4a6e-9d51-9c1f0a6e7b21";
const NUMBER = ticketNumber(PACKET);

/** Both weigh the same modulo 31. */
const CONFUSED = new Set(["0Z", "Z0"]);

describe("the number on a slip", () => {
  test("is read as written, as typed, and as the symbol has it", () => {
    const plain = NUMBER.replaceAll("-", "");
    for (const text of [NUMBER, plain, plain.toLowerCase(), ` TICKET:${NUMBER} `, plain.replaceAll("0", "O")])
      expect(readTicketNumber(text)).toEqual({ number: NUMBER });
  });

  test("every single wrong letter is found but Z for 0, and every swap of neighbours", () => {
    const plain = NUMBER.replaceAll("-", "");
    const places = Array.from({ length: 9 }, (_place, at) => at);
    const wrong = places.flatMap((at) =>
      "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
        .split("")
        .filter((letter) => letter !== plain[at] && !CONFUSED.has(`${letter}${plain[at]}`))
        .map((letter) => plain.slice(0, at) + letter + plain.slice(at + 1)),
    );
    const swapped = places
      .slice(0, 8)
      .map((at) => plain.slice(0, at) + (plain[at + 1] ?? "") + (plain[at] ?? "") + plain.slice(at + 2))
      .filter((text) => text !== plain);
    expect([...wrong, ...swapped].filter((text) => readTicketNumber(text) !== "mistyped")).toEqual([]);
    expect(wrong.length).toBeGreaterThan(200);
  });

  test.each(["", "BKO-2026-000123", "TICKET:", "👋".repeat(200), "7K3F 92MX 4Q0 1", "\u0000\u0007"])(
    "%j is no ticket",
    (text) => expect(readTicketNumber(text)).toBe("not-a-ticket"),
  );
});

const item = (state: PacketState): OutboxItem =>
  ({ packetId: PACKET, state, since: 0, sealedAt: 0 }) as OutboxItem;
/** Knows that packet, by the digits that its ticket carries, and no log. */
const database = {
  all: (_sql: string, like: string) =>
    Promise.resolve(
      new RegExp(`^${like.replaceAll("_", ".").replace("%", ".*")}$`, "u").test(PACKET)
        ? [{ packet_id: PACKET }]
        : [],
    ),
  get: () => Promise.resolve(undefined),
} as unknown as Store["database"];
const give = (text: string): KioskCommand => ({ kind: "give-ticket", way: "typed", text });

const asking = (state: PacketState, said?: PacketStatus) =>
  ticketState(() => ({
    store: { database },
    outbox: { item: () => Promise.resolve(item(state)) },
    controlMs: 1,
    now: 0,
    statuses: {
      ask: () =>
        Promise.resolve(
          said === undefined
            ? undefined
            : { packetId: PACKET, status: said, since: "2026-11-21T10:00:00Z", askedAt: 0 },
        ),
    },
  }));

describe("how far an application is", () => {
  const waiting: PacketState = { kind: "waiting", attempts: 2, nextAttempt: 0 };
  const erased: PacketState = { kind: "erased", attempts: 1 };
  const aside: PacketState = { kind: "set-aside", attempts: 1, cause: { code: "x", sentence: "x" } };

  test.each([
    ["it waits for the line", waiting, undefined, "kept-here"],
    ["staff must look at it", aside, undefined, "come-to-desk"],
    ["the issuer has it and said nothing yet", erased, undefined, "sent"],
    ["the issuer received it", erased, "received", "sent"],
    ["the issuer accepted it", erased, "accepted", "in-work"],
    ["it is printed", erased, "printed", "in-work"],
    ["it can be collected", erased, "ready-to-collect", "ready"],
    ["it was collected", erased, "collected", "collected"],
    ["the issuer rejected it", erased, "rejected", "come-to-desk"],
  ] as const)("%s", async (_what, state, said, told) => {
    expect(await asking(state, said)(NUMBER)).toBe(told);
    expect(await asking(state, said)("7K3-F92M-X4Q")).toBeUndefined();
  });
});

type Status = Extract<Screen, { kind: "status" }>;

describe("asking with a ticket", () => {
  test("from the first screen, by the code or by its letters, and back to nobody", async () => {
    await using kiosk = await playedKiosk({ ticketState: "in-work" });
    const hand = new PageHand(kiosk.walk);
    await hand.send({ kind: "ask-status" });
    await hand.until<Status>("status", ({ found }) => found === undefined);
    await hand.send(give("BKO-2026-000123"));
    await hand.until<Status>("status", ({ problem }) => problem === "not-a-ticket");
    await hand.send(give(`${NUMBER.slice(0, -1)}${NUMBER.endsWith("7") ? "8" : "7"}`));
    await hand.until<Status>("status", ({ problem }) => problem === "unreadable");
    await hand.send(give(NUMBER));
    await hand.until<Status>("status", ({ found }) => found === "in-work");
    expect(kiosk.walk.state.kind).toBe("idle");
    await hand.send({ kind: "done" });
    await hand.until("attract");
  });

  test("the camera reads the slip; an unknown one is said so", async () => {
    await using kiosk = await playedKiosk({ codes: [`TICKET:${NUMBER}`] });
    const hand = new PageHand(kiosk.walk);
    await hand.send({ kind: "ask-status" });
    const screen = await hand.until<Status>("status", ({ problem }) => problem !== undefined);
    expect(screen.problem).toBe("unknown");
  });
});
