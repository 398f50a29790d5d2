import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { systemClock } from "../../../api/base/clock.ts";
import { recover } from "../../../kiosk/queue/recovery.ts";
import { clientOf, openIntake, openKiosk, temporaryFolder } from "../stand.ts";

const program = "dist/tests/kiosk/queue/killed.js";

/** Runs the kiosk until it has reported some packets sealed, then SIGKILL; gives the reported packet ids. */
const runAndKill = (folder: string, url: URL, first: number, reports: number): Promise<string[]> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, folder, url.href, String(first), "40"]);
    let said = "";
    let complaint = "";
    child.stderr.on("data", (part) => {
      complaint += String(part);
    });
    child.stdout.on("data", (part) => {
      said += String(part);
      if (said.split("\n").length > reports) child.kill("SIGKILL");
    });
    child.on("exit", (_code, signal) => {
      if (signal === "SIGKILL") resolve(said.split("\n").slice(0, -1));
      else reject(new Error(complaint));
    });
  });

describe("kill -9", () => {
  test.skipIf(!existsSync(program))("no packet reported sealed is lost or received twice", async () => {
    using folder = temporaryFolder();
    await using intake = await openIntake(folder.path, systemClock);
    const reported: string[] = [];
    for (const [round, reports] of [3, 7, 11].entries())
      reported.push(...(await runAndKill(`${folder.path}/kiosk`, intake.url, 1 + round * 40, reports)));
    expect(reported.length).toBeGreaterThanOrEqual(21);

    await using kiosk = await openKiosk(`${folder.path}/kiosk`, systemClock);
    const recovered = await recover(kiosk.store, kiosk.outbox, kiosk.audit, systemClock);
    expect(recovered.missing).toEqual([]);
    await kiosk.uploader(clientOf(intake.url, systemClock)).sendDue();

    for (const packetId of reported) {
      expect((await kiosk.outbox.item(packetId))?.state.kind, packetId).toBe("erased");
      expect(await intake.records.find(packetId), packetId).toBeDefined();
    }
    expect(await kiosk.store.packets.list()).toEqual([]);
    const [summary] = await intake.records.kiosks();
    // A packet whose sealing the kill cut short was never reported: its number stays unused, nothing else is missing.
    expect(summary?.packets).toBe((await kiosk.outbox.list({ all: true })).length);
    expect(summary?.gaps.length).toBeLessThanOrEqual(3);
    await kiosk.audit.verify();
  });
});
