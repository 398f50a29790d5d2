/**
 * The twins against the protocol facts, byte by byte as the sources print them and not as the drivers' own readers and writers
 * make them: a field that driver and twin misread alike would show here and nowhere else.
 */
import { describe, expect, test } from "vitest";
import type { Clock } from "../../api/base/clock.ts";
import { twinPtpCamera } from "../../drivers/camera/ptp/model.ts";
import { twinFs81 } from "../../drivers/fingerprint/futronic-fs81/model.ts";
import { twinNb1010 } from "../../drivers/fingerprint/nb1010/model.ts";
import { twinSfm } from "../../drivers/fingerprint/suprema-sfm/model.ts";
import { twinZfm } from "../../drivers/fingerprint/zfm/model.ts";
import { readPenReport } from "../../drivers/signature/wacom-stu/protocol.ts";
import { twinPad } from "../../drivers/signature/wacom-stu/model.ts";
import { twinTopaz } from "../../drivers/signature/topaz/model.ts";
import { twinScanner } from "../../drivers/fingerprint/uru4000/model.ts";
import { ReplayClock } from "../../drivers/transport/replay-clock.ts";
import type { SerialTransport, UsbTransport } from "../../drivers/transport/transport.ts";
import { jpegFrames, ridges, scribble } from "./pictures.ts";

/** Hexadecimal as the sources print it, without its spaces. */
const tight = (hex: string): string => hex.replaceAll(" ", "");
const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(tight(hex), "hex"));
const hex = (data: Uint8Array): string => Buffer.from(data).toString("hex");

/** What comes within a moment, joined. */
const answer = async (line: SerialTransport, least: number): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  for (let got = 0; got < least; got = parts.reduce((sum, { length }) => sum + length, 0))
    parts.push(await line.read({ timeout: 20_000 }));
  return Buffer.concat(parts);
};
const askLine = async (line: SerialTransport, question: string, least: number): Promise<string> => {
  await line.write(bytes(question));
  return hex(await answer(line, least));
};
const askUsb = async (usb: UsbTransport, out: number, question: string, from: number, length: number) => {
  await usb.write(out, bytes(question), { timeout: 5000 });
  return usb.read(from, length, { timeout: 5000 });
};

const time = (): Clock => new ReplayClock(0);

const openZfm = async (images: number) => {
  const twin = twinZfm([ridges(1, 256, 288)].slice(0, images), { clock: time(), presentAfter: 0 });
  await twin.configure({ baud: 57_600, parity: "none", dataBits: 8 });
  return twin;
};

const openSfm = async () => {
  const twin = twinSfm([ridges(1, 256, 180)], { clock: time(), presentAfter: 1 });
  await twin.configure({ baud: 115_200, parity: "none", dataBits: 8 });
  return twin;
};

describe("ZFM-20: EF01, address, kind, length, payload, sum of kind, length and payload", () => {
  test("GenImg with nobody there is answered with 02", async () => {
    expect(await askLine(await openZfm(0), "ef01 ffffffff 01 0003 01 0005", 12)).toBe(
      "ef01ffffffff07000302000c",
    );
  });

  test("a wrong sum is answered with 01, and nothing is done", async () => {
    expect(await askLine(await openZfm(1), "ef01 ffffffff 01 0003 01 0006", 12)).toBe(
      "ef01ffffffff07000301000b",
    );
  });

  test("ReadSysPara: status, system, capacity, security, address, packet size code, baud, as the manual has them", async () => {
    expect(await askLine(await openZfm(0), "ef01 ffffffff 01 0003 0f 0013", 28)).toBe(
      tight("ef01ffffffff0700130000000009 03e8 0003 ffffffff 0002 0006 0515"),
    );
  });

  test("UpImage: 36,864 bytes in packets of 128, the last of kind 08, the high nibble is the left pixel", async () => {
    const twin = await openZfm(1);
    expect(await askLine(twin, "ef01 ffffffff 01 0003 01 0005", 12)).toBe("ef01ffffffff07000300000a");
    await twin.write(bytes("ef01 ffffffff 01 0003 0a 000e"));
    const all = await answer(twin, 12 + 288 * 139);
    const first = all.subarray(12, 12 + 139);
    expect(hex(first.subarray(0, 9))).toBe("ef01ffffffff020082");
    const picture = ridges(1, 256, 288).pixels;
    expect([first[9]! >> 4, first[9]! & 15]).toEqual(
      [picture[0], picture[1]].map((v) => Math.round(v! / 17)),
    );
    const last = all.subarray(12 + 287 * 139);
    expect(hex(last.subarray(0, 9))).toBe("ef01ffffffff080082");
    const sum = last.subarray(6, -2).reduce((total, byte) => total + byte, 0) & 0xffff;
    expect(hex(last.subarray(-2))).toBe(sum.toString(16).padStart(4, "0"));
  });
});

describe("Suprema SFM: 40, command, parameter, size, flag, sum of eleven bytes, 0A", () => {
  test("the image format is set to 8-bit grey (parameter 6C to 30)", async () => {
    expect(await askLine(await openSfm(), "40 01 00000000 30000000 6c dd 0a", 13)).toBe(
      tight("40010000000030000000 61 d2 0a"),
    );
  });

  test("SI: scan success, then success with the size, then seven little-endian words and the pixels, 0A", async () => {
    const twin = await openSfm();
    await twin.write(bytes("40 15 00000000 00000000 00 55 0a"));
    const all = await answer(twin, 26 + 28 + 256 * 180 + 1);
    expect(hex(all.subarray(0, 13))).toBe(tight("40150000000000000000 62 b7 0a"));
    const size = 28 + 256 * 180;
    const told = Buffer.from(all.subarray(13, 26));
    expect([told[1], told.readUInt32LE(6), told[10]]).toEqual([0x15, size, 0x61]);
    const words = Buffer.from(all.subarray(26, 26 + 28));
    expect([0, 4, 8, 12, 20, 24].map((at) => words.readInt32LE(at))).toEqual([256, 180, 0, 0, 256 * 180, 0]);
    expect(all.subarray(26 + 28, 26 + size)).toEqual(Buffer.from(ridges(1, 256, 180).pixels));
    expect(all.at(-1)).toBe(0x0a);
  });
});

test("FS81: E0 gives 512 bytes with width and height big-endian at 4 and 6; DD lights, FE gives reversed rows", async () => {
  const picture = ridges(1, 320, 480);
  const twin = twinFs81([picture], { clock: time(), presentAfter: 0 });
  const told = await askUsb(twin, 0x01, "e0", 0x82, 512);
  expect([told.length, hex(told.subarray(4, 8))]).toEqual([512, "014001e0"]);
  await twin.write(0x01, bytes("dd3200"), { timeout: 1000 });
  const frame = await askUsb(twin, 0x01, "fe", 0x82, 320 * 480);
  expect(frame.subarray(0, 320)).toEqual(picture.pixels.subarray(479 * 320));
});

test("NB-1010: the level of a finger stands in byte 12 of the answer to 38; a picture is 90 reads of 540 bytes, 25 before two rows", async () => {
  const picture = ridges(1, 256, 180);
  const twin = twinNb1010([picture], { clock: time(), presentAfter: 0 });
  const level = await askUsb(twin, 0x02, "80 38 00 00 00 00 00 00", 0x83, 64);
  expect(level[12]).toBeGreaterThan(0x30);
  await askUsb(twin, 0x02, "80 12 01 00 00 00 00 00", 0x83, 64);
  const rows = await twin.read(0x83, 540, { timeout: 1000 });
  expect(rows.length).toBe(540);
  expect(rows.subarray(25, 25 + 512)).toEqual(picture.pixels.subarray(0, 512));
});

test("U.are.U: registers by vendor request 4; information of 16 bytes at F0; an endpoint of interrupts and one of pictures", async () => {
  const twin = twinScanner([ridges(1)], { clock: time() });
  const register = (value: number, length: number) =>
    twin.controlIn({ type: "vendor", request: 4, value, index: 0 }, length, { timeout: 1000 });
  expect((await register(0x07, 1)).length).toBe(1);
  expect((await register(0xf0, 16)).length).toBe(16);
  expect(twin.endpoints.map(({ address, type }) => [address >> 7, type])).toEqual([
    [1, "interrupt"],
    [1, "bulk"],
  ]);
});

/** A full report: how many bytes count, then 253. */
const block = (length: number) => Uint8Array.of(length & 0xff, length >> 8, ...new Uint8Array(253));

describe("Wacom STU", () => {
  test("report 34: pen state and pressure, x, y, time and sequence, big-endian", () => {
    expect(readPenReport(bytes("34 9123 1234 0abc 00c8 0005"))).toEqual({
      inRange: true,
      contact: true,
      pressure: 0x123,
      x: 0x1234,
      y: 0x0abc,
      time: 200,
      sequence: 5,
    });
    // Ready is the highest bit; the lowest two belong to the pressure.
    expect(readPenReport(bytes("01 03ff 0000 0000"))).toMatchObject({
      inRange: false,
      contact: false,
      pressure: 0x3ff,
    });
  });

  test("Capability and Information as the SDK lays them out", async () => {
    const pad = twinPad(scribble(10), { clock: time() });
    expect(hex(await pad.getFeature(0x09, 16))).toBe(tight("2580 1770 03ff 0140 00c8 c8 09ec 03 0000"));
    const told = await pad.getFeature(0x08, 16);
    expect([told.length, Buffer.from(told.subarray(0, 7)).toString("latin1")]).toEqual([16, "STU-430"]);
    expect(hex((await pad.getFeature(0x03, 4)).subarray(0, 1))).toBe("00");
  });

  test("a screen's picture: 253 bytes a block behind a little-endian length; a short one is refused with 4, a block at the wrong moment with 2", async () => {
    const pad = twinPad(scribble(10), { clock: time() });
    await pad.setFeature(0x26, block(253));
    expect((await pad.getFeature(0x03, 4))[1]).toBe(2);
    await pad.setFeature(0x25, Uint8Array.of(0x00));
    await pad.setFeature(0x26, block(253));
    await pad.setFeature(0x27, Uint8Array.of(0x00));
    expect((await pad.getFeature(0x03, 4))[1]).toBe(4);
    await pad.setFeature(0x25, Uint8Array.of(0x00));
    for (let left = 8000; left > 0; left -= 253) await pad.setFeature(0x26, block(Math.min(253, left)));
    await pad.setFeature(0x27, Uint8Array.of(0x00));
    expect((await pad.getFeature(0x03, 4))[1]).toBe(0);
    expect(pad.shown?.bytes.length).toBe(8000);
  });
});

test("Topaz: five bytes, the first with its highest bit, twelve-bit places within the pad's own window; nothing is asked", async () => {
  const twin = twinTopaz([scribble(8)], { clock: time(), startAfter: 1 });
  await twin.configure({ baud: 19_200, parity: "odd", dataBits: 8 });
  const packets = await answer(twin, 40);
  for (let at = 0; at + 5 <= 40; at += 5) {
    const [b0 = 0, b1 = 0, b2 = 0, b3 = 0, b4 = 0] = packets.subarray(at, at + 5);
    expect([b0 & 0x80, b1 & 0x80, b2 & 0xe0, b3 & 0x80, b4 & 0xe0]).toEqual([0x80, 0, 0, 0, 0]);
    const [x, y] = [((b2 & 0x1f) << 7) | b1, ((b4 & 0x1f) << 7) | b3];
    expect(x).toBeGreaterThanOrEqual(500);
    expect(x).toBeLessThanOrEqual(2650);
    expect(y).toBeGreaterThanOrEqual(700);
    expect(y).toBeLessThanOrEqual(2100);
  }
});

test("PTP: a command container of 16 bytes opens the session, a response of 12 bytes says 2001", async () => {
  const twin = twinPtpCamera(await jpegFrames(1), { clock: time(), maker: "plain" });
  const [out, inwards] = [false, true].map(
    (towardsHost) =>
      twin.endpoints.find(({ type, address }) => type === "bulk" && address >= 0x80 === towardsHost)!.address,
  );
  const response = await askUsb(twin, out!, "10000000 0100 0210 00000000 01000000", inwards!, 512);
  expect(hex(response)).toBe(tight("0c00000003000120 00000000"));
});
