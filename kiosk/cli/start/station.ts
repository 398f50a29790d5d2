/** The kiosk's station: devices, models, whom it finds, and how it seals. */
import { systemClock } from "../../../api/base/clock.ts";
import type { CalibrationRecords } from "../../devices/records.ts";
import type { Vault } from "../../store/vault.ts";
import type { Log } from "../../../api/base/log.ts";
import type { Registry } from "../../server/registry.ts";
import { declarer, finder } from "./finding.ts";
import type { Appointments } from "../../server/appointments.ts";
import { codeIn } from "../../server/code.ts";
import { KioskStation, type Looker } from "../../server/kiosk-station.ts";
import type { Judge } from "../../server/judge/judge.ts";
import { looker } from "../../server/look/looker.ts";
import type { SlipPrinter } from "../../server/slips.ts";
import { ticketOf } from "../../server/ticket.ts";
import type { Policy } from "../../session/policy.ts";
import { enrolmentRecord } from "../../session/run/record.ts";
import { operatorRecords } from "../../desk/operators/records.ts";
import { SOFTWARE } from "../software.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { Equipment } from "./equipment.ts";
import { ticketState } from "./ticket-state.ts";
import type { SessionLogging } from "./logging.ts";

export interface StationParts {
  readonly equipment: Equipment;
  readonly policy: Policy;
  readonly runtime: Runtime;
  readonly mission: string;
  readonly state: string;
  readonly appointments: Appointments;
  readonly vault: Vault;
  readonly logging: SessionLogging;
  readonly records: CalibrationRecords;
  readonly judging: Judge;
  /** A thread of its own, unless told otherwise. */
  readonly looker?: Looker;
  readonly slips?: SlipPrinter;
  readonly registry: Registry | undefined;
  /** The service that was chosen at the screen. */
  readonly chosen: () => string | undefined;
  readonly log: Log;
}

export const stationOf = (parts: StationParts): KioskStation => {
  const {
    equipment,
    policy,
    runtime,
    mission,
    state,
    appointments,
    vault,
    logging,
    judging,
    slips,
    registry,
    chosen,
    log,
    records,
  } = parts;
  const { queue, published } = runtime;
  return new KioskStation({
    slots: equipment.slots,
    policy,
    clock: systemClock,
    looker: parts.looker ?? looker(),
    examine: judging.examine,
    vault,
    ...(slips === undefined ? {} : { slips }),
    ticketState: ticketState(() => ({
      store: queue.store,
      outbox: queue.outbox,
      statuses: runtime.statuses,
      controlMs: policy.control.hours * 3_600_000,
      now: systemClock.now(),
      processOf: async (packetId) =>
        published.serviceOf((await runtime.logs.get(packetId))?.service)?.process,
      offered: published.offered(systemClock.now()).map(({ service }) => service.process),
    })),
    readCode: (frame) => codeIn(frame.bytes),
    declared: declarer({ state, service: () => published.serviceOf(chosen()) ?? published.service }),
    find: finder({
      appointments,
      somebody: equipment.somebody,
      registry,
      service: () => published.serviceOf(chosen()) ?? published.service,
      state,
      log,
    }),
    over: (ended, box, end) => logging.over(ended, box, end),
    ticket: (data) =>
      Promise.resolve(
        ticketOf(
          data.packetId,
          mission,
          systemClock.now(),
          data.doubts.length > 0 || data.held !== undefined ? "go-to-desk" : "wait-for-news",
        ),
      ),
    // Whatever it is that finds the disk full, the packet's number as much as the packet: the reserve is for it.
    seal: (data, subject, box, devices) =>
      runtime.space.withReserve(async () => {
        // Sealed before a power cut that the session did not hear of: a packet is sealed once, and is on its way.
        if ((await queue.outbox.item(data.packetId)) !== undefined) return;
        const sequence = await queue.store.sequenceOf(data.packetId);
        const service = published.serviceOf(data.service) ?? published.service;
        const record = enrolmentRecord(data, box, {
          process: service?.process ?? "new-passport",
          issuingState: state,
          documentCode: service?.documentCode ?? "PP",
          ...(service === undefined ? {} : { service: service.id }),
          ...(data.paymentReference === undefined ? {} : { paymentReference: data.paymentReference }),
          subject,
          // As it was when the person stood there: a session may wait a day for control.
          devices: records.certified(devices.records, data.startedAt),
          deviceOf: devices.identityOf,
          kiosk: { id: queue.kiosk, mission, software: SOFTWARE, sequence },
          policy,
          auditHead: (await queue.audit.head()).hash,
          sealedAt: systemClock.now(),
          clockSource: "system",
          operatorOf: await operatorRecords(queue.store.database),
        });
        await runtime.keep(await runtime.seal(record));
      }),
  });
};
