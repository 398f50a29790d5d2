/**
 * A service's traffic without what names the very unit: serial numbers and device ids become numbers of the same length, and what
 * was signed is signed anew by a test provider. What was accepted stays accepted, what was not stays refused.
 */
import { OutsideFault } from "../../api/base/faults.ts";
import type { NetEntry } from "../transport/net-recording.ts";
import type { NetRequest } from "../transport/net.ts";
import { joined, withBytes } from "./exchanged-live.ts";
import { verifyJws, type Trust } from "./jws.ts";
import { signJws, type SbiSigner } from "./test-provider.ts";

/** Fields whose text names the unit, in whichever object they stand. */
const NAMING = ["serialNo", "deviceId"] as const;
type Naming = (typeof NAMING)[number];
const isName = (field: unknown): field is string | number =>
  typeof field === "string" || typeof field === "number";
/** A service's own answers are six deep. */
const DEEPEST = 32;
const isNaming = (key: string): key is Naming => NAMING.some((name) => name === key);
/** A serial number as long as this is sought in other texts too; a shorter one stands in too many by chance. */
const TELLING = 6;

export const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An object as base64url of JSON, which begins with "e" whatever stands in it. */
const decoded = (text: string): Readonly<Record<string, unknown>> | undefined => {
  if (!/^e[\w=-]+$/u.test(text)) return undefined;
  const value = parsed(Buffer.from(text, "base64url").toString("utf8"));
  return isObject(value) ? value : undefined;
};

export interface Token {
  readonly alg: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export const tokenOf = (text: string): Token | undefined => {
  const [header = "", body = "", , ...more] = text.split(".");
  const [head, payload] = more.length > 0 ? [] : [decoded(header), decoded(body)];
  return head && payload && text.includes(".") ? { alg: String(head["alg"]), payload } : undefined;
};

const isAccepted = (token: string, trust: Trust): boolean => {
  try {
    verifyJws(token, "A recorded answer", trust);
    return true;
  } catch (error) {
    if (error instanceof OutsideFault) return false;
    throw error;
  }
};

/** The same signature with its last byte changed: refused, like the one that was recorded. */
const spoilt = (token: string): string => {
  const at = token.lastIndexOf(".") + 1;
  const signature = Buffer.from(token.slice(at), "base64url");
  signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 1;
  return token.slice(0, at) + signature.toString("base64url");
};

/** Another payload in place of a token's: accepted where the token was, refused where it was not. */
export const signedAnew = (was: string, { payload, alg }: Token, trust: Trust, signer: SbiSigner): string => {
  const signed = signJws(signer, payload, alg);
  return isAccepted(was, trust) ? signed : spoilt(signed);
};

class Unnaming {
  readonly #trust: Trust;
  readonly #signer: SbiSigner;
  readonly #names: Readonly<Record<Naming, Map<string, string>>> = {
    serialNo: new Map(),
    deviceId: new Map(),
  };

  constructor(trust: Trust, signer: SbiSigner) {
    this.#trust = trust;
    this.#signer = signer;
  }

  /** Finds what names units, however it is wrapped. Throws OutsideFault input-malformed for what is wrapped without end. */
  learn(value: unknown, depth = 0): void {
    if (depth > DEEPEST)
      throw new OutsideFault(
        "input-malformed",
        "An answer of the SBI service nests too deeply to be recorded.",
      );
    if (typeof value === "string") this.learn(tokenOf(value)?.payload ?? decoded(value), depth + 1);
    else if (Array.isArray(value)) for (const one of value) this.learn(one, depth + 1);
    else if (isObject(value))
      for (const [key, field] of Object.entries(value)) {
        if (isNaming(key) && isName(field)) this.#stranger(key, String(field));
        else this.learn(field, depth + 1);
      }
  }

  #stranger(key: Naming, name: string): void {
    const names = this.#names[key];
    if (name !== "" && !names.has(name)) names.set(name, String(names.size + 1).padStart(name.length, "0"));
  }

  #plain(text: string): string {
    return [...this.#names.serialNo].reduce(
      (rest, [name, stranger]) => (name.length < TELLING ? rest : rest.replaceAll(name, stranger)),
      text,
    );
  }

  #text(text: string): string {
    const token = tokenOf(text);
    if (token) {
      const payload = this.#object(token.payload);
      return signedAnew(text, { ...token, payload }, this.#trust, this.#signer);
    }
    const object = decoded(text);
    return object
      ? Buffer.from(JSON.stringify(this.without(object))).toString("base64url")
      : this.#plain(text);
  }

  /** Of a live view: in its lines, or in what a camera writes into its pictures. */
  bytes(whole: Buffer): Buffer {
    for (const [name, stranger] of this.#names.serialNo) {
      const [was, now] = [Buffer.from(name), Buffer.from(stranger)];
      if (name.length < TELLING || was.length !== now.length) continue;
      for (let at = whole.indexOf(was); at >= 0; at = whole.indexOf(was, at + was.length)) whole.set(now, at);
    }
    return whole;
  }

  without(value: unknown): unknown {
    if (typeof value === "string") return this.#text(value);
    if (Array.isArray(value)) return value.map((one) => this.without(one));
    return isObject(value) ? this.#object(value) : value;
  }

  #object(value: Token["payload"]): Token["payload"] {
    return Object.fromEntries(
      Object.entries(value).map(([key, field]) => [
        key,
        isNaming(key) && isName(field) ? (this.#names[key].get(String(field)) ?? "") : this.without(field),
      ]),
    );
  }

  /** JSON, or whatever else a service says. */
  body(text: string): string {
    const value = parsed(text);
    return value === undefined ? this.#plain(text) : JSON.stringify(this.without(value));
  }
}

/** `trust`: whom the recorded kiosk accepted, and when. */
export const withoutUnits = (
  entries: readonly NetEntry[],
  trust: Trust,
  signer: SbiSigner,
): readonly NetEntry[] => {
  const unnaming = new Unnaming(trust, signer);
  for (const { request, answer } of entries) {
    unnaming.learn(parsed(request.body));
    if ("text" in answer) unnaming.learn(parsed(answer.text));
  }
  const asked = (request: NetRequest): NetRequest => ({ ...request, body: unnaming.body(request.body) });
  const answered = (answer: NetEntry["answer"]): NetEntry["answer"] => {
    if ("text" in answer) return { text: unnaming.body(answer.text) };
    return "parts" in answer ? withBytes(answer, unnaming.bytes(joined(answer))) : answer;
  };
  return entries.map((entry) => ({
    ...entry,
    request: asked(entry.request),
    answer: answered(entry.answer),
  }));
};
