/// <reference lib="dom" />
/** Every fault that a device can have, on the page: what happened, without blame; nothing is lost, and it goes on by itself. */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { DEVICE_FAULTS, type DeviceFaultCode } from "../../../api/words/capture.ts";
import type { DeviceTrouble } from "../../../api/words/kiosk-screen.ts";
import { SLIP_STATES } from "../../../api/words/kiosk-ticket.ts";
import { MISHAPS, type Mishap } from "../../../drivers/transport/fault-plan.ts";
import { troubleOf } from "../../../kiosk/server/trouble.ts";
import { RealDevices, type Place } from "../server/real-devices.ts";
import { trialPolicy, type PlayedKiosk } from "../server/played-kiosk.ts";
import { atConsent, atReview, because, opening, reason, type Stand } from "./opened.ts";
import { main, on } from "./pages.ts";

const CODES = Object.keys(DEVICE_FAULTS) as DeviceFaultCode[];
const BLAMELESS = "Vous n'avez rien fait de mal";
const SENTENCES: Record<DeviceTrouble, string> = {
  unplugged: "Un câble s'est débranché.",
  silent: "Elle ne répond plus.",
  unclear: "L'image est arrivée abîmée.",
  unready: "Un agent doit la régler.",
};

/** As many attempts as a test has faults. */
const patient = () => {
  const policy = trialPolicy();
  const { face, fingers, signature } = policy.unattended;
  const limit = { budgetMs: 1e9 };
  return {
    ...policy,
    unattended: {
      ...policy.unattended,
      face: { ...face, limit },
      fingers: { ...fingers, limit },
      signature: { ...signature, limit: { attempts: 99 } },
    },
  };
};

/** The pause as somebody sees it: its sentence, and its picture without what a browser adds. */
const pause = async (page: Page, trouble: DeviceTrouble): Promise<string> => {
  await on(page, "paused");
  await page.waitForFunction(
    (wanted) => document.querySelector(".stage")?.textContent.includes(wanted),
    SENTENCES[trouble],
  );
  const said = await page.locator(".stage").innerText();
  expect(said).toContain(BLAMELESS);
  expect(said).toContain("Rien n'est perdu");
  return page.locator(".stage .picture svg.pict").innerHTML();
};

const worksAgain = (page: Page) => page.waitForSelector(".works-again");

/** Past the face. */
const toFinger = async ({ kiosk, page }: Stand) => {
  await atConsent({ kiosk, page });
  await main(page);
  await on(page, "face-review");
  await main(page);
};

type Script = PlayedKiosk["station"]["script"];

/** One after the other within one enrolment; each trouble has a picture of its own. */
const everyFault = async (
  page: Page,
  script: Script,
  again: (code: DeviceFaultCode) => void,
): Promise<ReadonlyMap<DeviceTrouble, string>> => {
  const pictures = new Map<DeviceTrouble, string>();
  for (const code of CODES) {
    Object.assign(script, { fault: code, repaired: false });
    again(code);
    const trouble = troubleOf(code);
    const picture = await pause(page, trouble);
    pictures.set(trouble, picture);
    script.repaired = true;
    await worksAgain(page);
  }
  return pictures;
};
describe.skipIf(reason !== undefined)(`devices that fail, on the page${because}`, () => {
  const start = opening();

  test("the scanner: every fault is told, and the finger is asked for again", async () => {
    const { kiosk, page } = await start({ fingers: ["wait"] }, { policy: patient() });
    await toFinger({ kiosk, page });
    await on(page, "finger");
    const { script } = kiosk.station;
    const pictures = await everyFault(page, script, () => kiosk.station.goOn("broken", "wait"));
    expect(new Set(pictures.values()).size).toBe(4);
    kiosk.station.goOn("good");
    await on(page, "signature-review");
  });

  test("the camera: every fault is told, and the mirror comes back", async () => {
    const endless = [{ hint: "come-closer", frames: 1e9 }] as const;
    const { kiosk, page } = await start({ looks: endless }, { policy: patient() });
    await atConsent({ kiosk, page });
    await main(page);
    await on(page, "face");
    const { station } = kiosk;
    const pictures = await everyFault(page, station.script, () => station.stopCamera());
    expect(new Set(pictures.values()).size).toBe(4);
    station.script.looks = [{ hint: "ready", ready: true }];
    station.replayLooks();
    await on(page, "face-review");
  });

  test("the pad: every fault is told, and the signature is asked for again", async () => {
    const { kiosk, page } = await start({ signatures: ["wait"] }, { policy: patient() });
    await toFinger({ kiosk, page });
    await on(page, "signature");
    const { station } = kiosk;
    const pictures = await everyFault(page, station.script, () => station.goOnSigning("broken", "wait"));
    expect(new Set(pictures.values()).size).toBe(4);
    station.goOnSigning("good");
    await on(page, "signature-review");
  });

  /** What each mishap on the wire comes to through the real driver; undefined: nobody notices. */
  const ON_THE_WIRE: Record<Place, Record<Mishap, DeviceTrouble | undefined>> = {
    scanner: {
      stall: "silent",
      unplug: "unplugged",
      short: "unclear",
      timeout: "silent",
      garbage: "unclear",
      delay: undefined,
      duplicate: undefined,
      "disconnect-reconnect": "unplugged",
    },
    pad: {
      stall: "silent",
      unplug: "unplugged",
      short: "unclear",
      timeout: undefined,
      garbage: undefined,
      delay: undefined,
      duplicate: undefined,
      "disconnect-reconnect": "unplugged",
    },
    // A frame that arrived damaged is followed by a whole one, and nobody is troubled with it.
    camera: {
      stall: "silent",
      unplug: "unplugged",
      short: undefined,
      timeout: "silent",
      garbage: undefined,
      delay: undefined,
      duplicate: undefined,
      "disconnect-reconnect": "unplugged",
    },
  };

  test.each(["scanner", "pad", "camera"] as const)(
    "the %s, with every mishap on its cable under the real driver",
    async (device) => {
      const devices = new RealDevices(device, {});
      const { kiosk, page } = await start(
        {},
        // No code is read: the camera is used for the face alone.
        { policy: patient(), ways: ["typed", "document", "none"], stationOf: () => devices },
      );
      const seen: Record<string, DeviceTrouble | undefined> = Object.fromEntries(
        MISHAPS.map((mishap) => [mishap, undefined]),
      );
      kiosk.walk.onChange(() => {
        const screen = kiosk.walk.screen();
        if (screen.kind === "paused") seen[devices.mishap ?? "none"] = screen.trouble;
      });
      await atConsent({ kiosk, page });
      await main(page);
      await on(page, "face-review");
      await main(page);
      await on(page, "signature-review");
      expect(seen).toEqual(ON_THE_WIRE[device]);
    },
    60_000,
  );

  test("the ticket printer: whatever it does is said, and the slip stands on the screen", async () => {
    const told = ["no-paper", "cover-open", "printer-trouble", "printed"] as const;
    expect([...told, "printing"].sort()).toEqual([...SLIP_STATES].sort());
    const { kiosk, page } = await start({ slips: [...told] });
    await atReview({ kiosk, page });
    await main(page);
    const lines = new Set<string>();
    for (const state of told) {
      await page.waitForSelector(`.slip-said[data-slip="${state}"]`);
      lines.add(await page.locator(".slip-said").innerText());
      expect(await page.locator(".slip-said svg.pict").count()).toBe(1);
      expect(await page.locator(".slip-number").innerText()).toBe("7K3F-92MX-4Q");
      // Somebody has seen to it: the slip once more.
      if (state !== "printed") await page.click('.choice[data-say="ticket-print"]');
    }
    expect(lines.size).toBe(told.length);
  });
});
