/** `kiosk devices` as somebody types it. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCommand } from "../../kiosk/cli/program.ts";
import { decodeGrey, encodeGreyPng } from "../../models/image.ts";
import { DRIVERS } from "../../drivers/index.ts";
import { asCaptured } from "../../drivers/fingerprint/uru4000/model.ts";
import { NOT_ASSESSED, writeFinger2011 } from "../../api/formats/iso19794/second-edition.ts";
import { makeSigner } from "../../drivers/sbi/test-provider.ts";
import { ridges } from "./pictures.ts";
import { startSbiTwin } from "./sbi-twin.ts";
import { listen } from "../kiosk/cli/listen.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "devices-"));
});
afterEach(() => rm(folder, { recursive: true }));

const run = async (...words: string[]) => {
  const { printed, noted, terminal } = listen();
  const status = await runCommand(["devices", ...words], terminal);
  return { status, out: printed.join("\n"), notes: noted.join("\n") };
};

const recording = "fixtures/recordings/uru4000/capture";

describe("kiosk devices", () => {
  test("replay: the picture, pixel for pixel", async () => {
    const file = path.join(folder, "finger.png");
    const { status, out } = await run("replay", recording, "--out", file, "--json");
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ characteristic: "finger", width: 384, height: 290, ppi: 512 });
    const { pixels } = await decodeGrey(await readFile(file));
    expect(Buffer.compare(pixels, asCaptured(ridges(1)).pixels)).toBe(0);
  });

  test.each(["wacom-stu", "uvc", "topaz", "ptp"])("replay of %s gives a picture too", async (id) => {
    const file = path.join(folder, "picture.png");
    expect((await run("replay", `fixtures/recordings/${id}/capture`, "--out", file)).status).toBe(0);
    expect((await decodeGrey(await readFile(file))).width).toBeGreaterThan(40);
  });

  test.each(["document-camera", "sbi"])(
    "replay of %s: what the recording names is what is opened",
    async (id) => {
      const file = path.join(folder, "picture.png");
      const done = await run("replay", `fixtures/recordings/${id}/capture`, "--out", file, "--json");
      expect(done.status).toBe(0);
      expect(JSON.parse(done.out)).toMatchObject({ device: { driver: id } });
      expect((await decodeGrey(await readFile(file))).width).toBeGreaterThan(40);
    },
  );

  test("replay of a service with a fault ends in words too", async () => {
    const scenario = "fixtures/recordings/sbi/scenarios/unplug.json";
    const sbi = "fixtures/recordings/sbi/capture";
    const done = await run("replay", sbi, "--out", path.join(folder, "x.png"), "--faults", scenario);
    expect(done.status).toBe(3);
    expect(done.notes).toMatch(/^\[device-failed\] No sample: The device was unplugged/u);
  });

  test("record: a service's captures, replayed afterwards; a finger that is none is refused", async () => {
    const signer = await makeSigner("A provider");
    const { pixels, width, height } = ridges(1, 128, 144);
    const record = writeFinger2011({
      position: "right-index",
      impression: "live-plain",
      quality: NOT_ASSESSED,
      ppi: 500,
      compression: "none",
      width,
      height,
      capturedAt: 0,
      image: pixels,
    });
    await using service = await startSbiTwin({ signer, records: [{ subType: "Right IndexFinger", record }] });
    const config = { format: "kiosk-sbi/1", environment: "Developer", providers: ["provider.pem"] };
    const [file, out] = [path.join(folder, "sbi.json"), path.join(folder, "recorded")];
    await writeFile(path.join(folder, "provider.pem"), signer.anchor.toString());
    await writeFile(file, JSON.stringify({ ...config, ports: [service.port] }));
    const shown = async (recording: string) => {
      const picture = path.join(folder, "finger.png");
      const { out: said } = await run("replay", recording, "--out", picture);
      expect(said).toMatch(/Twin Slap 500, .*width 128/u);
      return (await decodeGrey(await readFile(picture))).pixels;
    };
    const raw = await run("record", "--sbi", file, "--out", `${out}-raw`, "--raw");
    expect([raw.status, raw.out]).toEqual([0, `${out}-raw: captured`]);
    expect(raw.notes).toMatch(/use no one's finger without consent/u);
    expect(Buffer.compare(await shown(`${out}-raw`), pixels)).toBe(0);
    const done = await run("record", "--sbi", file, "--out", out, "--captures", "2");
    expect([done.status, done.out]).toEqual([0, `${out}: captured, captured`]);
    expect(done.notes).toMatch(/made-up people replace what is presented/u);
    expect(Buffer.compare(await shown(out), pixels)).not.toBe(0);
    expect((await run("redact", `${out}-raw`, "--out", `${out}-redacted`, "--seed", "x")).status).toBe(0);
    const redacted = await shown(`${out}-redacted`);
    expect(Buffer.compare(redacted, pixels)).not.toBe(0);
    expect(Buffer.compare(redacted, await shown(out))).not.toBe(0);
    const none = await run("record", "--sbi", file, "--out", out, "--finger", "nose");
    expect([none.status, none.notes]).toEqual([2, expect.stringMatching(/"nose" is no finger/u)]);
  });

  test("replay with a fault: exit 3, one sentence, no file", async () => {
    const file = path.join(folder, "finger.png");
    const scenario = "fixtures/recordings/uru4000/scenarios/stall.json";
    const { status, notes } = await run("replay", recording, "--out", file, "--faults", scenario);
    expect([status, notes.split("\n").length]).toEqual([3, 1]);
    expect(notes).toMatch(/^\[device-failed\] No sample: The device refused a transfer\. Unplug it/u);
    await expect(readFile(file)).rejects.toThrow(/ENOENT/u);
  });

  test("a scenario that was not played to its end, or ends otherwise than it says, is told", async () => {
    const [file, scenario] = [path.join(folder, "finger.png"), path.join(folder, "scenario.json")];
    const played = async (content: unknown) => {
      await writeFile(scenario, JSON.stringify(content));
      return await run("replay", recording, "--out", file, "--faults", scenario);
    };
    const at = { ep: "0x99", nth: 1 };
    const missed = await played({ faults: [{ at, do: "stall" }] });
    expect(missed.status).toBe(2);
    expect(missed.notes).toMatch(/"stall" at transfer 1 of ep 99 was never reached/u);
    const zeroth = await played({ faults: [{ at: { ep: "0x82", nth: 0 }, do: "stall" }] });
    expect(zeroth.notes).toMatch(/"nth" counts from 1/u);
    const short = [{ at: { ep: "0x82", nth: 1 }, do: "short", bytes: 50_000 }];
    const other = await played({ faults: short, expect: { outcome: "captured" } });
    expect(other.notes).toMatch(/expects "captured", and the capture ended as "failed, short-transfer"/u);
    const same = await played({ faults: short, expect: { outcome: "failed", code: "short-transfer" } });
    expect(same.notes).toMatch(/No sample: The device sent less than a whole picture/u);
    await expect(readFile(file)).rejects.toThrow(/ENOENT/u);
  });

  test("replay of a reader of documents gives its lines; a ticket printer's recording is named as what it is", async () => {
    const file = path.join(folder, "lines.txt");
    const read = await run("replay", "fixtures/recordings/mrz-serial/capture", "--out", file);
    expect([read.status, read.out]).toEqual([0, expect.stringContaining("MRZ reader") as string]);
    expect((await readFile(file, "utf8")).split("\n")[0]).toMatch(/^P<UTOERIKSSON/u);
    const printed = await run("replay", "fixtures/recordings/escpos/capture", "--out", file);
    expect(printed.notes).toMatch(/no driver in the list drives serial "escpos"/u);
  });

  test("replay of what is no recording, and of a truncated one", async () => {
    expect(await run("replay", folder, "--out", path.join(folder, "x.png"))).toMatchObject({ status: 1 });
    for (const name of ["device.umockdev", "capture.pcapng"]) {
      const bytes = await readFile(path.join(recording, name));
      await writeFile(path.join(folder, name), name === "capture.pcapng" ? bytes.subarray(0, 60_000) : bytes);
    }
    const cut = await run("replay", folder, "--out", path.join(folder, "x.png"));
    expect(cut.status).toBe(3);
    expect(cut.notes).toMatch(/^\[recording-mismatch\].*recording-ended/u);
  });

  test("convert: a capture becomes a recording that replays", async () => {
    const device = path.join(folder, "descriptors");
    const text = await readFile(path.join(recording, "device.umockdev"), "utf8");
    await writeFile(device, Buffer.from(/descriptors=([\dA-F]+)/u.exec(text)![1]!, "hex"));
    const out = path.join(folder, "converted");
    const capture = path.join(recording, "capture.pcapng");
    const wanted = await run("convert", capture, "--out", out, "--bus", "1", "--device", "2");
    expect(wanted.notes).toMatch(/give its sysfs file "descriptors"/u);
    const done = await run(
      "convert",
      capture,
      "--out",
      out,
      "--bus",
      "1",
      "--device",
      "2",
      "--descriptors",
      device,
    );
    expect(done.status).toBe(0);
    expect((await run("replay", out, "--out", path.join(folder, "x.png"))).status).toBe(0);
  });

  test("redact: somebody else in a recording; the same for one seed", async () => {
    const replayed = path.join(folder, "finger.png");
    const pictures = new Map<string, Uint8Array>();
    for (const [name, seed] of [
      ["a", "one"],
      ["b", "one"],
      ["c", "two"],
    ] as const) {
      const out = path.join(folder, name);
      expect((await run("redact", recording, "--out", out, "--seed", seed)).status).toBe(0);
      expect((await run("replay", out, "--out", replayed)).status).toBe(0);
      pictures.set(name, (await decodeGrey(await readFile(replayed))).pixels);
    }
    const [a, b, c] = ["a", "b", "c"].map((name) => pictures.get(name)!);
    expect(Buffer.compare(a!, b!)).toBe(0);
    expect(Buffer.compare(a!, c!)).not.toBe(0);
    expect(Buffer.compare(a!, asCaptured(ridges(1)).pixels)).not.toBe(0);
  });

  test("convert: other pictures in a recording", async () => {
    const [out, file] = [path.join(folder, "twin"), path.join(folder, "print.png")];
    await writeFile(file, await encodeGreyPng(ridges(7)));
    expect((await run("convert", recording, "--picture", file, "--out", out)).status).toBe(0);
    const replayed = path.join(folder, "finger.png");
    expect((await run("replay", out, "--out", replayed)).status).toBe(0);
    const { pixels } = await decodeGrey(await readFile(replayed));
    expect(Buffer.compare(pixels, asCaptured(ridges(7)).pixels)).toBe(0);
    await writeFile(file, await encodeGreyPng(ridges(7, 100, 100)));
    const wrong = await run("convert", recording, "--picture", file, "--out", out);
    expect([wrong.status, wrong.notes]).toEqual([
      1,
      "[input-malformed] The pictures of uru4000 are 384 x 290, not 100 x 100.",
    ]);
  });

  test("list and selftest say what they see, or that they see nothing", async () => {
    const list = await run("list", "--json");
    expect(list.status).toBe(0);
    expect(Array.isArray(JSON.parse(list.out))).toBe(true);
    const known = JSON.parse((await run("list", "--drivers", "--json")).out) as {
      driver: string;
      evidence: string;
    }[];
    expect(new Set(known.map(({ driver }) => driver)).size).toBe(DRIVERS.length);
    expect((await run("list", "--drivers")).out).toMatch(
      /^futronic-fs81 +Futronic FS81\n +500 dpi, area not known, 8 bits, no presentation-attack detection; demonstration; evidence: single-source\. Experimental/mu,
    );
    const missing = await run("selftest", "/dev/not-there");
    expect(missing).toMatchObject({
      status: 3,
      notes: expect.stringMatching(/^\[device-missing\] \/dev\/not-there is not connected/u),
    });
    expect((await run("list", "--line", "nonsense")).status).not.toBe(0);
  });
});
