/// <reference lib="dom" />
/**
 * A whole enrolment at the desk, in two browsers: the operator's page and the applicant's. A finger is missing for a reason,
 * a result is refused and another taken against the machine's verdict, another supervisor approves, and it is sealed.
 */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { parsePolicy } from "../../../kiosk/session/policy.ts";
import { packetIdOf, sealedPacket } from "../stand.ts";
import { launch, missing } from "../web/browser.ts";
import { violations } from "../web/axe.ts";
import { main, silence } from "../web/pages.ts";
import { enter, say } from "./browsing.ts";
import { deskStand, events, OPERATOR, SUPERVISOR, type DeskStand } from "./stand.ts";
import { sealed } from "./waiting-session.ts";

const reason = await missing();
const PATIENCE = { timeout: 180_000 };

/** The kiosk's own models judge what is captured: on a busy machine that takes its time. */
const on = (page: Page, screen: string) => page.waitForSelector(`.kiosk[data-screen="${screen}"]`, PATIENCE);

const shipped = () => {
  const file = path.join(projectRoot, "kiosk/session/policies/attended.json");
  return parsePolicy(readFileSync(file), file);
};

const axe = async (page: Page, where: string) => expect(await violations(page), where).toEqual([]);

const sign = async (applicant: Page) => {
  const field = await applicant.locator(".sign-field").boundingBox();
  if (field === null) throw new Error("no field to sign in");
  const y = field.y + field.height / 2;
  await applicant.mouse.move(field.x + 40, y);
  await applicant.mouse.down();
  for (let at = 0; at < 14; at += 1) await applicant.mouse.move(field.x + 40 + at * 25, y + (at % 2) * 50);
  await applicant.mouse.up();
  await main(applicant);
  await on(applicant, "signature-review");
  await main(applicant);
};

const veto = async (page: Page, kind: "accept" | "reject", part: string, why: string) => {
  const box = `[data-veto=veto-${kind}]`;
  const choice = page.locator(`${box} select`);
  if ((await choice.count()) > 0) await choice.selectOption(part);
  await page.fill(`${box} input`, why);
  await page.click(`${box} button`);
};

describe.skipIf(reason !== undefined)(
  `the desk, walked by people${reason === undefined ? "" : ` (${reason})`}`,
  () => {
    let browser: Browser;
    let stand: DeskStand;
    const faults: string[] = [];
    beforeAll(async () => {
      browser = await launch();
      // The policy that ships for attended places, on devices that detect no attacks.
      stand = await deskStand({ policy: shipped() });
    }, 120_000);
    afterAll(async () => {
      await browser.close();
      await stand[Symbol.asyncDispose]();
    });

    test("an attended enrolment from the reference to the seal", PATIENCE, async () => {
      const desk = await enter(browser, stand.origin, { language: "fr", faults });
      await say(desk, OPERATOR);
      await desk.goto(`${stand.origin}/desk/#/attended`);
      await desk.fill("input[name=attended-reference]", "R-1");
      await desk.click("[data-does=attended-start]");
      // The applicant stands in front of the kiosk's own screen.
      const applicant = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
      await applicant.addInitScript(silence);
      await applicant.goto(stand.kiosk.address);
      const laid = new AbortController();
      stand.standing.ready = once(laid.signal, "abort").then(() => undefined);
      await applicant.click(".stage .choice.main");
      await on(applicant, "face-review");
      await main(applicant);
      // The right index is bandaged; the kiosk asks for another finger of that hand.
      await desk.waitForSelector("[data-does=missing-say]", PATIENCE);
      await desk.selectOption("select[name=missing-finger]", "right-index");
      await desk.selectOption("select[name=missing-reason]", "bandaged");
      await desk.fill("input[name=missing-note]", "seen by the operator");
      await desk.click("[data-does=missing-say]");
      await desk.waitForSelector(".notice.done");
      await axe(desk, "fingers");
      laid.abort();
      await on(applicant, "signature");
      await sign(applicant);
      await on(applicant, "review");

      // The devices detect no attacks, which this policy does not take without two people.
      await desk.waitForSelector("[data-veto=veto-accept]", PATIENCE);
      expect(await desk.isDisabled("[data-does=attended-confirm]")).toBe(true);
      expect(await desk.innerText(".is-attended")).toMatch(/Index droit.*bandé/su);
      expect(await desk.innerText(".is-attended .decision")).toMatch(
        /Limites des appareils\s+la caméra ne détecte pas les attaques.*le lecteur d'empreintes ne détecte pas/su,
      );
      // What cannot be taken back is asked twice.
      await desk.click("[data-does=attended-end]");
      await desk.waitForSelector("[data-does=attended-end-sure]");
      await desk.click("[data-does=action-cancel]");
      await desk.waitForSelector("[data-does=attended-end]");
      await axe(desk, "review");
      await veto(desk, "reject", "face", "une autre personne est dans l’image");
      await on(applicant, "face-review");
      await main(applicant);
      await on(applicant, "review");
      await desk.waitForSelector("[data-veto=veto-accept]", PATIENCE);
      await veto(desk, "accept", "device-limits", "appareils de l’essai, personne vue de près");
      await desk.waitForSelector(".notice.asked");
      expect(await desk.isDisabled("[data-does=attended-confirm]")).toBe(true);

      const supervisor = await enter(browser, stand.origin, { language: "en", faults });
      await say(supervisor, SUPERVISOR);
      await supervisor.goto(`${stand.origin}/desk/#/approvals`);
      await supervisor.waitForSelector("[data-does=action-approve]");
      expect(await supervisor.innerText(".request")).toMatch(
        /Moussa Ba.*appareils de l’essai, personne vue de près/su,
      );
      await axe(supervisor, "approvals");
      await supervisor.click("[data-does=action-approve]");
      await supervisor.waitForSelector(".notice.done");

      await desk.waitForSelector("[data-does=attended-confirm]:not(:disabled)");
      await desk.click("[data-does=attended-confirm]");
      await on(applicant, "ticket");
      await expect.poll(() => sealed.length).toBe(1);
      const [record] = sealed;
      expect(record?.fingers.map(({ position }) => position)).toEqual(["right-thumb", "left-index"]);
      expect(record?.missingFingers).toMatchObject([
        { position: "right-index", reason: "bandaged", note: "seen by the operator (moussa)" },
      ]);
      expect(record?.decisions).toMatchObject([
        { what: "device-limits", by: "moussa", reason: "appareils de l’essai, personne vue de près" },
        { what: "device-limits", by: "awa", reason: "agreed with moussa" },
        { what: "face", by: "moussa", reason: "une autre personne est dans l’image" },
      ]);
      const told = (await events(stand)).map(
        ({ event, fields }) => `${event} ${typeof fields["action"] === "string" ? fields["action"] : ""}`,
      );
      for (const entry of [
        "desk-action attended/begin",
        "desk-action attended/missing",
        "desk-action attended/reject",
        "approval-asked ",
        "approval-given ",
        "desk-action attended/accept",
        "desk-action attended/confirm",
      ])
        expect(told).toContain(entry);
      expect(await stand.side.queue.outbox.item(record?.packetId ?? "")).toBeDefined();
      await Promise.all([desk, applicant, supervisor].map((page) => page.context().close()));
    });

    test(
      "a sentence is recorded at the desk, heard, and the applicant's page plays it",
      PATIENCE,
      async () => {
        const KEY = "notice-title";
        const desk = await enter(browser, stand.origin, { language: "fr", faults });
        await desk.context().grantPermissions(["microphone"], { origin: stand.origin });
        await say(desk, SUPERVISOR);
        await desk.goto(`${stand.origin}/desk/#/prompts/fr`);
        const row = `tr[data-row="${KEY}"]`;
        await desk.waitForSelector(`${row} .badge.calm`);
        // Chromium's own microphone beeps once a second.
        await desk.click(`${row} [data-does=prompt-record]`);
        await desk.waitForSelector(`${row} [data-does=prompt-stop]`);
        await desk.waitForTimeout(1300);
        await desk.click(`${row} [data-does=prompt-stop]`);
        await desk.waitForSelector(`${row} .badge.good`);
        const kept = readFileSync(path.join(stand.folder, "prompts/fr", `${KEY}.webm`));
        expect(kept.length).toBeGreaterThan(2000);
        await desk.click(`${row} [data-does=prompt-listen]`);
        const lasts = await desk.waitForFunction(() => {
          const audio = document.querySelector("audio");
          return audio !== null && audio.currentTime > 0.2 && audio.error === null
            ? audio.currentTime
            : undefined;
        });
        expect(await lasts.jsonValue()).toBeGreaterThan(0.2);

        stand.kiosk.walk.reset();
        const applicant = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
        const heard = applicant.waitForResponse((answer) => answer.url().endsWith(`/prompts/fr/${KEY}`));
        await applicant.goto(stand.kiosk.address);
        await applicant.click(".everywhere");
        await on(applicant, "language");
        await applicant.click(".tile >> nth=0");
        await on(applicant, "notice");
        const answer = await heard;
        expect(answer.headers()["content-type"]).toBe("audio/webm");
        expect(Buffer.from(await answer.body()).equals(kept)).toBe(true);
        await desk.click(`${row} [data-does=prompt-restore]`);
        await desk.waitForSelector(`${row} .badge.calm`);
        await Promise.all([desk, applicant].map((page) => page.context().close()));
        stand.kiosk.walk.reset();
      },
    );

    test("days offline stand on every page, in the language of whoever looks", PATIENCE, async () => {
      const { outbox, kiosk, store } = stand.side.queue;
      const packetId = packetIdOf(72);
      const sequence = await store.sequenceOf(packetId);
      await outbox.add(packetId, sequence, sealedPacket({ packetId, kiosk, sequence }));
      const sealedAt = Date.now() - (17 * 24 + 3) * 3_600_000;
      await store.database.run("UPDATE packets SET sealed_at = ? WHERE packet_id = ?", sealedAt, packetId);
      const down = vi
        .spyOn(stand.side.uploader, "line", "get")
        .mockReturnValue({ failures: 3, nextAttempt: Date.now() + 60_000 });
      const desk = await enter(browser, stand.origin, { language: "fr", faults });
      await say(desk, OPERATOR);
      await desk.waitForFunction(() =>
        document.querySelector(".condition")?.textContent?.includes("Hors ligne depuis 17 j 3 h"),
      );
      await desk.goto(`${stand.origin}/desk/#/outbox`);
      await desk.waitForSelector(".is-outbox table");
      expect(await desk.innerText(".condition")).toContain("Hors ligne depuis 17 j 3 h");
      await desk.click(".languages button[lang=en]");
      await desk.waitForFunction(() =>
        document.querySelector(".condition")?.textContent?.includes("Offline for 17 d 3 h"),
      );
      down.mockRestore();
      stand.desk.changed();
      await desk.waitForFunction(
        () => document.querySelector(".condition")?.textContent?.includes("Offline") === false,
      );
      await desk.context().close();
      expect(faults).toEqual([]);
    });
  },
);
