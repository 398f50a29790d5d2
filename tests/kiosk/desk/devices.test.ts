/// <reference lib="dom" />
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { discover } from "../../../drivers/discovery.ts";
import { launch, missing } from "../web/browser.ts";
import { enter, say } from "./browsing.ts";
import { deskStand, OPERATOR, SUPERVISOR, Visitor, type DeskStand } from "./stand.ts";

const folder = mkdtempSync(path.join(tmpdir(), "plugged-"));
const plugs = (...parts: string[]) => path.join(folder, ...parts);
const reason = await missing();
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** The server draws its synthetic targets itself; on a busy machine that takes its time. */
const PATIENCE = { timeout: 240_000 };

const axe = async (page: Page) => {
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
  expect(found).toEqual([]);
};

/** Into the wizard of that place, rehearsing that. */
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
      PATIENCE,
    );
  }
};

const finish = async (page: Page): Promise<string> => {
  await page.click("[data-does=wizard-finish]");
  await page.waitForSelector(".place.scanner", PATIENCE);
  return page.innerText(".panel table tbody tr:first-child");
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
        await says(`add the udev rule ${rule} and plug it in again.`);
        await page.click(".languages button[lang=fr]");
        await says(`ajouter la règle udev ${rule} et le rebrancher.`);
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
      const row = await finish(page);
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
    });

    test.each([
      {
        place: "scanner",
        fault: "scale",
        steps: ["geometry"],
        found: /Scale error along rows.*2.*outside/su,
      },
      { place: "scanner", fault: "dirt", steps: ["platen"], found: /Wipe the platen here: upper left/u },
      {
        place: "camera",
        fault: "cast",
        steps: ["tuning", "colour"],
        found: /does not take its white balance.*Colour cast of the grey card.*outside/su,
      },
      {
        place: "pad",
        fault: "screen",
        steps: ["screen"],
        found: /Pen off its cross on the screen.*outside/su,
      },
      {
        place: "pad",
        fault: "dying",
        steps: ["pressure", "dead-zones"],
        found: /does not answer at .*replace it/u,
      },
    ])(
      "$place with the fault $fault: found, named and refused",
      PATIENCE,
      async ({ place, fault, steps, found }) => {
        await begin(page, place, fault);
        for (const step of steps) await measure(page, step);
        expect(await page.innerText(".wizard")).toMatch(found);
        if (fault === "dirt") {
          expect(await page.locator(".step.platen img.target").getAttribute("alt")).toContain("platen");
          await axe(page);
        }
        const row = await finish(page);
        expect(row).toContain("Refused");
      },
    );

    test.each([
      { place: "scanner", what: "sound", of: "Futronic FS81", says: /Scale error along rows.*within/su },
      // It begins a stop too dark and too cold; the first step puts it right.
      { place: "camera", what: "astray", of: "Rehearsed camera", says: /Exposure time\s+1[45]\d.*within/su },
    ])("every step of the $place's wizard, to a certificate", PATIENCE, async ({ place, what, of, says }) => {
      await begin(page, place, what);
      const steps = await page.$$eval(".step", (all) =>
        all
          .filter((one) => one.querySelector("[data-does=wizard-measure]") !== null)
          .map((one) => [...one.classList].at(-1) ?? ""),
      );
      expect(steps.length).toBeGreaterThan(5);
      for (const step of steps) await measure(page, step);
      expect(await page.innerText(".wizard .about")).toContain("Passed");
      expect(await page.innerText(".wizard")).toMatch(says);
      const row = await finish(page);
      expect(row).toContain(of);
      expect(row).toContain("Passed");
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
