/// <reference lib="dom" />
/** Pictures of the devices page, a wizard and a certificate for docs/gallery: `node dist/tests/kiosk/devices/gallery.js`. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { enter, say } from "../desk/browsing.ts";
import { deskStand, OPERATOR, SUPERVISOR, Visitor } from "../desk/stand.ts";
import { launch } from "../web/browser.ts";

const QUALITY = 82;
const keep = async (name: string, picture: Uint8Array, width: number): Promise<void> => {
  const webp = await sharp(picture)
    .resize({ width, withoutEnlargement: true })
    .webp({ quality: QUALITY })
    .toBuffer();
  writeFileSync(path.join(projectRoot, "docs/gallery", `${name}.webp`), webp);
};

const stand = await deskStand();
const browser = await launch();
const folder = mkdtempSync(path.join(tmpdir(), "gallery-"));
try {
  const page = await enter(browser, stand.origin, { language: "fr", faults: [] });
  await say(page, OPERATOR);
  const visitor = await new Visitor(stand.origin).signIn(SUPERVISOR);
  /** A recording of targets is measured; the wizard as it then stands, and its certificate. */
  const calibrate = async (place: string, recorded: string, steps: readonly string[], name: string) => {
    await visitor.act("devices", "begin", { place, recorded });
    for (const step of steps) await visitor.act("devices", "advance", { step });
    await page.goto(`${stand.origin}/desk/#/devices`);
    await page.waitForSelector(".step:has(.fault) img.target", { timeout: 240_000 });
    await page.waitForTimeout(1500);
    await keep(name, await page.screenshot({ fullPage: true }), 1366);
    return visitor.act("devices", "finish", {});
  };
  const colour = ["tuning", "colour", "background", "settings"];
  await calibrate("camera", "camera-cast", colour, "desk-wizard-camera-fr");
  const uniform = ["uniformity", "uniformity", "platen", "dynamic-range"];
  const reply = await calibrate("scanner", "scanner-dirt", uniform, "desk-wizard-fr");
  const id = reply.outcome === "done" ? (reply.result as { id: string }).id : "";
  await visitor.act("devices", "test", { place: "pad" });
  await page.waitForSelector(".place.camera img.live:not(.waiting)", { timeout: 240_000 });
  await keep("desk-devices-fr", await page.screenshot({ fullPage: true }), 1366);
  const pdf = await visitor.get(`/desk/api/file/devices/certificate?id=${id}&file=certificate.pdf`);
  writeFileSync(path.join(folder, "certificate.pdf"), Buffer.from(await pdf.arrayBuffer()));
  execFileSync("pdftoppm", [
    "-r",
    "110",
    "-png",
    "-f",
    "1",
    "-l",
    "1",
    "-singlefile",
    path.join(folder, "certificate.pdf"),
    path.join(folder, "certificate"),
  ]);
  await keep("calibration-certificate", readFileSync(path.join(folder, "certificate.png")), 910);
} finally {
  await browser.close();
  await stand[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
}
