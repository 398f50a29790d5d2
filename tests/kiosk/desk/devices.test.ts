/// <reference lib="dom" />
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { discover } from "../../../drivers/discovery.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { SelfTests } from "../../../kiosk/desk/devices/self-tests.ts";
import { REHEARSAL_TARGETS } from "../../../kiosk/devices/rehearsal.ts";
import { launch, missing } from "../web/browser.ts";
import { violations } from "../web/axe.ts";
import { enter, say } from "./browsing.ts";
import { deskStand, OPERATOR, SUPERVISOR, Visitor, type DeskStand } from "./stand.ts";

const folder = mkdtempSync(path.join(tmpdir(), "plugged-"));
const plugs = (...parts: string[]) => path.join(folder, ...parts);
const reason = await missing();
/** On a busy machine measuring takes its time. */
const PATIENCE = { timeout: 240_000 };

const axe = async (page: Page) => expect(await violations(page)).toEqual([]);

/** Into the wizard of that place, with that before its device. */
const begin = async (page: Page, place: string, what: string) => {
  await page.waitForSelector(`.place.${place}`, PATIENCE);
  await page.selectOption(`.place.${place} select`, what);
  await page.click(`.place.${place} [data-does=devices-begin]`);
  await page.waitForSelector(".wizard", PATIENCE);
};

/** Presses "measure" until the step is judged: what it says changes with every capture. */
const measure = async (page: Page, step: string) => {
  const box = `.step.${step}`;
  while ((await page.locator(`${box} [data-does=wizard-again]`).count()) === 0) {
    const before = await page.innerText(box);
    await page.click(`${box} [data-does=wizard-measure]`, PATIENCE);
    await page.waitForFunction(
      ([selector, text]) =>
        document.querySelector<HTMLElement>(selector)?.innerText !== text &&
        document.querySelector("[data-does=wizard-finish]:not(:disabled)") !== null,
      [box, before] as const,
      // Measuring takes its time: who asks at each frame keeps the page drawing, and reads its text sixty times a second.
      { ...PATIENCE, polling: 100 },
    );
  }
};

const NEWEST = "tr[data-row^=CAL]:first-child";

/** Signs; the certificate's row, once the list has it. */
const finish = async (page: Page, awa: Visitor): Promise<string> => {
  await page.click("[data-does=wizard-finish]");
  await page.waitForSelector(".place.scanner", PATIENCE);
  const { certificates } = await awa.read<{ certificates: { id: string }[] }>("devices", "list");
  await page.waitForSelector(`tr[data-row="${certificates[0]?.id}"]:first-child`, PATIENCE);
  return page.innerText(NEWEST);
};

describe.skipIf(reason !== undefined)(
  `devices at the desk${reason === undefined ? "" : ` (${reason})`}`,
  () => {
    let browser: Browser;
    let stand: DeskStand;
    let page: Page;
    let awa: Visitor;
    const faults: string[] = [];
    beforeAll(async () => {
      browser = await launch();
      stand = await deskStand({ found: () => discover({ roots: { sys: plugs("sys"), dev: plugs("dev") } }) });
      page = await enter(browser, stand.origin, { language: "en", faults });
      await say(page, OPERATOR);
      awa = await new Visitor(stand.origin).signIn(SUPERVISOR);
      await page.goto(`${stand.origin}/desk/#/devices`);
    }, 60_000);
    afterEach(async () => {
      // A wizard that a failed test left behind would fail the others too.
      await awa.act("devices", "abandon", {});
      await page.waitForSelector(".place.scanner", PATIENCE);
    });
    afterAll(async () => {
      rmSync(folder, { recursive: true });
      await browser.close();
      await stand[Symbol.asyncDispose]();
    });

    test("what stands in each place is said, and a self-test opens it", PATIENCE, async () => {
      await page.click(".place.pad [data-does=devices-test]");
      await page.waitForSelector(".place.pad .notice.done", PATIENCE);
      expect(await page.innerText(".place.pad")).toMatch(
        /Wacom STU-430, firmware 1\.6: opened and answered/u,
      );
      expect(await page.innerText(".place.scanner")).toContain("Never calibrated");
      // It outlives the kiosk: whoever opens the desk tomorrow sees it.
      const kept = await new SelfTests(systemFiles, stand.folder).last("pad");
      expect(kept).toMatchObject({ ok: true, words: expect.stringContaining("opened and answered") });
      const { places } = await awa.read<{ places: { place: string; test?: unknown }[] }>("devices", "list");
      expect(places.find(({ place }) => place === "pad")?.test).toEqual(kept);
      await page.waitForFunction(
        () => (document.querySelector<HTMLImageElement>(".place.camera img.live")?.naturalWidth ?? 0) > 100,
        undefined,
        PATIENCE,
      );
      await axe(page);
    });

    test(
      "a scanner that is not found is explained, with the remedy word for word, in the desk's language",
      PATIENCE,
      async () => {
        const device = plugs("sys/bus/usb/devices/1-1");
        mkdirSync(device, { recursive: true });
        for (const [name, text] of Object.entries({
          idVendor: "05ba",
          idProduct: "000a",
          busnum: "1",
          devnum: "4",
          product: "U.are.U 4500",
        }))
          writeFileSync(path.join(device, name), `${text}\n`);
        const rule = 'SUBSYSTEM=="usb", ATTRS{idVendor}=="05ba", ATTRS{idProduct}=="000a", TAG+="uaccess"';
        // Nothing may open its node: there is none.
        await page.reload();
        const says = (words: string) =>
          page.waitForFunction(
            (wanted) => document.querySelector<HTMLElement>("main")?.innerText.includes(wanted),
            words,
          );
        await says(`add the udev rule ${rule} in /etc/udev/rules.d/70-kiosk.rules and plug it in again.`);
        await page.click(".languages button[lang=fr]");
        await says(`ajouter la règle udev ${rule} dans /etc/udev/rules.d/70-kiosk.rules et le rebrancher.`);
        await page.click(".languages button[lang=en]");
        mkdirSync(plugs("dev/bus/usb/001"), { recursive: true });
        writeFileSync(plugs("dev/bus/usb/001/004"), "");
        await page.reload();
        await says("U.are.U 4500 (05ba:000a) is ready, driven by uru4000.");
        expect(await page.innerText("main")).not.toContain("udev");
      },
    );

    test("a good device is certified, step by step, and its certificate is saved", PATIENCE, async () => {
      await begin(page, "pad", "sound");
      await page.waitForFunction(
        () => (document.querySelector<HTMLImageElement>(".step.screen img.pattern")?.naturalWidth ?? 0) > 100,
      );
      for (const step of ["mapping", "pressure", "dead-zones", "report-rate", "screen"])
        await measure(page, step);
      await page.click("[data-does=wizard-seen-whole]");
      await page.waitForFunction(() =>
        document.querySelector<HTMLElement>(".step.screen")?.innerText.includes("seen whole"),
      );
      await axe(page);
      expect(await page.innerText(".wizard .about")).toContain("Passed");
      const row = await finish(page, awa);
      expect(row).toMatch(/CAL-.*Wacom STU-430.*Passed/su);
      const id = row.split(/\s/u)[0]!;
      const pdf = await awa.get(`/desk/api/file/devices/certificate?id=${id}&file=certificate.pdf`);
      expect(
        Buffer.from(await pdf.arrayBuffer())
          .subarray(0, 5)
          .toString(),
      ).toBe("%PDF-");
      const json = await awa.get(`/desk/api/file/devices/certificate?id=${id}&file=certificate.json`);
      expect(await json.json()).toMatchObject({
        verdict: "passed",
        operator: OPERATOR.name,
        rehearsal: "synthetic target",
      });
      expect(await page.innerText(".notice.done")).toContain(`${id} is signed: passed`);
      // What an auditor does with it: stock tar, then the commands as they stand on the page.
      const saved = page.waitForEvent("download");
      await page.click(`tr[data-row="${id}"] [data-does=devices-bundle]`);
      const bundle = plugs("bundle");
      mkdirSync(bundle);
      execFileSync("tar", ["xf", await (await saved).path(), "-C", bundle]);
      await page.click(".is-devices details summary:has-text('How an auditor verifies one')");
      const commands = await page.locator(".is-devices details code").allInnerTexts();
      expect(commands).toHaveLength(2);
      for (const command of commands) execFileSync("sh", ["-c", command], { cwd: bundle, stdio: "pipe" });
      expect(readFileSync(path.join(bundle, "verified.pdf")).subarray(0, 5).toString()).toBe("%PDF-");
    });

    test(
      "a pad whose screen and pen do not fit, drawn by a twin: found, named and refused",
      PATIENCE,
      async () => {
        await begin(page, "pad", "screen");
        await measure(page, "screen");
        expect(await page.innerText(".wizard")).toMatch(/Pen off its cross on the screen.*outside/su);
        expect(await finish(page, awa)).toContain("Refused");
      },
    );

    const steps = () =>
      page.$$eval(".step", (all) =>
        all
          .filter((one) => one.querySelector("[data-does=wizard-measure]") !== null)
          .map((one) => [...one.classList].at(-1) ?? ""),
      );

    /** Recordings of what a device sent while targets lay on it, through its real driver, to a certificate. */
    test.each([
      {
        place: "scanner",
        recording: "scanner-sound",
        done: 6,
        found: /Scale error along rows.*within/su,
        device: "Futronic FS81",
        verdict: "passed",
      },
      {
        place: "scanner",
        recording: "scanner-scale",
        done: 3,
        found: /Scale error along rows, of the stated resolution\s+2 ± .*outside/su,
        device: "Futronic FS81",
        verdict: "failed",
      },
      {
        place: "scanner",
        recording: "scanner-dirt",
        done: 3,
        found: /Wipe the platen here: upper left/u,
        device: "Futronic FS81",
        verdict: "failed",
      },
      {
        // It begins a stop too dark and too cold; the first step puts it right.
        place: "camera",
        recording: "camera-astray",
        done: 8,
        found: /Exposure time\s+1[45]\.\d+ ms.*within/su,
        device: "Rehearsed camera",
        verdict: "passed",
      },
      {
        place: "camera",
        recording: "camera-cast",
        done: 4,
        found: /does not take its white balance.*Colour cast of the grey card.*outside/su,
        device: "Rehearsed camera",
        verdict: "failed",
      },
      {
        place: "pad",
        recording: "pad-dying",
        done: 5,
        found: /does not answer at .*replace it/u,
        device: "Wacom STU-430",
        verdict: "failed",
      },
    ])(
      "the recording $recording, every step that it holds: found, named, $verdict",
      PATIENCE,
      async ({ place, recording, done, found, device, verdict }) => {
        await begin(page, place, `recorded:${recording}`);
        const all = await steps();
        expect(all).toHaveLength(done);
        for (const step of all) await measure(page, step);
        const text = await page.innerText(".wizard");
        expect(text).toMatch(found);
        expect(text).toContain("Rehearsal (recorded target)");
        if (recording === "scanner-dirt") {
          expect(await page.locator(".step.platen img.target").getAttribute("alt")).toContain("platen");
          expect(await page.innerText(".step.geometry")).toMatch(
            /Not testable on this device.*There is no recording of this step/su,
          );
          await axe(page);
        }
        const row = await finish(page, awa);
        expect(row).toContain(device);
        expect(row).toContain(verdict === "passed" ? "Passed" : "Refused");
        const id = row.split(/\s/u)[0]!;
        const json = await awa.get(`/desk/api/file/devices/certificate?id=${id}&file=certificate.json`);
        expect(await json.json()).toMatchObject({ verdict, rehearsal: "recorded target" });
      },
    );

    test("a bought target is entered as its file, refused with the place of a mistake, and removed", async () => {
      const reference = REHEARSAL_TARGETS.find(({ kind }) => kind === "bars")!;
      const bars = {
        ...reference,
        id: "our-bars",
        certificate: { ...reference.certificate, number: "DKD-77" },
      };
      const enter = (value: unknown) =>
        page.setInputFiles("input[name=devices-target-enter]", {
          name: "Our bars.json",
          mimeType: "application/json",
          buffer: Buffer.from(JSON.stringify(value)),
        });
      await enter({ ...bars, perMm: 99 });
      await page.waitForFunction(() =>
        /our-bars\.json, line 1, column \d+: "perMm"/u.test(document.body.innerText),
      );
      await enter(bars);
      await page.waitForSelector("tr[data-row=our-bars]");
      expect(await page.innerText("tr[data-row=our-bars]")).toMatch(/bars of known pitch.*DKD-77/su);
      expect((await awa.act("devices", "begin", { place: "scanner" })).outcome).toBe("done");
      await page.waitForSelector(".wizard");
      await awa.act("devices", "abandon", {});
      await page.click("tr[data-row=our-bars] [data-does=devices-target-drop]");
      await page.waitForSelector("tr[data-row=our-bars]", { state: "detached" });
      expect(await awa.act("devices", "drop-target", { id: "our-bars" })).toMatchObject({
        outcome: "refused",
        words: expect.stringContaining("No target our-bars"),
      });
    });

    test(
      "while a wizard has the device an enrolment is told who has it; giving up gives it back",
      PATIENCE,
      async () => {
        expect((await awa.act("devices", "begin", { place: "pad" })).outcome).toBe("done");
        const refused = await awa.act("devices", "begin", { place: "camera", rehearse: "sound" });
        expect(refused).toMatchObject({
          outcome: "refused",
          words: expect.stringMatching(/Another calibration is under way/u),
        });
        const listed = await awa.read<{ places: { place: string; lentTo?: string }[] }>("devices", "list");
        expect(listed.places.find(({ place }) => place === "pad")?.lentTo).toBe(
          `a calibration by ${SUPERVISOR.name}`,
        );
        expect((await awa.act("devices", "abandon", {})).outcome).toBe("done");
        const after = await awa.read<{ places: { place: string; lentTo?: string }[] }>("devices", "list");
        expect(after.places.find(({ place }) => place === "pad")?.lentTo).toBeUndefined();
        expect(faults).toEqual([]);
      },
    );
  },
);
