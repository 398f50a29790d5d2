import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { specimenSigner } from "../../api/formats/cms/repeatable-ecdsa.ts";
import { readMinutiaeRecord } from "../../api/formats/iso19794/p2.ts";
import { osiaRequest, type OsiaRequest } from "../../api/issuance/osia.ts";
import { osiaEnrollmentSchema } from "../../api/issuance/osia-schema.ts";
import { PEOPLE } from "../formats/golden/people.ts";
import { authority, recordOfCase } from "../formats/golden/golden.ts";
import { opensslVersion, pem, withBench } from "../formats/openssl.ts";

describe.each(Object.keys(PEOPLE))("OSIA enrollment of %s", (name) => {
  const record = recordOfCase(name);
  let body: OsiaRequest["body"];
  let path: string;
  let query: OsiaRequest["query"];
  beforeAll(async () => {
    ({ body, path, query } = await osiaRequest(record));
  });

  test("fits the interface's Enrollment, which allows no other property", () => {
    expect(osiaEnrollmentSchema.safeParse(JSON.parse(JSON.stringify(body))).error).toBeUndefined();
    expect(path).toBe(`/v1/enrollments/${record.packetId}`);
    expect(query).toEqual({ transactionId: record.packetId, finalize: "true" });
  });

  test("carries every picture and template byte for byte", () => {
    const images = body.biometricData.filter(({ image }) => image !== undefined);
    const expected = [
      record.face!.master,
      ...record.fingers.map(({ image }) => image),
      ...(record.signature === undefined ? [] : [record.signature.image]),
    ];
    expect(images.map(({ image }) => image)).toEqual(
      expected.map(({ bytes }) => Buffer.from(bytes).toString("base64")),
    );
    for (const { template, biometricSubType } of body.biometricData.filter(
      (data) => data.template !== undefined,
    )) {
      const [view] = readMinutiaeRecord(Buffer.from(template!, "base64"));
      expect(view?.position.toUpperCase().replace("-", "_")).toBe(biometricSubType);
    }
  });

  test("its integrity block is the digest of the canonical JSON of its scope", () => {
    const [block, another] = body.integrity!;
    expect(another).toBeUndefined();
    expect(block).toMatchObject({ type: "NONE", alg: "SHA256", encrypted: false });
    // By hand, from what goes over the line: every member but the block itself.
    const { integrity: _, ...rest } = JSON.parse(JSON.stringify(body)) as typeof body;
    expect(block!.scope.split(" ").sort()).toEqual(
      Object.keys(rest)
        .map((member) => `$.${member}`)
        .sort(),
    );
    const sorted = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(sorted)
        : typeof value === "object" && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .sort(([a], [b]) => (a < b ? -1 : 1))
                .map(([key, member]) => [key, sorted(member)]),
            )
          : value;
    const digest = createHash("sha256")
      .update(JSON.stringify(sorted(rest)))
      .digest("hex");
    expect(block!.hash).toBe(digest);
  });

  test("tells every missing finger with its reason", () => {
    const told = body.biometricData.filter(({ missing }) => missing !== undefined);
    expect(told.map(({ comment }) => comment)).toEqual(
      record.missingFingers.map(({ reason, note }) => `${reason}: ${note}`),
    );
  });
});

test.skipIf(opensslVersion() === undefined)(
  "a signer signs the block's hash; openssl verifies it",
  async () => {
    const { kiosk, ca } = authority;
    const signer = specimenSigner(kiosk.key, [kiosk.certificate, ca.certificate]);
    const { body } = await osiaRequest(recordOfCase("adult"), { signer });
    expect(osiaEnrollmentSchema.safeParse(body).error).toBeUndefined();
    const [block] = body.integrity!;
    expect(block?.type).toBe("PKCS7");
    withBench(({ write, openssl, run }) => {
      write("ca.pem", pem(ca.certificate));
      write("block.pem", block!.signature!);
      write("hash", Buffer.from(block!.hash, "hex"));
      write("other", "another content");
      const check =
        "cms -verify -binary -purpose any -inform PEM -in block.pem -CAfile ca.pem -out out -content";
      openssl(...check.split(" "), "hash");
      expect(run(...check.split(" "), "other")).not.toBe(0);
    });
  },
);

test("the restated schema refuses what the interface does not have", async () => {
  const { body } = await osiaRequest(recordOfCase("adult"));
  const [first, ...others] = body.biometricData;
  const refused = [
    { ...body, colour: "red" },
    { ...body, enrollmentId: "x" },
    { ...body, biometricData: [{ ...first, biometricType: "GAIT" }, ...others] },
    { ...body, integrity: [{ ...body.integrity![0], hash: undefined }] },
    { ...body, integrity: [{ ...body.integrity![0], followRef: true }] },
    { ...body, integrity: [{ ...body.integrity![0], type: "PKCS7" }] },
    { ...body, documentData: [{ documentType: "PASSPORT", parts: [] }] },
  ];
  for (const wrong of refused) expect(osiaEnrollmentSchema.safeParse(wrong).success).toBe(false);
});

test("unknown parts of a birth date are left out, an unknown kind of document is OTHER", async () => {
  const record = recordOfCase("national-letters");
  expect((await osiaRequest(record)).body.biographicData["dateOfBirth"]).toBe("1975");
  const child = await osiaRequest(recordOfCase("child-without-fingers"));
  expect(child.body.biographicData["dateOfBirth"]).toBe("2021-07");
  const papers = [
    { kind: "birth-certificate", mediaType: "application/pdf" as const, bytes: Buffer.from("%PDF-1.7") },
    { kind: "loss-report", mediaType: "application/pdf" as const, bytes: Buffer.from("%PDF-1.7") },
  ];
  expect(
    (await osiaRequest({ ...record, documents: papers })).body.documentData.map(
      ({ documentType, documentTypeOther }) => [documentType, documentTypeOther],
    ),
  ).toEqual([
    ["BIRTH_CERTIFICATE", undefined],
    ["OTHER", "loss-report"],
  ]);
});
