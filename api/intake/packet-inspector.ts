/** Opens a sealed packet with the backend's key and runs every check of it; the receipt vouches for no less. */
import { OutsideFault } from "../base/faults.ts";
import type { RecipientKey } from "../formats/cms/open.ts";
import { openPacket } from "../formats/packet/open.ts";
import { verifyPacket } from "../formats/packet/verify.ts";
import type { VerifyOptions } from "../formats/packet/verify-options.ts";
import type { RefusalCode } from "../issuance/contract.ts";
import type { Inspection, PacketInspector } from "./reception.ts";

const REASONS: Readonly<Partial<Record<string, readonly [RefusalCode, string]>>> = {
  "key-missing": ["recipient-unknown", "The packet is sealed to another recipient than this backend."],
  "signature-invalid": ["signature-invalid", "The packet was changed after it was sealed."],
};

const refused = (code: RefusalCode, reason: string): Inspection => ({
  kind: "refused",
  refusal: { refused: code, reason: reason.slice(0, 1000) },
});

const inspect = (sealed: Uint8Array, keys: readonly RecipientKey[], options: VerifyOptions): Inspection => {
  let last: OutsideFault | undefined;
  for (const key of keys) {
    try {
      const { files, manifest } = openPacket(sealed, key);
      const failed = verifyPacket(files, options).find(({ state }) => state === "failed");
      if (failed !== undefined)
        return refused("signature-invalid", `${failed.what} (${failed.clause}): ${failed.detail}`);
      const { packetId, kiosk } = manifest;
      return { kind: "sound", packetId, kiosk: kiosk.id, sequence: kiosk.sequence };
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      last = error;
      // An older recipient key may open it: packets wait longer than certificates last.
      if (error.code !== "key-missing") break;
    }
  }
  const [code, reason] = REASONS[last?.code ?? "key-missing"] ?? ["not-readable", last?.message ?? ""];
  return refused(code, reason);
};

/** `keys`: the recipient keys in force and those that ran out less than a year ago, newest first. */
export const packetInspector = (keys: readonly RecipientKey[], options: VerifyOptions): PacketInspector => ({
  inspect: (sealed) => Promise.resolve().then(() => inspect(sealed, keys, options)),
});
