/** A service's traffic with other records in it: nobody's fingers in place of somebody's, the chain of hashes made anew over them. */
import type { Microseconds } from "../../api/words/units.ts";
import type { ServiceStandIns } from "./stand-ins.ts";
import type { NetEntry } from "../transport/net-recording.ts";
import { chainedHash } from "./hash.ts";
import type { Trust } from "./jws.ts";
import type { SbiSigner } from "./test-provider.ts";
import { withOtherFrames } from "./exchanged-live.ts";
import { isObject, parsed, signedAnew, tokenOf } from "./unnamed.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Where the chain stands, as it was and as it is now. */
interface Link {
  readonly was: string;
  readonly now: string;
}

class Exchange {
  readonly #trust: Trust;
  readonly #signer: SbiSigner;
  readonly #replace: ServiceStandIns;
  readonly #hashes = new Map<string, string>();

  constructor(trust: Trust, signer: SbiSigner, replace: ServiceStandIns) {
    this.#trust = trust;
    this.#signer = signer;
    this.#replace = replace;
  }

  #linkOf(bio: unknown): Link {
    const first: unknown = Array.isArray(bio) ? bio[0] : undefined;
    const was = isObject(first) ? String(first["previousHash"]).toUpperCase() : "";
    return { was, now: this.#hashes.get(was) ?? was };
  }

  async #record(entry: Fields, { was, now }: Link, t: Microseconds): Promise<Fields> {
    // Nothing was captured.
    const { data: text } = entry;
    if (text === undefined) return entry;
    const token = typeof text === "string" ? tokenOf(text) : undefined;
    const value = token?.payload["bioValue"];
    // What is no token is not known to hold nobody: it goes.
    if (typeof text !== "string" || token === undefined || typeof value !== "string")
      return { ...entry, data: "" };
    const record = Uint8Array.from(Buffer.from(value, "base64url"));
    const other = await this.#replace.record(record, t);
    const payload = { ...token.payload, bioValue: Buffer.from(other).toString("base64url") };
    const hash = String(entry["hash"]).toUpperCase();
    // A chain that was broken stays broken.
    const fresh = hash === chainedHash(was, record) ? chainedHash(now, other) : hash;
    this.#hashes.set(hash, fresh);
    return {
      ...entry,
      data: signedAnew(text, { ...token, payload }, this.#trust, this.#signer),
      hash: fresh,
    };
  }

  async #answer(text: string, first: Link, t: Microseconds): Promise<string> {
    const answer = parsed(text);
    // Half an answer may be half a picture: another that is no JSON stands for it.
    if (!isObject(answer)) return "{";
    const { biometrics } = answer;
    if (!Array.isArray(biometrics)) return text;
    const out: unknown[] = [];
    let link = first;
    for (const entry of biometrics) {
      const exchanged = isObject(entry) ? await this.#record(entry, link, t) : entry;
      if (isObject(entry) && isObject(exchanged))
        link = { was: String(entry["hash"]).toUpperCase(), now: String(exchanged["hash"]) };
      out.push(exchanged);
    }
    return JSON.stringify({ ...answer, biometrics: out });
  }

  async entry(entry: NetEntry): Promise<NetEntry> {
    const { t, request, answer } = entry;
    if ("parts" in answer) return { ...entry, answer: await withOtherFrames(answer, this.#replace) };
    const body = parsed(request.body);
    if (request.method !== "RCAPTURE" || !isObject(body)) return entry;
    const { bio } = body;
    const link = this.#linkOf(bio);
    const linked = Array.isArray(bio)
      ? bio.map((one: unknown) => (isObject(one) ? { ...one, previousHash: link.now } : one))
      : bio;
    return {
      ...entry,
      request: { ...request, body: JSON.stringify({ ...body, bio: linked }) },
      answer: "text" in answer ? { text: await this.#answer(answer.text, link, t) } : answer,
    };
  }
}

/** `trust`: whom the recorded kiosk accepted, and when. Throws what `replace` throws. */
export const withOtherRecords = async (
  entries: readonly NetEntry[],
  trust: Trust,
  signer: SbiSigner,
  replace: ServiceStandIns,
): Promise<readonly NetEntry[]> => {
  const exchange = new Exchange(trust, signer, replace);
  const out: NetEntry[] = [];
  for (const entry of entries) out.push(await exchange.entry(entry));
  return out;
};
