/** The kiosk of a scenario: every part the product's own, joined on the scenario's clock, disk, line and devices. */
import path from "node:path";
import { OutsideFault } from "../../../api/base/faults.ts";
import { id } from "../../../api/base/log.ts";
import { underWay } from "../../../api/base/under-way.ts";
import { sealPacket } from "../../../api/formats/packet/seal.ts";
import { issuanceClient } from "../../../api/issuance/client.ts";
import { Line } from "../../../api/issuance/line.ts";
import type { ReceiptChecker } from "../../../api/issuance/contract.ts";
import { receiptChecker } from "../../../api/issuance/receipt.ts";
import type { ReferenceWay } from "../../../api/words/kiosk-reference.ts";
import { secretWrapper } from "../../../api/base/key-wrap.ts";
import type { Desk } from "../../desk/desk.ts";
import { operatorRecords } from "../../desk/operators/records.ts";
import { recipientsAt } from "../../keys/recipients.ts";
import { openQueue, recoverQueue, type Queue } from "../../queue/open-queue.ts";
import { Uploader } from "../../queue/uploader.ts";
import { Acts } from "../../server/act.ts";
import { documentHolder, holderOf } from "../../server/appointments.ts";
import { codeIn } from "../../server/code.ts";
import { KioskStation, type KioskStationParts } from "../../server/kiosk-station.ts";
import { offerOf } from "../../server/services.ts";
import { PACE } from "../../server/pace.ts";
import type { Station } from "../../server/station.ts";
import { ticketOf } from "../../server/ticket.ts";
import { Walk } from "../../server/walk.ts";
import { ageOn } from "../../session/run/age.ts";
import { enrolmentRecord } from "../../session/run/record.ts";
import { openVault } from "../../store/vault.ts";
import { SOFTWARE } from "../software.ts";
import { closureOf } from "../start/closure.ts";
import { isFor } from "../start/finding.ts";
import type { BenchServices } from "./services.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { MISSION, type AssemblyParts } from "./assembly-parts.ts";
import { openBenchDesk } from "./desk.ts";
import { examiner, rememberingLooker } from "./models.ts";

const SEND_MS = 5000;

export interface BenchKiosk {
  readonly walk: Walk;
  readonly acts: Acts;
  readonly station: KioskStation;
  readonly queue: Queue;
  readonly desk: Desk;
  /** Ends in an orderly way. */
  close(): Promise<void>;
  /** The program is gone; only what holds the test's own process open is let go. */
  abandon(): Promise<void>;
}

/** Its secrets are nobody's. */
const WRAPPING_KEY = Buffer.alloc(32, 7);

const STATE = "UTO";

const serviceIn = (services: BenchServices, chosen: string | undefined, now: Milliseconds) =>
  services.offered(now).find(({ service }) => service.id === chosen)?.service;

const finder =
  (parts: AssemblyParts, chosen: () => string | undefined): Station["find"] =>
  async (text, way) => {
    const answer = await holder(parts, text, way);
    if (typeof answer === "string" || answer.subject === undefined) return answer;
    const service = serviceIn(parts.services, chosen(), parts.clock.now());
    return isFor(service, STATE, answer.subject) ? answer : "other-service";
  };

const holder = (
  { appointments, somebody, clock }: AssemblyParts,
  ...[text, way]: Parameters<Station["find"]>
): ReturnType<Station["find"]> => {
  const at = clock.now();
  if (way === "document") return Promise.resolve(documentHolder(text, at));
  if (way !== "none") return Promise.resolve(holderOf(appointments, text, at));
  return Promise.resolve(
    somebody === undefined
      ? "unknown"
      : { reference: "TRIAL", subject: somebody, age: ageOn(somebody.birth, at) },
  );
};

const sealing =
  (parts: AssemblyParts, queue: Queue): KioskStationParts["seal"] =>
  (data, subject, box, devices) =>
    underWay(sealed(parts, queue, data, subject, box, devices));

const sealed = async (
  { policy, clock, keys, random, trace, services }: AssemblyParts,
  queue: Queue,
  ...[data, subject, box, devices]: Parameters<KioskStationParts["seal"]>
): Promise<void> => {
  // As start/station.ts: sealed before a power cut that the session did not hear of.
  if ((await queue.outbox.item(data.packetId)) !== undefined) return;
  const recipients = recipientsAt(keys.recipients, clock.now());
  const sequence = await queue.store.sequenceOf(data.packetId);
  const service = serviceIn(services, data.service, clock.now());
  const record = enrolmentRecord(data, box, {
    process: service?.process ?? "new-passport",
    issuingState: STATE,
    documentCode: service?.documentCode ?? "PP",
    ...(service === undefined ? {} : { service: service.id }),
    ...(data.paymentReference === undefined ? {} : { paymentReference: data.paymentReference }),
    subject,
    devices: devices.records,
    deviceOf: devices.identityOf,
    kiosk: { id: queue.kiosk, mission: MISSION, software: SOFTWARE, sequence },
    policy,
    auditHead: (await queue.audit.head()).hash,
    sealedAt: clock.now(),
    clockSource: "virtual",
    operatorOf: await operatorRecords(queue.store.database),
  });
  const packet = await sealPacket(record, keys.kiosk, recipients, { random });
  await queue.outbox.add(record.packetId, sequence, packet.sealed);
  trace.add(`sealed ${packet.packetId} ${packet.sha256}`);
};

/** As the gate of start/gate.ts: nobody is let begin whom nothing could be sealed for. */
const canSeal = ({ keys, clock }: AssemblyParts): boolean => {
  try {
    return recipientsAt(keys.recipients, clock.now()).length > 0;
  } catch (error) {
    if (!(error instanceof OutsideFault)) throw error;
    return false;
  }
};

interface Sending {
  readonly uploader: Uploader;
  readonly receipts: ReceiptChecker;
}

const sendingOf = (parts: AssemblyParts, queue: Queue): Sending => {
  const { clock, keys, random, log, line, backend } = parts;
  const checker = receiptChecker(keys.trust);
  const receipts: ReceiptChecker = { check: (receipt) => underWay(checker.check(receipt)) };
  const uploader = new Uploader({
    kiosk: queue.kiosk,
    store: queue.store,
    outbox: queue.outbox,
    client: issuanceClient(backend, new Line({ clock, agent: line })),
    receipts,
    clock,
    random,
    log,
  });
  return { uploader, receipts };
};

const send = async (
  { clock, log }: AssemblyParts,
  { uploader }: Sending,
  stop: AbortSignal,
): Promise<void> => {
  while (!stop.aborted) {
    await uploader.sendDue(stop).catch((error: unknown) => {
      if (!(error instanceof OutsideFault)) throw error;
      log.write("error", "outbox", { code: id(error.code) });
    });
    await clock.sleep(SEND_MS, stop);
  }
};

const waysOf = ({ somebody }: AssemblyParts): readonly ReferenceWay[] => [
  "qr",
  "typed",
  "document",
  ...(somebody === undefined ? [] : (["none"] as const)),
];

/** Opens what lies in the folder, whatever state it was left in. Throws OutsideFault as the kiosk itself does. */
export const openBenchKiosk = async (parts: AssemblyParts): Promise<BenchKiosk> => {
  const { folder, files, clock, random, log, policy, slots, languages, remembered } = parts;
  const queue = await openQueue({ folder, files, clock, random });
  const stop = new AbortController();
  try {
    await recoverQueue(queue, clock);
    await queue.checkpoint(parts.keys.kiosk);
    const vault = await openVault({
      files,
      folder: path.join(folder, "sessions"),
      wrapper: secretWrapper(WRAPPING_KEY),
      random,
    });
    const station = new KioskStation({
      slots,
      policy,
      clock,
      looker: rememberingLooker(remembered),
      vault,
      examine: examiner(remembered),
      readCode: (frame) => remembered.of("code", [frame.bytes], () => codeIn(frame.bytes)),
      find: finder(parts, () => walk.service),
      // Nobody asks at this kiosk how far a ticket is.
      ticketState: () => Promise.resolve(undefined),
      ticket: (data) =>
        Promise.resolve(
          ticketOf(
            data.packetId,
            MISSION,
            clock.now(),
            data.doubts.length > 0 || data.held !== undefined ? "go-to-desk" : "wait-for-news",
          ),
        ),
      seal: sealing(parts, queue),
    });
    const walk: Walk = new Walk({
      station,
      clock,
      random,
      log,
      pace: parts.pace ?? PACE,
      languages,
      mission: MISSION,
      virtual: true,
      policy,
      ways: waysOf(parts),
      camera: "driver",
      signing: slots.pad === undefined ? "screen" : "pad",
      pixelsPerMm: 2.7,
      services: () =>
        parts.services.offered(clock.now()).map(({ service, opening }) => offerOf(service, opening, policy)),
      closure: () =>
        closureOf(
          parts.services.offered(clock.now()).map(({ service: { name }, opening }) => ({ name, opening })),
        ) ?? (canSeal(parts) ? undefined : { reason: "kiosk" }),
    });
    await walk.comeBack();
    const line = sendingOf(parts, queue);
    const desk = await openBenchDesk(parts, { walk, station, queue, ...line, wrappingKey: WRAPPING_KEY });
    const sending = send(parts, line, stop.signal);
    const end = () => {
      stop.abort();
      walk.close();
    };
    return {
      walk,
      acts: new Acts(walk),
      station,
      queue,
      desk,
      close: async () => {
        end();
        await sending;
        await station[Symbol.asyncDispose]();
        await queue.checkpoint(parts.keys.kiosk);
        await queue[Symbol.asyncDispose]();
      },
      abandon: async () => {
        end();
        await queue[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    stop.abort();
    await queue[Symbol.asyncDispose]();
    throw error;
  }
};
