/** Opens a CMS AuthEnvelopedData with the private key of one of its recipients (RFC 5083). */
import { createDecipheriv } from "node:crypto";
import { OutsideFault } from "../../base/faults.ts";
import { decode, type DerOf } from "../../bytes/der.ts";
import { checkTree } from "../../bytes/tlv.ts";
import { sameId } from "./certificate.ts";
import type { RecipientKey } from "./recipient-key.ts";
import { TAG_LENGTH } from "./envelope.ts";
import { agreeBack, CURVES, curveOf, deriveWrapKey, KEY_LENGTH, unwrapFor } from "./key-agreement.ts";
import { openHybrid } from "./hybrid.ts";
import { openTransport } from "./key-transport.ts";
import { OID } from "./oids.ts";
import {
  algorithmIdentifier,
  authEnvelopedData,
  contentInfo,
  gcmParameters,
  type keyAgreeRecipientInfo,
  type RecipientInfo,
} from "./structures.ts";

type KeyAgreement = DerOf<typeof keyAgreeRecipientInfo>;

const openAgreement = (
  info: KeyAgreement,
  { key, certificate }: RecipientKey,
  label: string,
): Uint8Array[] => {
  const curve = curveOf(key);
  const { algorithm, parameters } = info.keyEncryptionAlgorithm;
  const from = info.originator.algorithm;
  if (info.version !== 3 || from.algorithm !== OID.ecPublicKey || from.parameters !== undefined)
    throw new OutsideFault(
      "input-malformed",
      `${label}: a key agreement of another version or kind (RFC 5753 3.1.1)`,
    );
  if (curve === undefined || algorithm !== CURVES[curve].scheme || parameters === undefined) return [];
  if (decode(algorithmIdentifier, parameters, label).algorithm !== OID.aes256Wrap) return [];
  const secret = agreeBack(key, info.originator.publicKey, curve, label);
  const wrap = deriveWrapKey(secret, CURVES[curve].hash, info.ukm);
  return info.recipientEncryptedKeys
    .filter(({ rid }) => certificate === undefined || sameId(rid, certificate.id))
    .map(({ encryptedKey }) => unwrapFor(wrap, encryptedKey, label));
};

const openOne = (info: RecipientInfo, own: RecipientKey, label: string): Uint8Array[] => {
  if (info.kind === "keyAgree")
    return own.key.asymmetricKeyType === "ec" ? openAgreement(info.value, own, label) : [];
  if (info.kind === "other") return openHybrid(info.value, own, label);
  if (info.value.version !== 0)
    throw new OutsideFault(
      "input-malformed",
      `${label}: key transport version ${info.value.version} (RFC 5652 6.2.1)`,
    );
  const mine = own.certificate === undefined || sameId(info.value.rid, own.certificate.id);
  if (!mine || own.key.asymmetricKeyType !== "rsa") return [];
  return [openTransport(own.key, info.value.keyEncryptionAlgorithm, info.value.encryptedKey, label)];
};

const contentKey = (infos: readonly RecipientInfo[], own: RecipientKey, label: string): Uint8Array => {
  for (const info of infos) {
    try {
      const [key] = openOne(info, own, label);
      if (key?.length === KEY_LENGTH) return key;
    } catch (error) {
      // Another recipient's: the next may be ours.
      if (!(error instanceof OutsideFault) || error.code !== "key-missing") throw error;
    }
  }
  throw new OutsideFault(
    "key-missing",
    `${label}: this key does not open it; use the key of one of its recipients.`,
  );
};

/** The plain content. @throws OutsideFault key-missing, input-malformed, signature-invalid (changed on the way) */
export const openEnvelope = (sealed: Uint8Array, own: RecipientKey, label: string): Uint8Array => {
  checkTree(sealed, label, 1024);
  const outer = decode(contentInfo, sealed, label);
  if (outer.contentType !== OID.authEnvelopedData)
    throw new OutsideFault("input-malformed", `${label}: no AuthEnvelopedData (RFC 5083 2.1)`);
  const data = decode(authEnvelopedData, outer.content, label);
  if (data.version !== 0 || data.unauthAttrs !== undefined)
    throw new OutsideFault(
      "input-malformed",
      `${label}: version ${data.version}, or unauthenticated attributes (RFC 5083 2.1)`,
    );
  const { contentEncryptionAlgorithm: algorithm, encryptedContent } = data.authEncryptedContentInfo;
  if (
    algorithm.algorithm !== OID.aes256Gcm ||
    algorithm.parameters === undefined ||
    encryptedContent === undefined
  )
    throw new OutsideFault(
      "input-malformed",
      `${label}: the content is not encrypted with AES-256-GCM (RFC 5084)`,
    );
  if (data.authAttrs !== undefined || data.authEncryptedContentInfo.contentType !== OID.data)
    throw new OutsideFault(
      "input-malformed",
      `${label}: authenticated attributes or a content type other than data`,
    );
  const { nonce, tagLength } = decode(gcmParameters, algorithm.parameters, label);
  if (tagLength !== TAG_LENGTH || data.mac.length !== TAG_LENGTH)
    throw new OutsideFault(
      "input-malformed",
      `${label}: a tag of ${tagLength} bytes where ${TAG_LENGTH} are due (RFC 5084 3.2)`,
    );
  const cipher = createDecipheriv("aes-256-gcm", contentKey(data.recipientInfos, own, label), nonce);
  cipher.setAuthTag(data.mac);
  const content = cipher.update(encryptedContent);
  try {
    cipher.final();
  } catch (cause) {
    throw new OutsideFault(
      "signature-invalid",
      `${label}: changed since it was sealed: the tag is wrong (RFC 5084)`,
      { cause },
    );
  }
  return content;
};

/** What can be told without a key: how the content key is wrapped for each recipient. */
export const describeEnvelope = (sealed: Uint8Array, label: string): readonly string[] => {
  checkTree(sealed, label, 1024);
  const outer = decode(contentInfo, sealed, label);
  if (outer.contentType !== OID.authEnvelopedData)
    throw new OutsideFault("input-malformed", `${label}: no AuthEnvelopedData (RFC 5083 2.1)`);
  const data = decode(authEnvelopedData, outer.content, label);
  return data.recipientInfos.map(({ kind }) => kind);
};

export type { RecipientKey };
