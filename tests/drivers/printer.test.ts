import { readFile, readdir } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { systemClock } from "../../api/base/clock.ts";
import { networkLine, serialLine, usbLine } from "../../drivers/printer/escpos/line.ts";
import { twinPrinter } from "../../drivers/printer/escpos/model.ts";
import { TicketPrinter, encodeTicket } from "../../drivers/printer/escpos/printer.ts";
import type { TicketPart } from "../../drivers/printer/escpos/printer.ts";
import { TransferFault, type UsbTransport } from "../../drivers/transport/transport.ts";
import { isStatus } from "../../drivers/printer/escpos/status.ts";
import { readRecording } from "../../drivers/recording.ts";
import { MISHAPS, readScenario } from "../../drivers/transport/fault-plan.ts";
import { printRecorded } from "./printer-recordings.ts";
import { ReplayClock } from "../../drivers/transport/replay-clock.ts";

const LINE = { baud: 9600, parity: "none", dataBits: 8 } as const;

const ticket: readonly TicketPart[] = [
  { kind: "heading", text: "REÇU" },
  { kind: "pair", label: "Dossier", value: "K17-000042" },
  { kind: "rule" },
  { kind: "text", text: "Présentez ce reçu à l'ambassade." },
  { kind: "code", text: "K17-000042" },
];

const printerOf = async () => {
  const twin = twinPrinter(new ReplayClock(0));
  await twin.transport.configure(LINE);
  return { twin, printer: new TicketPrinter(serialLine(twin.transport), { columns: 42 }) };
};

describe("a ticket printer", () => {
  test("prints the ticket's bytes and no others", async () => {
    const { twin, printer } = await printerOf();
    expect(await printer.print(ticket)).toMatchObject({ ready: true, words: "The ticket printer is ready." });
    expect(twin.printed()).toEqual(encodeTicket(ticket, { columns: 42 }));
    const text = Buffer.from(twin.printed()).toString("latin1");
    expect(text).toContain(`Dossier${" ".repeat(25)}K17-000042`);
    // GS V: the cut.
    expect(text).toContain("\u001dV");
  });

  test.each([
    [{ paper: 0x72 }, "paper-out", /Put in a new roll/u],
    [{ offline: 0x16, printer: 0x1a }, "cover-open", /cover is open. Close it/u],
    [{ error: 0x1a }, "cutter", /cutter is stuck/u],
    [{ error: 0x32 }, "broken", /Switch it off and on/u],
    [{ error: 0x52 }, "hot", /too hot/u],
    [{ printer: 0x1a }, "offline", /off line/u],
  ] as const)("%j is told as %s, and nothing is printed", async (status, trouble, words) => {
    const { twin, printer } = await printerOf();
    twin.set(status);
    expect((await printer.status()).trouble[0]).toBe(trouble);
    await expect(printer.print(ticket)).rejects.toMatchObject({
      code: "device-failed",
      message: expect.stringMatching(words),
    });
    expect(twin.printed().length).toBe(0);
  });

  test("a roll that is nearly empty prints, and says so", async () => {
    const { twin, printer } = await printerOf();
    twin.set({ paper: 0x1e });
    expect(await printer.print(ticket)).toMatchObject({ ready: true, trouble: ["paper-low"] });
  });

  test("paper that runs out within the ticket: it was not printed whole", async () => {
    const { twin, printer } = await printerOf();
    twin.paperFor(20);
    await expect(printer.print(ticket)).rejects.toThrow(
      /not printed whole. The ticket printer has no paper/u,
    );
  });

  test("over USB too, in portions; one that only takes and never answers is not believed", async () => {
    const twin = twinPrinter(new ReplayClock(0));
    await twin.transport.configure(LINE);
    const portions: number[] = [];
    const usb = (...endpoints: UsbTransport["endpoints"]): UsbTransport => ({
      kind: "usb",
      vendorId: 0x04b8,
      productId: 0x0202,
      release: 0x0100,
      interfaceClass: 7,
      endpoints,
      controlIn: () => Promise.reject(new TransferFault("stalled", "not asked")),
      controlOut: () => Promise.reject(new TransferFault("stalled", "not asked")),
      clearHalt: () => Promise.resolve(),
      write: (endpoint, data) => {
        portions.push(data.length);
        expect(endpoint).toBe(0x01);
        return twin.transport.write(data);
      },
      read: (_endpoint, _length, options) => twin.transport.read(options),
      [Symbol.asyncDispose]: () => twin.transport[Symbol.asyncDispose](),
    });
    const [out, inwards] = [
      { address: 0x01, type: "bulk", maxPacketSize: 64 },
      { address: 0x82, type: "bulk", maxPacketSize: 64 },
    ] as const;
    const long = Array.from({ length: 200 }, () => ticket[3]!);
    const printer = new TicketPrinter(usbLine(usb(out, inwards)), { columns: 42 });
    expect(await printer.print(long)).toMatchObject({ ready: true });
    expect(twin.printed()).toEqual(encodeTicket(long, { columns: 42 }));
    expect([Math.max(...portions), portions.filter((length) => length === 4096).length > 0]).toEqual([
      4096,
      true,
    ]);
    twin.set({ offline: 0x16, printer: 0x1a });
    await expect(printer.print(ticket)).rejects.toThrow(/cover is open. Close it/u);
    const mute = new TicketPrinter(usbLine(usb(out)), { columns: 42 });
    await expect(mute.print(ticket)).rejects.toThrow(/does not answer/u);
    expect(() => usbLine(usb(inwards))).toThrow(/no endpoint to print to/u);
  });

  test("an answer that came too late is not taken for that to the next question", async () => {
    const clock = new ReplayClock(0);
    const twin = twinPrinter(clock);
    await twin.transport.configure(LINE);
    const queue: Uint8Array[] = [];
    let slow = true;
    const usb = {
      kind: "usb",
      endpoints: [
        { address: 0x01, type: "bulk", maxPacketSize: 64 },
        { address: 0x82, type: "bulk", maxPacketSize: 64 },
      ],
      write: async (_endpoint: number, data: Uint8Array) => {
        await twin.transport.write(data);
        queue.push(await twin.transport.read({ timeout: 100 }));
      },
      read: () => {
        const answer = slow ? undefined : queue.shift();
        return answer ? Promise.resolve(answer) : Promise.reject(new TransferFault("timed-out", "nothing"));
      },
    } as unknown as UsbTransport;
    const printer = new TicketPrinter(usbLine(usb), { columns: 42 });
    expect((await printer.status()).trouble).toEqual(["offline"]);
    slow = false;
    // Shifted by one, "no paper" would be read as an error of the cutter, or as nothing at all.
    twin.set({ paper: 0x72 });
    expect((await printer.status()).trouble).toEqual(["paper-out"]);
  });

  test("a printer that is switched off, unplugged or talks rubbish does not answer", async () => {
    const { twin, printer } = await printerOf();
    await twin.transport.configure({ ...LINE, baud: 19_200 });
    expect((await printer.status()).words).toMatch(/does not answer/u);
    twin.transport.unplug();
    await expect(printer.print(ticket)).rejects.toThrow(/does not answer/u);
    await printer[Symbol.asyncDispose]();
  });

  test("a status is told from other bytes", () => {
    expect([0x12, 0x1a, 0x7e].map(isStatus)).toEqual([true, true, true]);
    expect([0x00, 0x11, 0x13, 0x92, 0xff].map(isStatus)).toEqual([false, false, false, false, false]);
  });

  test("over the network; a printer that is not there is one sentence", async () => {
    const got: number[] = [];
    // A stream has no pieces: the question may come behind the ticket in one.
    const server = createServer((socket) =>
      socket.on("data", (data: Buffer) => {
        for (let at = 0; at < data.length; at += 1) {
          const asks = data[at] === 0x10 && data[at + 1] === 0x04 && at + 3 <= data.length;
          if (asks) socket.write(Buffer.of(0x12));
          else got.push(data[at]!);
          if (asks) at += 2;
        }
      }),
    );
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const { port } = server.address() as AddressInfo;
    {
      await using printer = new TicketPrinter(await networkLine("127.0.0.1", port, systemClock), {
        columns: 32,
      });
      await printer.print(ticket);
    }
    expect(Uint8Array.from(got)).toEqual(encodeTicket(ticket, { columns: 32 }));
    server.close();
    await expect(networkLine("127.0.0.1", 1, systemClock)).rejects.toMatchObject({ code: "device-missing" });
  });
});

describe("a recorded printer", () => {
  const root = "fixtures/recordings/escpos";
  const entriesOf = async (name: string) => {
    const recording = await readRecording(path.join(root, name));
    if (recording.kind !== "serial") throw new Error(recording.kind);
    expect(recording.identity.driver).toBe("escpos");
    return recording.dialogue;
  };

  test("prints the same ticket again, byte for byte", async () => {
    expect((await printRecorded(await entriesOf("capture"))).printed).toEqual({ outcome: "captured" });
    const other = (await entriesOf("capture")).map((entry) =>
      entry.direction === "out" && entry.data.length > 3
        ? { ...entry, data: entry.data.with(40, (entry.data[40] ?? 0) ^ 1) }
        : entry,
    );
    expect((await printRecorded(other)).printed).toMatchObject({
      outcome: "failed",
      words: expect.stringMatching(/was not printed \(expected [\da-f]+, got [\da-f]+\)/u) as string,
    });
  });

  test("without paper it is not printed, and the words say what to do", async () => {
    expect((await printRecorded(await entriesOf("retry"))).printed).toEqual({
      outcome: "failed",
      words: "The ticket printer has no paper. Put in a new roll.",
    });
  });

  test("what may go wrong ends as its scenario says", async () => {
    const names = await readdir(path.join(root, "scenarios"));
    expect(names.length).toBe(5);
    for (const name of names) {
      const file = path.join(root, "scenarios", name);
      const { faults, expect: expected } = readScenario(await readFile(file, "utf8"), file);
      const { printed } = await printRecorded(await entriesOf("capture"), faults);
      expect({ outcome: printed.outcome }, file).toEqual(expected);
    }
  });

  test("every mishap at every transfer: on paper, or one sentence; never a hang", async () => {
    const entries = await entriesOf("capture");
    const { transfers } = await printRecorded(entries);
    expect(transfers).toBe(17);
    for (let nth = 1; nth <= transfers; nth += 1)
      for (const mishap of MISHAPS) {
        const at = `${mishap} at transfer ${nth}`;
        const { printed, took } = await printRecorded(entries, [{ nth, mishap, seed: nth }]);
        expect(took, at).toBeLessThan(60_000);
        if (printed.outcome === "failed") expect(printed.words, at).toMatch(/^[A-Z].{20,200}\.$/u);
        if (mishap === "unplug" || mishap === "stall") expect(printed.outcome, at).toBe("failed");
      }
  });
});
