/** The desk beside a scenario's kiosk: the product's own parts, approvals and operators, on the scenario's clock and disk. */
import path from "node:path";
import { systemFiles } from "../../../api/base/files.ts";
import { underWay } from "../../../api/base/under-way.ts";
import { Approvals } from "../../desk/approvals.ts";
import { Controlling } from "../../desk/control/controlling.ts";
import { Desk } from "../../desk/desk.ts";
import { Places } from "../../desk/devices/places.ts";
import { SelfTests } from "../../desk/devices/self-tests.ts";
import { FREE_SCREENS } from "../../../api/words/desk-http.ts";
import { Wizard } from "../../desk/devices/wizard.ts";
import { Operators } from "../../desk/operators/operators.ts";
import { approvalsPart } from "../../desk/parts/approvals.ts";
import { attendedPart } from "../../desk/parts/attended.ts";
import { devicesPart } from "../../desk/parts/devices.ts";
import { outboxPart } from "../../desk/parts/outbox.ts";
import { rehearsalPart } from "../../desk/parts/rehearsal.ts";
import { reviewPart } from "../../desk/parts/review.ts";
import { fileShelf } from "../../desk/shelf.ts";
import { readSpeeches } from "../../desk/speech.ts";
import { projectRoot } from "../../server/root.ts";
import { surroundings } from "../../desk/surroundings.ts";
import { PrintRanges } from "../../devices/print-ranges.ts";
import { CalibrationRecords } from "../../devices/records.ts";
import type { Queue } from "../../queue/open-queue.ts";
import type { Uploader } from "../../queue/uploader.ts";
import type { KioskStation } from "../../server/kiosk-station.ts";
import type { Walk } from "../../server/walk.ts";
import type { ReceiptChecker } from "../../../api/issuance/contract.ts";
import { SOFTWARE } from "../software.ts";
import { MISSION, type AssemblyParts } from "./assembly-parts.ts";
import { DESK_PEOPLE } from "./desk-deeds.ts";

/** Log2 of scrypt's N: nobody guesses passphrases that are printed in the source. */
const COST = 10;

export interface BenchDeskParts {
  readonly walk: Walk;
  readonly station: KioskStation;
  readonly queue: Queue;
  readonly uploader: Uploader;
  readonly receipts: ReceiptChecker;
  readonly wrappingKey: Uint8Array;
}

/** Everybody of the scenarios is known at the desk, from the first time on. */
const peopled = async (operators: Operators): Promise<void> => {
  if ((await operators.list()).length > 0) return;
  for (const { passphrase, ...person } of Object.values(DESK_PEOPLE))
    await underWay(operators.add(person, passphrase, "machine"));
};

export const openBenchDesk = async (given: AssemblyParts, parts: BenchDeskParts): Promise<Desk> => {
  const { folder, files, clock, random, policy, slots, keys, medium } = given;
  const { walk, station, queue, uploader, receipts, wrappingKey } = parts;
  const { audit, store } = queue;
  const operators = new Operators({ database: store.database, audit, clock, random, cost: COST });
  await peopled(operators);
  const approvals = new Approvals({
    clock,
    audit,
    shelf: fileShelf(files, path.join(folder, "approvals.sealed"), wrappingKey, random),
    newId: () => Buffer.from(random("approval id", 12)).toString("hex"),
  });
  const forget = (packetId: string) => approvals.forget(packetId);
  const asked = (packetId: string) => approvals.about(packetId);
  const controlling = new Controlling({ station, walk, policy, clock, forget });
  const records = new CalibrationRecords(files, folder);
  const speeches = await underWay(readSpeeches(path.join(projectRoot, "kiosk/web/desk/languages")));
  const wizard = new Wizard({
    clock,
    records,
    kiosk: queue.kiosk,
    software: SOFTWARE,
    signer: () => keys.kiosk,
    speeches,
    changed: () => undefined,
  });
  const desk: Desk = new Desk({
    clock,
    random,
    audit,
    operators,
    approvals,
    speeches,
    fourEyes: new Set(policy.desk?.fourEyes ?? []),
    parts: {
      review: reviewPart({ controlling, policy, clock, asked }),
      attended: attendedPart({ walk, station, policy, clock, asked }),
      approvals: approvalsPart({
        approvals,
        carryOut: (request, decider, language) => desk.doing.carryOut(request, decider, language),
      }),
      outbox: outboxPart({
        queue,
        uploader,
        receipts,
        clock,
        // A medium is another disk than the kiosk's.
        files: systemFiles,
        media: () => Promise.resolve([medium]),
      }),
      devices: devicesPart({
        places: new Places(slots, new SelfTests(files, folder), clock, () =>
          FREE_SCREENS.has(walk.screen().kind),
        ),
        wizard,
        records,
        ranges: new PrintRanges(files, folder),
        files,
        data: folder,
        recordings: [],
        now: () => clock.now(),
        virtual: true,
      }),
      rehearsal: rehearsalPart({ station, walk }),
    },
    setting: {
      mission: MISSION,
      kiosk: queue.kiosk,
      theme: { state: "specimen", seal: "", colours: {}, band: [] },
      virtual: true,
      build: SOFTWARE,
    },
    surroundings: surroundings({
      clock,
      walk,
      queue,
      uploader,
      health: () => undefined,
      rehearsing: () => station.rehearsing,
    }),
  });
  return desk;
};
