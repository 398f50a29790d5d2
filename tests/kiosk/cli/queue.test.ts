import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { systemClock } from "../../../api/base/clock.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { silentLog } from "../../../api/base/log.ts";
import { seededRandom, systemRandom } from "../../../api/base/random.ts";
import { sealPacket } from "../../../api/formats/packet/seal.ts";
import { openRuntime } from "../../../kiosk/cli/runtime/runtime.ts";
import { runCommand } from "../../../kiosk/cli/program.ts";
import { specimenKeys } from "../../../kiosk/keys/specimen.ts";
import { openQueue } from "../../../kiosk/queue/open-queue.ts";
import { openStore } from "../../../kiosk/store/store.ts";
import { ticketNumber } from "../../../kiosk/server/ticket.ts";
import { adult } from "../../formats/sample-record.ts";
import { packetIdOf, temporaryFolder } from "../stand.ts";
import { listen } from "./listen.ts";

const kiosk = async (data: string, ...words: string[]) => {
  const { printed, noted, terminal } = listen();
  const status = await runCommand(["--data", data, ...words], terminal);
  return { status, printed: printed.join("\n"), noted: noted.join("\n") };
};

const PROGRAM = path.resolve("dist/kiosk/main.js");
/** Runs a program that sees the folder as a disk that may not be written; all that it said. */
const readOnly = (place: string, ...words: readonly string[]): string => {
  const mounted = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@" 2>&1';
  return execFileSync("unshare", ["-Urm", "sh", "-c", mounted, "sh", place, ...words], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
};
const able = ((): boolean => {
  using folder = temporaryFolder();
  try {
    readOnly(folder.path, "true");
    return true;
  } catch {
    return false;
  }
})();

/** Real packets, sealed to the specimen issuer. */
const fill = async (data: string, count: number) => {
  const keys = specimenKeys();
  await using queue = await openQueue({
    folder: data,
    files: systemFiles,
    clock: systemClock,
    random: systemRandom,
  });
  for (let n = 1; n <= count; n += 1) {
    const packetId = packetIdOf(n);
    const sequence = await queue.store.sequenceOf(packetId);
    const record = await adult();
    const { sealed } = await sealPacket(
      { ...record, packetId, kiosk: { ...record.kiosk, id: queue.kiosk, sequence } },
      keys.kiosk,
      keys.recipients,
      { random: seededRandom(packetId) },
    );
    await queue.outbox.add(packetId, sequence, sealed);
  }
};

describe("kiosk queue", () => {
  test("an empty outbox says so; an unknown packet is a fault with a code", async () => {
    using folder = temporaryFolder();
    expect((await kiosk(folder.path, "queue", "list")).printed).toBe("The outbox is empty.");
    await fill(folder.path, 1);
    const shown = await kiosk(folder.path, "queue", "show", packetIdOf(9));
    expect(shown).toMatchObject({ status: 1 });
    expect(shown.noted).toMatch(/^\[input-missing\] No packet/u);
  });

  test("out by removable media, into the intake, and the receipts back: all erased, the audit whole", async () => {
    using folder = temporaryFolder();
    const data = path.join(folder.path, "var");
    const stick = path.join(folder.path, "stick");
    await fill(data, 3);
    expect((await kiosk(data, "queue", "list")).printed.split("\n")).toHaveLength(4);

    expect((await kiosk(data, "queue", "export", stick)).printed).toMatch(/^3 sealed packets/u);
    const early = await kiosk(data, "queue", "import", stick, "--json");
    expect(JSON.parse(early.printed)).toMatchObject({ erased: [], kept: [{}, {}, {}] });

    const taken = await kiosk(
      data,
      "intake",
      "--store",
      `sqlite:${folder.path}/backend`,
      "--import",
      stick,
      "--json",
    );
    expect(JSON.parse(taken.printed)).toEqual({ received: 3, refused: 0, damaged: 0 });

    const back = await kiosk(data, "queue", "import", stick, "--json");
    expect(JSON.parse(back.printed)).toMatchObject({ erased: [1, 2, 3].map(packetIdOf), kept: [] });
    expect((await kiosk(data, "queue", "list")).printed).toBe("The outbox is empty.");
    expect(readdirSync(path.join(data, "store/packets"))).toEqual(["unclaimed"]);
    const record = await kiosk(data, "queue", "deletion", packetIdOf(2));
    expect(JSON.parse(record.printed)).toMatchObject({
      packetId: packetIdOf(2),
      auditEntry: { event: "packet-erased" },
    });
    const unvouched = await kiosk(data, "audit", "verify");
    expect(unvouched).toMatchObject({
      status: 1,
      printed: expect.stringContaining("12 entries, unbroken; 0 signed"),
    });
    expect(unvouched.noted).toMatch(/^\[check-failed\] No signed checkpoint vouches for this log/u);
    const runtime = await openRuntime({ data, configFile: undefined, log: silentLog });
    await runtime[Symbol.asyncDispose]();
    const walked = await kiosk(data, "audit", "verify", "--json");
    // Three sealed, one export, an import in vain, three receipts, three erasures, the import; and the start.
    expect(walked.status).toBe(0);
    expect(JSON.parse(walked.printed)).toMatchObject({ entries: 13, checkpoints: 1, vouchedUpTo: 13 });
  });

  test("a packet that is damaged, and a sealed file that no row knows, hold up none; the latter goes out too", async () => {
    using folder = temporaryFolder();
    const data = path.join(folder.path, "var");
    const stick = path.join(folder.path, "stick");
    const packets = (...names: string[]) => path.join(data, "store/packets", ...names);
    await fill(data, 3);
    rmSync(packets(`${packetIdOf(1)}.sealed`));
    copyFileSync(packets(`${packetIdOf(3)}.sealed`), packets(`copy of ${packetIdOf(3)}.sealed`));
    {
      // As a power cut between a packet's file and its row leaves it.
      await using store = await openStore(path.join(data, "store"), systemFiles);
      await store.database.run("DELETE FROM packets WHERE packet_id = ?", packetIdOf(2));
      await store.packets.setAside(packetIdOf(2));
    }
    expect((await kiosk(data, "queue", "list")).printed).toMatch(/^Sealed files that no row .* knows: 1\./u);

    const out = await kiosk(data, "queue", "export", stick, "--json");
    expect(out).toMatchObject({
      status: 1,
      noted: expect.stringMatching(/^\[store-damaged\] 1 packets are missing .* the other 2 were exported/u),
    });
    expect(JSON.parse(out.printed)).toMatchObject({
      packets: [packetIdOf(3), packetIdOf(2)],
      damaged: [packetIdOf(1)],
    });
    expect((await kiosk(data, "queue", "show", packetIdOf(1))).printed).toMatch(/state +set-aside/u);

    const store = `sqlite:${folder.path}/backend`;
    await kiosk(data, "intake", "--store", store, "--import", stick);
    // An answer to an earlier export into the same folder is no answer to this one.
    const refusal = path.join(stick, `${packetIdOf(3)}.refused.json`);
    writeFileSync(refusal, JSON.stringify({ refused: "not-readable", reason: "Cut off." }));
    await kiosk(data, "queue", "export", stick);
    expect(existsSync(refusal)).toBe(false);
    const back = await kiosk(data, "queue", "import", stick, "--json");
    expect(JSON.parse(back.printed)).toMatchObject({
      erased: [packetIdOf(3), packetIdOf(2)],
      refused: [],
      kept: [],
    });
    const elsewhere = path.join(folder.path, "another");
    await fill(elsewhere, 1);
    expect(await kiosk(elsewhere, "queue", "import", stick)).toMatchObject({
      status: 1,
      noted: expect.stringMatching(
        /is an export of kiosk-\w+, and this kiosk is kiosk-\w+: import it there/u,
      ),
    });
    expect(readdirSync(packets("unclaimed"))).toEqual([]);
    // What is called otherwise is somebody's own: it neither goes nor keeps the kiosk from starting.
    const runtime = await openRuntime({ data, configFile: undefined, log: silentLog });
    await runtime[Symbol.asyncDispose]();
    expect(readdirSync(packets())).toEqual([`copy of ${packetIdOf(3)}.sealed`, "unclaimed"]);
  });

  test.skipIf(!able)(
    `what lies on a disk that was mounted read-only goes out all the same${able ? "" : " (nothing can be mounted here)"}`,
    { timeout: 60_000 },
    async () => {
      using folder = temporaryFolder();
      const data = path.join(folder.path, "var");
      const stick = path.join(folder.path, "stick");
      await fill(data, 2);
      const said = readOnly(data, process.execPath, PROGRAM, "--data", data, "queue", "export", stick);
      expect(said).toContain("2 sealed packets are in ");
      expect(said).toContain("no entry of it stands in the audit log.");
      expect(readdirSync(stick)).toHaveLength(3);
    },
  );

  test("a database that was taken away is missed: no new one is made beside sealed packets", async () => {
    using folder = temporaryFolder();
    const database = path.join(folder.path, "store/kiosk.db");
    await fill(folder.path, 2);
    for (const taken of [() => rmSync(database), () => writeFileSync(database, "")]) {
      taken();
      for (const words of [["list"], ["export", path.join(folder.path, "stick")]])
        expect(await kiosk(folder.path, "queue", ...words)).toMatchObject({
          status: 1,
          noted: expect.stringMatching(/^\[store-damaged\] There is no database .* 2 sealed packets lie/u),
        });
      await expect(
        openRuntime({ data: folder.path, configFile: undefined, log: silentLog }),
      ).rejects.toMatchObject({ code: "store-damaged" });
    }
    expect(readdirSync(path.join(folder.path, "store/packets"))).toHaveLength(3);
  });

  test("retry makes a packet due; what is erased is not tried again", async () => {
    using folder = temporaryFolder();
    await fill(folder.path, 1);
    expect((await kiosk(folder.path, "queue", "retry", packetIdOf(1))).status).toBe(0);
    const shown = await kiosk(folder.path, "queue", "show", packetIdOf(1), "--json");
    expect(JSON.parse(shown.printed)).toMatchObject({ state: "waiting", attempts: 0, sequence: 1 });
  });
});

describe("kiosk collect", () => {
  test("asks the issuer before it says that there is no document, and again what was printed a moment ago", async () => {
    using folder = temporaryFolder();
    const data = path.join(folder.path, "var");
    const stick = path.join(folder.path, "stick");
    await fill(data, 1);
    await kiosk(data, "queue", "export", stick);
    await kiosk(data, "intake", "--import", stick);
    await kiosk(data, "queue", "import", stick);
    const number = ticketNumber(packetIdOf(1));
    const collect = () =>
      kiosk(data, "collect", number, "--by", "awa", "--how", "portrait", "--outcome", "matched");
    await kiosk(data, "intake", "--status", `${packetIdOf(1)}=printed`);
    expect(await collect()).toMatchObject({ status: 1, noted: expect.stringContaining("is printed, not") });
    await kiosk(data, "intake", "--status", `${packetIdOf(1)}=ready-to-collect`);
    expect((await kiosk(data, "ticket", number)).printed).toContain("ready to be collected on");
    expect(await collect()).toMatchObject({
      status: 0,
      printed: expect.stringContaining("Hand the document"),
    });
    expect((await kiosk(data, "ticket", number)).printed).toContain("collected on");
  });
});
