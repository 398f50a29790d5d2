import { describe, expect, test } from "vitest";
import type { KioskCommand } from "../../../api/words/kiosk-command.ts";
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import { ticketState, type TicketParts } from "../../../kiosk/cli/start/ticket-state.ts";
import type { Store } from "../../../kiosk/store/store.ts";
import type { OutboxItem } from "../../../kiosk/queue/rows.ts";
import type { PacketState } from "../../../kiosk/queue/states.ts";
import type { PacketStatus } from "../../../api/words/issuance.ts";
import { readTicketNumber, ticketNumber } from "../../../kiosk/server/ticket.ts";
import { statusKey } from "../../../kiosk/web/status-key.ts";
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

type Process = Awaited<ReturnType<TicketParts["processOf"]>>;
interface Played {
  readonly said?: PacketStatus;
  readonly reason?: string;
  readonly process?: Process;
  readonly offered?: TicketParts["offered"];
  /** How the session ended that was never sealed. */
  readonly ended?: string;
}

const asking = (state: PacketState | undefined, played: Played = {}) => {
  const { said, reason, process, offered = [], ended } = played;
  const log = ended === undefined ? undefined : { ended_at: 0, ended_how: ended };
  return ticketState(() => ({
    store: { database: { ...database, get: () => Promise.resolve(log) } },
    outbox: { item: () => Promise.resolve(state === undefined ? undefined : item(state)) },
    controlMs: 1000,
    now: 0,
    processOf: () => Promise.resolve(process),
    offered,
    statuses: {
      ask: () =>
        Promise.resolve(
          said === undefined
            ? undefined
            : {
                packetId: PACKET,
                status: said,
                since: "2026-11-21T10:00:00Z",
                askedAt: 0,
                ...(reason === undefined ? {} : { reason }),
              },
        ),
    },
  }));
};

describe("how far an application is", () => {
  const waiting: PacketState = { kind: "waiting", attempts: 2, nextAttempt: 0 };
  const erased: PacketState = { kind: "erased", attempts: 1 };
  const aside: PacketState = { kind: "set-aside", attempts: 1, cause: { code: "x", sentence: "x" } };

  test.each([
    ["it waits for the line", waiting, {}, "kept-here"],
    ["staff must look at it", aside, {}, "come-to-desk"],
    ["the issuer has it and said nothing yet", erased, {}, "sent"],
    ["the issuer received it", erased, { said: "received" }, "sent"],
    ["the issuer accepted it", erased, { said: "accepted" }, "in-work"],
    ["it is printed, and not yet here", erased, { said: "printed" }, "printed"],
    ["it can be collected", erased, { said: "ready-to-collect" }, "ready"],
    ["it was collected", erased, { said: "collected" }, "collected"],
    ["it waits for the desk", undefined, { ended: "awaiting-control" }, "at-desk"],
    ["nobody saw the person in time", undefined, { ended: "control-expired" }, "erased"],
    ["the desk refused the session", undefined, { ended: "control-refused" }, "refused"],
  ] as const)("%s", async (_what, state, played, told) => {
    expect(await asking(state, played)(NUMBER)).toEqual({ state: told, what: "passport" });
    expect(await asking(state, played)("7K3-F92M-X4Q")).toBeUndefined();
  });

  test("a rejection comes with the issuer's reason, and with no other state", async () => {
    const reason = "The birth extract is missing.";
    expect(await asking(erased, { said: "rejected", reason })(NUMBER)).toEqual({
      state: "rejected",
      what: "passport",
      reason,
    });
    expect(await asking(erased, { said: "printed", reason })(NUMBER)).not.toHaveProperty("reason");
  });

  test.each([
    ["a visa", { process: "visa", offered: ["new-passport"] }, "document"],
    ["an emergency document", { process: "emergency-travel-document" }, "document"],
    ["a replacement", { process: "replacement", offered: ["visa"] }, "passport"],
    ["unknown where passports alone are offered", { offered: ["new-passport", "replacement"] }, "passport"],
    ["unknown where visas are offered too", { offered: ["new-passport", "visa"] }, "document"],
  ] as const)("no visa is called a passport: %s", async (_what, played, what) => {
    const found = await asking(erased, { said: "ready-to-collect", ...played })(NUMBER);
    expect(found).toEqual({ state: "ready", what });
  });

  test("its sentence names a passport only where it is one", () => {
    expect(statusKey({ state: "ready", what: "passport" })).toBe("status-ready");
    expect(statusKey({ state: "ready", what: "document" })).toBe("status-ready-document");
    expect(statusKey({ state: "rejected", what: "document", reason: "x" })).toBe("status-rejected");
  });
});

type Status = Extract<Screen, { kind: "status" }>;

describe("asking with a ticket", () => {
  test("from the first screen, by the code or by its letters, and back to nobody", async () => {
    await using kiosk = await playedKiosk({ ticketState: { state: "in-work", what: "document" } });
    const hand = new PageHand(kiosk.walk);
    await hand.send({ kind: "ask-status" });
    await hand.until<Status>("status", ({ found }) => found === undefined);
    await hand.send(give("BKO-2026-000123"));
    await hand.until<Status>("status", ({ problem }) => problem === "not-a-ticket");
    await hand.send(give(`${NUMBER.slice(0, -1)}${NUMBER.endsWith("7") ? "8" : "7"}`));
    await hand.until<Status>("status", ({ problem }) => problem === "unreadable");
    await hand.send(give(NUMBER));
    await hand.until<Status>("status", ({ found }) => found?.state === "in-work");
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
