import { describe, expect, test } from "vitest";
import QRCode from "qrcode";
import { documentHolder, holderOf } from "../../../kiosk/server/appointments.ts";
import { codeIn, referenceIn } from "../../../kiosk/server/code.ts";
import { qrRows, ticketNumber } from "../../../kiosk/server/ticket.ts";
import { encodeRgbJpeg } from "../../../models/image.ts";

const NOW = Date.UTC(2026, 10, 21);

/** A symbol on white paper in a grey frame, as a camera sees it. */
const photograph = (text: string, side = 640): Promise<Uint8Array> => {
  const rows = qrRows(text);
  const cell = Math.floor(side / 2 / rows.length);
  const edge = Math.floor((side - cell * rows.length) / 2);
  const pixels = new Uint8Array(side * side * 3).fill(150);
  const paint = (x: number, y: number, value: number) =>
    pixels.fill(value, (y * side + x) * 3, (y * side + x) * 3 + 3);
  for (let y = edge - 30; y < side - edge + 30; y += 1)
    for (let x = edge - 30; x < side - edge + 30; x += 1) paint(x, y, 240);
  for (const [row, cells] of rows.entries())
    for (const [column, dark] of cells.split("").entries())
      if (dark === "1")
        for (let y = 0; y < cell; y += 1)
          for (let x = 0; x < cell; x += 1) paint(edge + column * cell + x, edge + row * cell + y, 25);
  return encodeRgbJpeg({ width: side, height: side, pixels }, 80);
};

describe("appointment codes", () => {
  test("a symbol held to the camera is read", async () => {
    expect(await codeIn(await photograph("APPOINTMENT:BKO-2026-000123"))).toBe("APPOINTMENT:BKO-2026-000123");
    expect(await codeIn(await photograph("https://example.org/pay?x=1"))).toBe("https://example.org/pay?x=1");
  });

  test("a frame without a symbol says nothing", async () => {
    const grey = { width: 320, height: 240, pixels: new Uint8Array(320 * 240 * 3).fill(120) };
    expect(await codeIn(await encodeRgbJpeg(grey, 80))).toBeUndefined();
  });

  test.each([
    ["BKO-2026-000123", "BKO-2026-000123"],
    ["  bko 2026 000123 ", "BKO-2026-000123"],
    ["APPOINTMENT:BKO2026000123", "BKO-2026-000123"],
    ["BKO-2026-00012", undefined],
    ["https://example.org/BKO-2026-000123", undefined],
    ["BKO-2026-000123; DROP TABLE", undefined],
    ["", undefined],
  ])("%j is the reference %s", (text, reference) => {
    expect(referenceIn(text)).toBe(reference);
  });

  test("a reference is known, unknown, or not ours", () => {
    const subject = {
      surname: "Ba",
      givenNames: "Oumou",
      birth: { year: 2023 },
      sex: "female",
      nationality: "MLI",
      synthetic: true,
    } as const;
    const appointments = new Map([["BKO-2026-000123", { subject, paymentReference: "Q-17" }]]);
    expect(holderOf(appointments, "bko-2026-000123", NOW)).toEqual({
      reference: "BKO-2026-000123",
      subject,
      age: 2,
      paymentReference: "Q-17",
    });
    expect(holderOf(appointments, "BKO-2026-000124", NOW)).toBe("unknown");
    expect(holderOf(appointments, "hello", NOW)).toBe("not-ours");
  });
});

describe("documents", () => {
  // Doc 9303-4, appendix B: the specimen of Utopia.
  const lines = [
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
  ];

  test.each([
    ["two lines", lines.join("\r\n")],
    ["typed without a break", lines.join("")],
    ["small letters", lines.join("\n").toLowerCase()],
  ])("a passport's zone as %s gives its holder", (_what, text) => {
    expect(documentHolder(text, NOW)).toMatchObject({
      reference: "DOC-L898902C3",
      age: 52,
      subject: {
        surname: "ERIKSSON",
        givenNames: "ANNA MARIA",
        birth: { year: 1974, month: 8, day: 12 },
        sex: "female",
      },
    });
  });

  test("one wrong digit is not taken for a reading", () => {
    expect(documentHolder(lines.join("\n").replace("7408122", "7408132"), NOW)).toBe("unreadable");
    expect(documentHolder("👋", NOW)).toBe("unreadable");
  });
});

describe("tickets", () => {
  test("a mistyped or swapped letter is found", () => {
    const number = ticketNumber("0f8fad5b-d9cb-469f-a165-70867728950e");
    expect(number).toMatch(/^[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{3}$/u);
    const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    const check = (text: string): boolean => {
      const bare = text.replaceAll("-", "");
      const sum = bare
        .slice(0, 9)
        .split("")
        .reduce((total, letter, at) => total + letters.indexOf(letter) * (at + 2), 0);
      return bare[9] === letters[sum % 31];
    };
    expect(check(number)).toBe(true);
    const bare = number.replaceAll("-", "");
    for (let at = 0; at < 8; at += 1) {
      const swapped = bare.split("");
      [swapped[at], swapped[at + 1]] = [swapped[at + 1]!, swapped[at]!];
      if (swapped.join("") !== bare) expect(check(swapped.join("")), `swap at ${at}`).toBe(false);
    }
  });

  test("the symbol on the slip reads as its number", async () => {
    const text = `TICKET:${ticketNumber("0f8fad5b-d9cb-469f-a165-70867728950e")}`;
    expect(await codeIn(await photograph(text))).toBe(text);
    expect(QRCode.create(text, { errorCorrectionLevel: "M" }).modules.size).toBe(qrRows(text).length);
  });
});
