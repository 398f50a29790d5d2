/** What the engine saw, shown: the page of one print, and the fingers of a slap. */
import { chmodSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { readMinutiaeRecord } from "../../../api/formats/iso19794/p2.ts";
import { runCommand } from "../../../kiosk/cli/program.ts";
import { SLAP_KINDS } from "../../../kiosk/cli/finger/slap-kinds.ts";
import { SLAPS } from "../../../models/finger/slap/segment.ts";
import { encodeGreyPng } from "../../../models/image.ts";
import { masterPrint } from "../../../models/synthetic/fingerprint/master.ts";
import { makeSlap } from "../../../models/synthetic/fingerprint/slap.ts";
import { temporaryFolder } from "../stand.ts";
import { listen } from "./listen.ts";

const place = temporaryFolder();
afterAll(() => place[Symbol.dispose]());
const at = (...names: string[]) => path.join(place.path, ...names);

const kiosk = async (...words: string[]) => {
  const { printed, noted, terminal } = listen();
  const status = await runCommand(["finger", ...words], terminal);
  return { status, printed: printed.join("\n"), noted: noted.join("\n") };
};

const { image } = makeSlap({ index: masterPrint("shown-1"), middle: masterPrint("shown-2") }, "shown", {
  hand: "right",
  width: 1300,
  height: 1300,
  turn: 10,
  condition: { moisture: 0, pressure: 0.5, wear: 0 },
});
writeFileSync(at("slap.png"), await encodeGreyPng(image));

const slap = (...words: string[]) =>
  kiosk("slap", at("slap.png"), "--dpi", "500", "--out", at("fingers"), ...words);

describe("kiosk finger slap", () => {
  test("a picture and a template for each finger, at its own position, and a drawing of where they lie", async () => {
    const { status, printed } = await slap("--kind", "right-two");
    expect(status).toBe(0);
    expect(printed).toMatch(/^right-index, quality \d+, \d+ minutiae/u);
    expect(readdirSync(at("fingers")).sort()).toEqual([
      "right-index.fmr",
      "right-index.png",
      "right-middle.fmr",
      "right-middle.png",
      "slap.svg",
    ]);
    for (const position of SLAPS["right-two"]) {
      const [template] = readMinutiaeRecord(readFileSync(at("fingers", `${position}.fmr`)));
      expect(template?.position).toBe(position);
      expect(template?.minutiae.length).toBeGreaterThan(15);
    }
    expect(readFileSync(at("fingers", "slap.svg"), "utf8").match(/<polygon /gu)).toHaveLength(2);
  });

  test("with NIST's nfiq2 installed each finger's template states its score, and the line names it", async () => {
    mkdirSync(at("program"));
    writeFileSync(at("program", "nfiq2"), '#!/bin/sh\n[ $# -eq 0 ] && echo "NFIQ 2 v2.3.0" || echo 77\n');
    chmodSync(at("program", "nfiq2"), 0o755);
    vi.stubEnv("PATH", at("program"));
    const { printed } = await slap("--kind", "right-two");
    vi.unstubAllEnvs();
    expect(printed).toMatch(
      /^right-index, quality 77 \(NIST NFIQ 2 2\.3\.0; the kiosk's own \d+\), \d+ min/u,
    );
    for (const position of SLAPS["right-two"]) {
      const [template] = readMinutiaeRecord(readFileSync(at("fingers", `${position}.fmr`)));
      expect(template?.quality).toBe(77);
    }
  });

  test("fingers known to be missing are not asked for", async () => {
    const known = await slap("--kind", "right-four", "--without", "right-ring", "right-little", "--json");
    expect(JSON.parse(known.printed)).toMatchObject({ missing: [], certain: true, surplus: 0 });
  });

  test("a hand that lacks fingers nobody spoke of is not named with certainty", async () => {
    const { status, noted } = await slap("--kind", "right-four");
    expect(status).toBe(0);
    expect(noted).toContain("more than one naming fits");
  });

  test("a finger that the slap does not have, and a slap that there is not", async () => {
    expect(await slap("--kind", "right-two", "--without", "left-ring")).toMatchObject({ status: 2 });
    expect(await slap("--kind", "five")).toMatchObject({ status: 2 });
    expect(SLAP_KINDS).toEqual(Object.keys(SLAPS));
  });
});

describe("kiosk finger explain", () => {
  test("one page: minutiae, measures, and every stage with its picture and time", async () => {
    const finger = at("fingers", "right-index.png");
    const { status, printed } = await kiosk(
      "explain",
      finger,
      "--dpi",
      "500",
      "--out",
      at("page.html"),
      "--json",
    );
    expect(status).toBe(0);
    const { minutiae } = JSON.parse(printed) as { minutiae: number };
    const page = readFileSync(at("page.html"), "utf8");
    expect(page.match(/<g class="(ending|bifurcation)" opacity/gu)).toHaveLength(minutiae);
    const stages = [...page.matchAll(/<strong>\d+\. ([^<]+)<\/strong><br \/>\d+\.\d ms/gu)].map(
      ([, name]) => name,
    );
    expect(stages).toHaveLength(17);
    for (const name of ["contrast", "second enhancement", "thinning"])
      expect(page).toMatch(new RegExp(`<img alt="${name}" src="data:image/png;base64,`, "u"));
    for (const measure of ["usable-area", "frequency-spread", "ridge-period"])
      expect(page).toContain(`<code>${measure}</code>`);
    expect(page).not.toMatch(/<script|https?:/u);
  });

  test("what is no picture is refused by name", async () => {
    writeFileSync(at("text.png"), "no picture");
    const { status, noted } = await kiosk(
      "explain",
      at("text.png"),
      "--dpi",
      "500",
      "--out",
      at("none.html"),
    );
    expect([status, noted.includes("text.png")]).toEqual([1, true]);
    expect(readdirSync(place.path)).not.toContain("none.html");
  });
});
