/** A recorded SBI service as a list of moments: what was asked, what was answered, and what is wrapped inside. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { OutsideFault } from "../../../../api/base/faults.ts";
import { CALLS } from "../../../../drivers/sbi/recording.ts";
import { readNetRecording, type NetEntry } from "../../../../drivers/transport/net-recording.ts";
import type { TimelineEvent } from "./events.ts";

const LONG = 48;
const MOST_WORDS = 900;
const DEEPEST = 6;

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const decoded = (part: string): unknown =>
  /^[\w-]{8,}={0,2}$/u.test(part) ? jsonOf(Buffer.from(part, "base64url").toString("utf8")) : undefined;

/** What a string wraps: a JWS's claims, or JSON in base64url. */
const within = (text: string): { readonly how: string; readonly what: unknown } | undefined => {
  const parts = text.split(".");
  const [, payload = ""] = parts;
  const claims = parts.length === 3 ? decoded(payload) : undefined;
  if (claims !== undefined) return { how: "signed ", what: claims };
  const plain = decoded(text);
  return typeof plain === "object" && plain !== null ? { how: "base64 ", what: plain } : undefined;
};

const said = (value: unknown, depth = 0): string => {
  if (depth > DEEPEST) return "…";
  if (typeof value === "string") {
    const inner = within(value);
    if (inner) return `${inner.how}${said(inner.what, depth + 1)}`;
    return value.length > LONG ? `${value.length} characters` : `"${value}"`;
  }
  if (Array.isArray(value)) return `[${value.map((one) => said(one, depth + 1)).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `{${Object.entries(value)
      .map(([key, one]) => `${key}: ${said(one, depth + 1)}`)
      .join(", ")}}`;
  return String(value);
};

const wordsOf = (text: string): string => {
  const value = jsonOf(text);
  const words = value === undefined ? `${text.length} characters that are no JSON` : said(value);
  return words.length > MOST_WORDS ? `${words.slice(0, MOST_WORDS)}…` : words;
};

export const serviceEvents = (entries: readonly NetEntry[]): readonly TimelineEvent[] =>
  entries.flatMap(({ t, took = 0, request, answer }): readonly TimelineEvent[] => {
    const { port, method, path: place, body } = request;
    const lane = `port ${port}`;
    const asked = body === "" ? "" : `: ${wordsOf(body)}`;
    const asking: TimelineEvent = {
      at: t,
      direction: "out",
      lane,
      words: `${method} ${place}${asked}`,
      bytes: Buffer.from(body),
    };
    if ("parts" in answer)
      return [
        asking,
        ...answer.parts.map(({ t: at, bytes }): TimelineEvent => ({
          at,
          direction: "in",
          lane: `${lane} live`,
          words: `live view, ${bytes.length} bytes`,
          bytes,
        })),
      ];
    const answered =
      "text" in answer
        ? { words: `answer to ${method}: ${wordsOf(answer.text)}`, bytes: Buffer.from(answer.text) }
        : { words: `no answer to ${method}`, bytes: new Uint8Array(), trouble: answer.fault };
    return [asking, { at: t + took, direction: "in", lane, ...answered }];
  });

/** Undefined: the folder holds no recording of a service. */
export const readService = async (folder: string): Promise<readonly TimelineEvent[] | undefined> => {
  const file = path.join(folder, CALLS);
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    if (cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ENOTDIR"))
      return undefined;
    throw new OutsideFault("input-missing", `${file} cannot be read.`, { cause });
  });
  return text === undefined ? undefined : serviceEvents(readNetRecording(text, file));
};
