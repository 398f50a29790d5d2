/** Every byte of every file of a small signed packet, changed: verify must catch each (issue 7, "Bad input"). */
import { specimenSigner } from "../../api/formats/cms/repeatable-ecdsa.ts";
import { specimenAuthority } from "../../api/formats/cms/specimen.ts";
import { allPassed } from "../../api/formats/packet/checks.ts";
import { assemblePacket } from "../../api/formats/packet/seal.ts";
import { verifyPacket } from "../../api/formats/packet/verify.ts";
import { adult } from "../formats/sample-record.ts";
import type { NightlyJob } from "./job.ts";

const PIECES = 20;

export const packetBytesJob = async (): Promise<NightlyJob> => {
  const { kiosk, ca, backend } = specimenAuthority({ seed: "packet-bytes" });
  const signer = specimenSigner(kiosk.key, [kiosk.certificate, ca.certificate]);
  const { files } = await assemblePacket(await adult({}, { face: 16 }), signer, [backend.certificate]);
  const places = [...files].flatMap(([name, content]) =>
    Array.from(content, (_, at) => ({ name, content, at })),
  );
  const trust = { trust: [ca.certificate] };
  return {
    name: "packet-bytes",
    pieces: PIECES,
    run: (piece) => {
      const mine = places.filter((_, i) => i % PIECES === piece);
      const faults = mine.flatMap(({ name, content, at }) => {
        const changed = Uint8Array.from(content);
        changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
        const caught = !allPassed(verifyPacket(new Map([...files, [name, changed]]), trust));
        return caught ? [] : [`${name}, byte ${at}: not caught`];
      });
      return Promise.resolve({ cases: mine.length, faults });
    },
  };
};
