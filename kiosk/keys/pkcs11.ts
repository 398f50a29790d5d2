/**
 * The door to PKCS #11 2.40 tokens (a TPM, an HSM, SoftHSM) through pkcs11js. Its native part is optional: a machine on
 * which it was not built still runs with keys in a file. Calls stand in one line: a token knows one operation at a time.
 */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import path from "node:path";
import type * as Library from "pkcs11js";
import { digest } from "../../api/formats/cms/algorithms.ts";
import { keyOfPoint } from "../../api/formats/cms/key-agreement.ts";
import { signatureOfHalves } from "../../api/formats/cms/repeatable-ecdsa.ts";
import { OID } from "../../api/formats/cms/oids.ts";
import { encode } from "../../api/bytes/der.ts";
import { oid } from "../../api/bytes/der-types.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import type { EngineKey, Token, TokenKey } from "./token.ts";

export interface TokenPlace {
  /** The vendor's library, e.g. /usr/lib/softhsm/libsofthsm2.so. */
  readonly module: string;
  /** The token's label. */
  readonly token: string;
  readonly pin: string;
  /** OpenSSL's engine for PKCS #11, e.g. /usr/lib/x86_64-linux-gnu/engines-3/pkcs11.so. */
  readonly engine?: string;
}

const load = async (): Promise<typeof Library> => {
  try {
    const { default: library } = await import("pkcs11js");
    return library;
  } catch (cause) {
    throw new OutsideFault(
      "capability-missing",
      "PKCS #11 is not built on this machine; run node scripts/bootstrap.mjs where python3, make and g++ are, or use keys in a file.",
      { cause },
    );
  }
};

const gone = (place: TokenPlace, what: string, cause: unknown): OutsideFault =>
  new OutsideFault(
    "key-missing",
    `The token "${place.token}" ${what}${cause instanceof Error ? ` (${cause.message.split("\n", 1)[0] ?? ""})` : ""}; check that it is plugged in, its library and its PIN.`,
    { cause },
  );

const POINT = 65;
/** CKA_EC_POINT: an OCTET STRING around the point; some tokens give the point bare. */
const pointIn = (value: Buffer): Buffer => (value.length === POINT ? value : value.subarray(-POINT));

class Pkcs11Token implements Token {
  readonly #library: typeof Library;
  readonly #module: Library.PKCS11;
  readonly #place: TokenPlace;
  #session: Library.Handle | undefined;
  #line: Promise<unknown> = Promise.resolve();

  constructor(library: typeof Library, module: Library.PKCS11, place: TokenPlace) {
    this.#library = library;
    this.#module = module;
    this.#place = place;
  }

  #open(): Library.Handle {
    const { CKF_RW_SESSION, CKF_SERIAL_SESSION, CKU_USER, CKR_USER_ALREADY_LOGGED_IN } = this.#library;
    const slot = this.#module
      .C_GetSlotList(true)
      .find((each) => this.#module.C_GetTokenInfo(each).label.trim() === this.#place.token);
    if (slot === undefined) throw gone(this.#place, `is not behind ${this.#place.module}`, undefined);
    const session = this.#module.C_OpenSession(slot, CKF_RW_SESSION | CKF_SERIAL_SESSION);
    try {
      this.#module.C_Login(session, CKU_USER, this.#place.pin);
    } catch (error) {
      if (!(error instanceof this.#library.Pkcs11Error) || error.code !== CKR_USER_ALREADY_LOGGED_IN) {
        this.#module.C_CloseSession(session);
        throw error;
      }
    }
    return session;
  }

  /** A session that the token dropped, as one that was pulled and plugged in again does, is opened anew once. */
  async #attempt<T>(work: (session: Library.Handle) => Promise<T> | T, again: boolean): Promise<T> {
    try {
      this.#session ??= this.#open();
      return await work(this.#session);
    } catch (error) {
      if (error instanceof OutsideFault) throw error;
      this.#drop();
      const lost = error instanceof this.#library.Pkcs11Error && this.#lost(error.code);
      if (!again || !lost) throw gone(this.#place, "does not do what was asked", error);
      return this.#attempt(work, false);
    }
  }

  #withSession<T>(work: (session: Library.Handle) => Promise<T> | T): Promise<T> {
    const turn = this.#line.then(() => this.#attempt(work, true));
    this.#line = turn.catch(() => undefined);
    return turn;
  }

  #lost(code: number): boolean {
    const { CKR_SESSION_HANDLE_INVALID, CKR_SESSION_CLOSED, CKR_DEVICE_REMOVED, CKR_USER_NOT_LOGGED_IN } =
      this.#library;
    return [
      CKR_SESSION_HANDLE_INVALID,
      CKR_SESSION_CLOSED,
      CKR_DEVICE_REMOVED,
      CKR_USER_NOT_LOGGED_IN,
    ].includes(code);
  }

  #drop(): void {
    const session = this.#session;
    this.#session = undefined;
    if (session === undefined) return;
    try {
      this.#module.C_CloseSession(session);
    } catch {
      // It is closed already, or its token is gone.
    }
  }

  #objects(session: Library.Handle, template: Library.Template): Library.Handle[] {
    this.#module.C_FindObjectsInit(session, template);
    try {
      return this.#module.C_FindObjects(session, 8);
    } finally {
      this.#module.C_FindObjectsFinal(session);
    }
  }

  #keyOf(session: Library.Handle, id: Buffer): TokenKey {
    const { CKA_CLASS, CKO_PUBLIC_KEY, CKA_ID, CKA_EC_POINT } = this.#library;
    const [publicKey] = this.#objects(session, [
      { type: CKA_CLASS, value: CKO_PUBLIC_KEY },
      { type: CKA_ID, value: id },
    ]);
    if (publicKey === undefined) throw gone(this.#place, "has lost a public key", undefined);
    const [point] = this.#module.C_GetAttributeValue(session, publicKey, [{ type: CKA_EC_POINT }]);
    const value = point?.value;
    return {
      id: id.toString("hex"),
      publicKey: keyOfPoint(
        "prime256v1",
        pointIn(Buffer.isBuffer(value) ? value : Buffer.alloc(0)),
        "token key",
      ),
    };
  }

  find(label: string): Promise<TokenKey | undefined> {
    const { CKA_CLASS, CKO_PRIVATE_KEY, CKA_LABEL, CKA_ID } = this.#library;
    return this.#withSession((session) => {
      const [found] = this.#objects(session, [
        { type: CKA_CLASS, value: CKO_PRIVATE_KEY },
        { type: CKA_LABEL, value: label },
      ]);
      if (found === undefined) return undefined;
      const [id] = this.#module.C_GetAttributeValue(session, found, [{ type: CKA_ID }]);
      return this.#keyOf(session, Buffer.isBuffer(id?.value) ? id.value : Buffer.alloc(0));
    });
  }

  generate(label: string): Promise<TokenKey> {
    const l = this.#library;
    const id = randomBytes(16);
    const common = [
      { type: l.CKA_KEY_TYPE, value: l.CKK_EC },
      { type: l.CKA_TOKEN, value: true },
      { type: l.CKA_LABEL, value: label },
      { type: l.CKA_ID, value: id },
    ];
    return this.#withSession((session) => {
      this.#module.C_GenerateKeyPair(
        session,
        { mechanism: l.CKM_EC_KEY_PAIR_GEN },
        [
          ...common,
          { type: l.CKA_CLASS, value: l.CKO_PUBLIC_KEY },
          { type: l.CKA_VERIFY, value: true },
          { type: l.CKA_EC_PARAMS, value: Buffer.from(encode(oid, OID.p256)) },
        ],
        [
          ...common,
          { type: l.CKA_CLASS, value: l.CKO_PRIVATE_KEY },
          { type: l.CKA_PRIVATE, value: true },
          { type: l.CKA_SENSITIVE, value: true },
          { type: l.CKA_EXTRACTABLE, value: false },
          { type: l.CKA_SIGN, value: true },
          { type: l.CKA_DERIVE, value: true },
        ],
      );
      return this.#keyOf(session, id);
    });
  }

  #privateKey(session: Library.Handle, id: string): Library.Handle {
    const { CKA_CLASS, CKO_PRIVATE_KEY, CKA_ID } = this.#library;
    const [key] = this.#objects(session, [
      { type: CKA_CLASS, value: CKO_PRIVATE_KEY },
      { type: CKA_ID, value: Buffer.from(id, "hex") },
    ]);
    if (key === undefined)
      throw gone(this.#place, "does not hold the key that this kiosk signs with", undefined);
    return key;
  }

  sign(id: string, message: Uint8Array): Promise<Uint8Array> {
    const hash = Buffer.from(digest("sha256", message));
    return this.#withSession(async (session) => {
      const key = this.#privateKey(session, id);
      this.#module.C_SignInit(session, { mechanism: this.#library.CKM_ECDSA }, key);
      return signatureOfHalves(await this.#module.C_SignAsync(session, hash, Buffer.alloc(64)));
    });
  }

  agree(id: string, point: Uint8Array): Promise<Uint8Array> {
    const l = this.#library;
    return this.#withSession(async (session) => {
      const parameter = { type: l.CK_PARAMS_EC_DH, kdf: l.CKD_NULL, publicData: Buffer.from(point) };
      const secret = await this.#module.C_DeriveKeyAsync(
        session,
        { mechanism: l.CKM_ECDH1_DERIVE, parameter },
        this.#privateKey(session, id),
        [
          { type: l.CKA_CLASS, value: l.CKO_SECRET_KEY },
          { type: l.CKA_KEY_TYPE, value: l.CKK_GENERIC_SECRET },
          { type: l.CKA_VALUE_LEN, value: 32 },
          { type: l.CKA_TOKEN, value: false },
          { type: l.CKA_SENSITIVE, value: false },
          { type: l.CKA_EXTRACTABLE, value: true },
        ],
      );
      const [value] = this.#module.C_GetAttributeValue(session, secret, [{ type: l.CKA_VALUE }]);
      this.#module.C_DestroyObject(session, secret);
      if (!Buffer.isBuffer(value?.value) || value.value.length !== 32)
        throw gone(this.#place, "gave no shared secret", undefined);
      return value.value;
    });
  }

  forTls(id: string): EngineKey | undefined {
    const { engine, token, pin } = this.#place;
    if (engine === undefined) return undefined;
    const bytes = id.replaceAll(/../gu, "%$&");
    return {
      engine: path.basename(engine, ".so"),
      identifier: `pkcs11:token=${encodeURIComponent(token)};id=${bytes};type=private?pin-value=${encodeURIComponent(pin)}`,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#line;
    this.#drop();
    // The library stays initialised: another token of this process may stand behind it.
  }
}

/** Throws OutsideFault capability-missing (not built here) or key-missing (no such library, token or PIN). */
export const openToken = async (place: TokenPlace): Promise<Token> => {
  const library = await load();
  if (place.engine !== undefined) {
    if (!existsSync(place.engine))
      throw new OutsideFault(
        "capability-missing",
        `There is no OpenSSL engine ${place.engine}; install libengine-pkcs11-openssl, or leave "engine" out.`,
      );
    // OpenSSL finds an engine by its name in that folder, and the engine asks which library is behind it.
    process.env["OPENSSL_ENGINES"] = path.dirname(place.engine);
    process.env["PKCS11_MODULE_PATH"] = place.module;
  }
  const module = new library.PKCS11();
  try {
    module.load(place.module);
    module.C_Initialize();
  } catch (error) {
    const already =
      error instanceof library.Pkcs11Error && error.code === library.CKR_CRYPTOKI_ALREADY_INITIALIZED;
    if (!already) throw gone(place, `cannot be reached through ${place.module}`, error);
  }
  const token = new Pkcs11Token(library, module, place);
  // Says at once what is wrong, instead of at the first packet.
  await token.find("");
  return token;
};
