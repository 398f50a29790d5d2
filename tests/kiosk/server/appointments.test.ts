import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { readAppointments } from "../../../kiosk/server/appointments.ts";
import { temporaryFolder } from "../stand.ts";

const subject = {
  surname: "Traoré",
  givenNames: "Awa",
  birth: { year: 1990, month: 4, day: 12 },
  sex: "female",
  nationality: "MLI",
};

test("appointments as docs/configuration.md shows them: real people, unless one is said to be made up", async () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, "appointments.json");
  const write = (...subjects: object[]) =>
    writeFileSync(
      file,
      JSON.stringify({
        kind: "appointments/1",
        appointments: subjects.map((one, n) => ({ reference: `BKO-2026-00012${n}`, subject: one })),
      }),
    );
  expect((await readAppointments(file)).size).toBe(0);
  write(subject, { ...subject, synthetic: true });
  const all = await readAppointments(file);
  expect(all.get("BKO-2026-000120")?.subject).toEqual({ ...subject, synthetic: false });
  expect(all.get("BKO-2026-000121")?.subject.synthetic).toBe(true);
  write({ ...subject, bloodGroup: "A" });
  await expect(readAppointments(file)).rejects.toMatchObject({
    code: "input-unknown-key",
    message: expect.stringMatching(/^.*appointments\.json, line 1, column \d+: .*"bloodGroup"; remove it/u),
  });
});
