/** The HTTP contract as an OpenAPI 3.1 document, from the schemas that both sides check with. */
import { z } from "zod";
import { servicesSchema } from "./availability.ts";
import {
  API,
  LIMITS,
  packetIdSchema,
  RECEIPT_HEADER,
  RECEIPT_MEDIA_TYPE,
  REFUSALS,
  refusalSchema,
  sha256Schema,
  statusSchema,
  troubleSchema,
  untrustedSchema,
} from "./contract.ts";
import { statementSchema } from "./statements.ts";

const schemaOf = (schema: z.ZodType): object => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema);
  return rest;
};

const errorSchema = z.strictObject({ error: z.string() });
export const kioskSummarySchema = z.strictObject({
  kiosk: z.string(),
  packets: z.int().min(0),
  highest: z.int().min(0),
  voided: z.array(z.int()),
  gaps: z.array(z.strictObject({ from: z.int(), to: z.int() })),
});

const json = (name: string) => ({ "application/json": { schema: { $ref: `#/components/schemas/${name}` } } });
const answer = (description: string, name?: string) => ({
  description,
  ...(name === undefined ? {} : { content: json(name) }),
});

const packetId = { name: "packetId", in: "path", required: true, schema: schemaOf(packetIdSchema) };
const tus = { name: "Tus-Resumable", in: "header", required: true, schema: { const: "1.0.0" } };
const header = (name: string, description: string) => ({
  name,
  in: "header",
  required: true,
  description,
  schema: { type: "string" },
});
const upload = { name: "upload", in: "path", required: true, schema: { type: "string" } };

const refusals = Object.fromEntries(
  [...new Set(Object.values(REFUSALS))].map((status) => [
    String(status),
    answer(
      `Will not be taken however often it comes: ${Object.entries(REFUSALS)
        .filter(([, code]) => code === status)
        .map(([name]) => name)
        .join(", ")}.`,
      "Refusal",
    ),
  ]),
);
const certified = {
  "401": answer("The connection's certificate is missing, ended, or of another authority.", "Untrusted"),
  "429": {
    ...answer("Too many requests of this kiosk.", "Error"),
    headers: { "Retry-After": { schema: { type: "integer" } } },
  },
};
const busy = {
  ...certified,
  "507": answer("The backend's disk is full.", "Trouble"),
  "503": {
    ...answer("Not now: what stands in the way.", "Trouble"),
    headers: { "Retry-After": { schema: { type: "integer" } } },
  },
};
const receiptHeader = {
  [RECEIPT_HEADER]: { description: "With the last bytes: the receipt, base64.", schema: { type: "string" } },
};

const uploads = {
  post: {
    summary: "Begin the upload of one sealed packet (tus 1.0.0, creation and creation-with-upload).",
    parameters: [
      tus,
      header("Upload-Length", `Bytes of the sealed packet, at most ${LIMITS.packetBytes}.`),
      header("Upload-Metadata", "packetId, sha256 (lower-case hex) and kiosk, each base64; nothing else."),
    ],
    responses: {
      "201": { ...answer("Begun; Location says where."), headers: receiptHeader },
      "400": answer("The metadata are not as they must be.", "Error"),
      ...refusals,
      ...busy,
    },
  },
};

const oneUpload = {
  parameters: [upload, tus],
  head: {
    summary: "How far an upload has come.",
    responses: { "200": answer("Upload-Offset says how far."), "404": answer("There is none.") },
  },
  patch: {
    summary: "Go on with an upload. After the last bytes the packet is opened and checked before the answer.",
    parameters: [header("Upload-Offset", "Where these bytes begin.")],
    requestBody: { content: { "application/offset+octet-stream": {} } },
    responses: {
      "204": { ...answer("Taken in."), headers: receiptHeader },
      "409": answer("The offset is another, or another content is known under this packet id.", "Refusal"),
      "460": answer("The bytes are not those that were announced: begin again.", "Error"),
      ...busy,
    },
  },
};

const receipt = {
  get: {
    summary: "The receipt of a packet: always the same bytes for the same packet and hash.",
    parameters: [packetId, { name: "sha256", in: "query", required: true, schema: schemaOf(sha256Schema) }],
    responses: {
      "200": {
        description: "CMS SignedData over the canonical JSON of the statement.",
        content: { [RECEIPT_MEDIA_TYPE]: { schema: { type: "string", format: "binary" } } },
      },
      "404": answer("This packet was never received whole.", "Error"),
      ...refusals,
      ...busy,
    },
  },
};

const status = {
  get: {
    summary: "What has become of a packet.",
    parameters: [packetId],
    responses: { "200": answer("Its status.", "Status"), "404": answer("Unknown.", "Error"), ...busy },
  },
};

const services = {
  get: {
    summary: "When each service is open; one that is not named is open.",
    responses: { "200": answer("As published.", "Services"), ...busy },
  },
};

const statements = {
  post: {
    summary: "A kiosk's signed word: numbers that are void, or an identity check at collection.",
    requestBody: {
      required: true,
      description: "CMS SignedData over the canonical JSON of the statement.",
      content: { [RECEIPT_MEDIA_TYPE]: { schema: { $ref: "#/components/schemas/Statement" } } },
    },
    responses: { "204": answer("Taken."), "400": answer("No statement.", "Error"), ...refusals, ...busy },
  },
};

const kiosks = {
  get: {
    summary: "Every kiosk with the numbers that are missing between its packets.",
    responses: {
      "200": {
        description: "All kiosks.",
        content: { "application/json": { schema: { type: "array", items: schemaOf(kioskSummarySchema) } } },
      },
    },
  },
};

/** Mutual TLS names the kiosk; on the loopback interface alone it may be absent. */
export const openApi = (): object => ({
  openapi: "3.1.0",
  info: {
    title: "Issuance backend",
    version: "1",
    description: "Takes in sealed enrolment packets and signs receipts.",
  },
  security: [{ kioskCertificate: [] }],
  paths: {
    [API.uploads]: uploads,
    [`${API.uploads}/{upload}`]: oneUpload,
    "/v1/packets/{packetId}/receipt": receipt,
    "/v1/packets/{packetId}/status": status,
    [API.statements]: statements,
    [API.services]: services,
    "/v1/kiosks": kiosks,
  },
  components: {
    securitySchemes: { kioskCertificate: { type: "mutualTLS" } },
    schemas: {
      Refusal: schemaOf(refusalSchema),
      Status: schemaOf(statusSchema),
      Services: schemaOf(servicesSchema),
      Statement: schemaOf(statementSchema),
      Untrusted: schemaOf(untrustedSchema),
      Trouble: schemaOf(troubleSchema),
      Error: schemaOf(errorSchema),
    },
  },
});
