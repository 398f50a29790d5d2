import { rmSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { recover } from "../../../kiosk/queue/recovery.ts";
import { openKiosk, packetIdOf, temporaryFolder } from "../stand.ts";

test("after any end: what was being sent waits, what was receipted is erased, whose file is gone is named", async () => {
  using folder = temporaryFolder();
  await using kiosk = await openKiosk(folder.path);
  const { store, outbox, audit, clock } = kiosk;
  for (const number of [1, 2, 3, 4, 5, 6]) await kiosk.seal(number);
  for (const number of [2, 3, 4]) await outbox.apply(packetIdOf(number), { kind: "due" });
  for (const number of [4, 5])
    await outbox.apply(packetIdOf(number), { kind: "receipt" }, { receipt: Buffer.from("receipt") });
  // Taken from outside: one that waited, one that was being sent, and one that needs its file no more.
  for (const number of [1, 3, 5]) rmSync(path.join(folder.path, "packets", `${packetIdOf(number)}.sealed`));
  expect(await recover(store, outbox, audit, clock)).toEqual({
    resumed: 2,
    erased: 2,
    setAside: [],
    missing: [packetIdOf(1), packetIdOf(3)],
  });
  const kinds = await Promise.all([1, 2, 3, 4, 5, 6].map((number) => outbox.item(packetIdOf(number))));
  expect(kinds.map((item) => item?.state.kind)).toEqual([
    "waiting",
    "waiting",
    "waiting",
    "erased",
    "erased",
    "waiting",
  ]);
  expect(await recover(store, outbox, audit, clock)).toMatchObject({ resumed: 0, erased: 0 });
});
