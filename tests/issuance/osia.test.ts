import { describe, expect, test } from "vitest";
import { readMinutiaeRecord } from "../../api/formats/iso19794/p2.ts";
import { osiaEnrollmentSchema, osiaRequest } from "../../api/issuance/osia.ts";
import { PEOPLE } from "../formats/golden/people.ts";
import { recordOfCase } from "../formats/golden/golden.ts";

describe.each(Object.keys(PEOPLE))("OSIA enrollment of %s", (name) => {
  const record = recordOfCase(name);
  const { body, path, query } = osiaRequest(record);

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

  test("tells every missing finger with its reason", () => {
    const told = body.biometricData.filter(({ missing }) => missing !== undefined);
    expect(told.map(({ comment }) => comment)).toEqual(
      record.missingFingers.map(({ reason, note }) => `${reason}: ${note}`),
    );
  });
});

test("unknown parts of a birth date are left out, an unknown kind of document is OTHER", () => {
  const record = recordOfCase("national-letters");
  expect(osiaRequest(record).body.biographicData["dateOfBirth"]).toBe("1975");
  expect(osiaRequest(recordOfCase("child-without-fingers")).body.biographicData["dateOfBirth"]).toBe(
    "2021-07",
  );
  const papers = [
    { kind: "birth-certificate", mediaType: "application/pdf" as const, bytes: Buffer.from("%PDF-1.7") },
    { kind: "loss-report", mediaType: "application/pdf" as const, bytes: Buffer.from("%PDF-1.7") },
  ];
  expect(
    osiaRequest({ ...record, documents: papers }).body.documentData.map(
      ({ documentType, documentTypeOther }) => [documentType, documentTypeOther],
    ),
  ).toEqual([
    ["BIRTH_CERTIFICATE", undefined],
    ["OTHER", "loss-report"],
  ]);
});
