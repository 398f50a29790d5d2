/** What the issuer publishes closes a kiosk, whether or not it has a catalogue. */
import path from "node:path";
import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../../api/base/clock.ts";
import { systemFiles } from "../../../../api/base/files.ts";
import type { Availability } from "../../../../api/issuance/availability.ts";
import type { IssuanceClient } from "../../../../api/issuance/client.ts";
import type { ReadConfig } from "../../../../kiosk/cli/runtime/config.ts";
import { openPublished } from "../../../../kiosk/cli/runtime/published.ts";
import { closureOf } from "../../../../kiosk/cli/start/closure.ts";
import { openStore } from "../../../../kiosk/store/store.ts";
import { T0, temporaryFolder } from "../../stand.ts";

const DAY = 86_400_000;
const iso = (at: number) => new Date(at).toISOString();
const suspended = (service: string): Availability => ({
  service,
  open: [{ from: iso(T0 - 90 * DAY), to: iso(T0 - DAY) }, { from: iso(T0 + 22 * DAY) }],
  notice: { fr: "Décret du 20 novembre." },
});
const open = (service: string): Availability => ({ service, open: [{ from: iso(T0 - 90 * DAY) }] });

/** The closure of a kiosk that has heard that, as it stands after a restart without a line. */
const closureAfter = async (
  services: readonly Availability[],
  more: { readonly services?: string[]; readonly catalogue?: string } = {},
) => {
  using folder = temporaryFolder();
  await using store = await openStore(folder.path, systemFiles);
  const config = { issuingState: "UTO", folder: path.resolve("."), ...more } as unknown as ReadConfig;
  const parts = { database: store.database, clock: new VirtualClock(T0), config };
  const client = { services: () => Promise.resolve({ format: "services/1", services }) };
  const heard = await openPublished({ ...parts, client: client as unknown as IssuanceClient });
  await heard.refresh();
  const again = await openPublished({ ...parts, client: {} as IssuanceClient });
  expect(again.standing(T0)).toEqual(heard.standing(T0));
  return closureOf(again.standing(T0));
};

const CLOSED = {
  reason: "service",
  name: { en: "Passport" },
  since: T0 - DAY,
  resumes: T0 + 22 * DAY,
  notice: { fr: "Décret du 20 novembre." },
};

describe("a kiosk without a catalogue", () => {
  test("is closed in words and dates while the issuer has suspended passports", async () => {
    expect(await closureAfter([suspended("passport")])).toMatchObject(CLOSED);
    expect(await closureAfter([suspended("passport-standard"), suspended("visa")])).toMatchObject(CLOSED);
  });

  test("is open while passports are, or one of them is, and whatever becomes of visas", async () => {
    expect(await closureAfter([])).toBeUndefined();
    expect(await closureAfter([suspended("visa")])).toBeUndefined();
    expect(await closureAfter([open("passport"), suspended("visa")])).toBeUndefined();
    expect(await closureAfter([suspended("passport-premium"), open("passport-standard")])).toBeUndefined();
  });

  test("obeys the services that its configuration names, and no others", async () => {
    const published = [suspended("passport-premium"), open("passport-standard"), suspended("laissez-passer")];
    expect(await closureAfter(published, { services: ["passport-standard"] })).toBeUndefined();
    expect(await closureAfter(published, { services: ["laissez-passer"] })).toMatchObject(CLOSED);
  });
});

test("with a catalogue its own services count", async () => {
  const catalogue = "kiosk/session/catalogues/specimen.json";
  const services = ["passport-standard"];
  expect(await closureAfter([suspended("passport-premium")], { catalogue, services })).toBeUndefined();
  expect(await closureAfter([suspended("passport-standard")], { catalogue, services })).toMatchObject({
    reason: "service",
    resumes: T0 + 22 * DAY,
  });
});
