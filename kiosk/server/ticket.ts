/** The slip: a number one can read out, and the same as a QR symbol. It names the packet and tells nothing else. */
import QRCode from "qrcode";
import type { TicketView } from "../../api/words/kiosk-ticket.ts";
import type { TicketKey } from "../queue/ticket-news.ts";
import type { Milliseconds } from "../../api/words/units.ts";

/** Crockford's letters: none looks or sounds like another. */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** Base-32 digits of the packet's own random part. */
const DIGITS = 9;

const digitOf = (body: string): string => {
  const sum = body.split("").reduce((total, letter, at) => total + LETTERS.indexOf(letter) * (at + 2), 0);
  return LETTERS[sum % 31] ?? "0";
};
const grouped = (whole: string): string => `${whole.slice(0, 3)}-${whole.slice(3, 7)}-${whole.slice(7)}`;

/** Ten letters in groups: nine of the packet's identity, one that finds a mistyped or swapped letter (weighted, modulo 31). */
export const ticketNumber = (packetId: string): string => {
  let value = BigInt(`0x${packetId.replaceAll("-", "").slice(0, 12)}`);
  let body = "";
  for (let at = 0; at < DIGITS; at += 1) {
    body = (LETTERS[Number(value % 32n)] ?? "0") + body;
    value /= 32n;
  }
  return grouped(`${body}${digitOf(body)}`);
};

/**
 * The number as `ticketNumber` writes it, from what was typed or from the slip's symbol. Letters that Crockford's alphabet
 * lacks are read as the digits they look like. `mistyped`: its check letter does not fit.
 */
export const readTicketNumber = (text: string): { readonly number: string } | "mistyped" | "not-a-ticket" => {
  const plain = text
    .trim()
    .toUpperCase()
    .replace(/^TICKET:/u, "")
    .replaceAll(/[\s-]/gu, "")
    .replaceAll("O", "0")
    .replaceAll(/[IL]/gu, "1");
  if (!/^[0-9A-HJKMNP-TV-Z]{10}$/u.test(plain)) return "not-a-ticket";
  const body = plain.slice(0, DIGITS);
  return digitOf(body) === plain.slice(DIGITS) ? { number: grouped(plain) } : "mistyped";
};

/** What a number tells of its packet's id; undefined: it is no ticket number. */
export const ticketKey = (text: string): TicketKey | undefined => {
  const read = readTicketNumber(text);
  if (typeof read === "string") return undefined;
  const letters = read.number.replaceAll("-", "").slice(0, DIGITS).split("");
  const value = letters.reduce((sum, letter) => sum * 32n + BigInt(LETTERS.indexOf(letter)), 0n);
  const digits = (value & ((1n << 44n) - 1n)).toString(16).padStart(11, "0");
  return { digits, bit: (value >> 44n) % 2n === 1n ? 1 : 0 };
};

/** Rows of the symbol, "1" dark. */
export const qrRows = (text: string): readonly string[] => {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: "M" });
  return Array.from({ length: modules.size }, (_row, y) =>
    Array.from({ length: modules.size }, (_cell, x) => (modules.get(y, x) ? "1" : "0")).join(""),
  );
};

export const ticketOf = (
  packetId: string,
  mission: string,
  at: Milliseconds,
  next: TicketView["next"],
): TicketView => {
  const number = ticketNumber(packetId);
  return {
    next,
    number,
    qr: qrRows(`TICKET:${number}`),
    date: new Date(at).toISOString().slice(0, 10),
    mission,
  };
};
