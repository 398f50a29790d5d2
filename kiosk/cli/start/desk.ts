/** Puts the operator's desk together, beside the applicant's page. */
import { createHash, X509Certificate } from "node:crypto";
import path from "node:path";
import { readCertificate } from "../../../api/formats/cms/certificate.ts";
import { drillPart } from "../../desk/parts/drill.ts";
import { promptsPart, type LanguagePacks } from "../../desk/parts/prompts.ts";
import { rehearsalPart } from "../../desk/parts/rehearsal.ts";
import { settingsPart } from "../../desk/parts/settings.ts";
import type { Prompts } from "../../server/prompts/prompts.ts";
import { systemClock } from "../../../api/base/clock.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { systemRandom } from "../../../api/base/random.ts";
import type { Theme } from "../../../api/words/kiosk-http.ts";
import { Approvals } from "../../desk/approvals.ts";
import { Desk } from "../../desk/desk.ts";
import { Operators } from "../../desk/operators/operators.ts";
import { approvalsPart } from "../../desk/parts/approvals.ts";
import { auditPart } from "../../desk/parts/audit.ts";
import { figuresPart } from "../../desk/parts/figures.ts";
import { outboxPart } from "../../desk/parts/outbox.ts";
import { pluggedMedia } from "../../desk/media.ts";
import type { Health } from "../../store/health.ts";
import type { Found } from "../../../drivers/discovery.ts";
import { devicesPart } from "../../desk/parts/devices.ts";
import { Places } from "../../desk/devices/places.ts";
import { SelfTests } from "../../desk/devices/self-tests.ts";
import { FREE_SCREENS } from "../../../api/words/desk-http.ts";
import { Wizard } from "../../desk/devices/wizard.ts";
import type { PrintRanges } from "../../devices/print-ranges.ts";
import type { CalibrationRecords } from "../../devices/records.ts";
import type { StationSlots } from "../../server/station/identities.ts";
import { overviewPart } from "../../desk/parts/overview.ts";
import { attendedPart } from "../../desk/parts/attended.ts";
import { reviewPart } from "../../desk/parts/review.ts";
import { Controlling } from "../../desk/control/controlling.ts";
import type { DeskStation } from "../../desk/station.ts";
import { peoplePart } from "../../desk/parts/people.ts";
import { fileShelf } from "../../desk/shelf.ts";
import type { Speeches } from "../../desk/speech.ts";
import { surroundings } from "../../desk/surroundings.ts";
import type { Walk } from "../../server/walk.ts";
import type { Policy } from "../../session/policy.ts";
import { projectRoot } from "../../server/root.ts";
import { SOFTWARE } from "../software.ts";
import type { Identity } from "../runtime/identity.ts";
import type { Runtime } from "../runtime/runtime.ts";

export interface DeskParts {
  readonly data: string;
  readonly runtime: Runtime;
  readonly walk: Walk;
  readonly policy: Policy;
  readonly theme: Theme;
  readonly mission: string;
  readonly virtual: boolean;
  readonly wrappingKey: Uint8Array;
  readonly station: DeskStation;
  readonly prompts: Prompts;
  readonly packs: LanguagePacks;
  /** Undefined before the kiosk first measured itself. */
  readonly health: () => Health | undefined;
  readonly speeches: Speeches;
  /** What is plugged in now; as the system tells unless told otherwise. */
  readonly found?: () => Promise<readonly Found[]>;
  readonly slots: StationSlots;
  readonly records: CalibrationRecords;
  readonly ranges: PrintRanges;
  /** Log2 of scrypt's N; only tests lower it. */
  readonly passphraseCost?: number;
}

export const openDesk = (given: DeskParts): Desk => {
  const { data, runtime, walk, policy, theme, mission, virtual, wrappingKey, station } = given;
  const [clock, random] = [systemClock, systemRandom];
  const { audit, store } = runtime.queue;
  const cost = given.passphraseCost;
  const operators = new Operators({
    database: store.database,
    audit,
    clock,
    random,
    ...(cost === undefined ? {} : { cost }),
  });
  const approvals = new Approvals({
    clock,
    audit,
    shelf: fileShelf(systemFiles, path.join(data, "approvals.sealed"), wrappingKey, random),
    newId: () => Buffer.from(random("approval id", 12)).toString("hex"),
  });
  const asked = (packetId: string) => approvals.about(packetId);
  const controlling = new Controlling({
    station,
    walk,
    policy,
    clock,
    forget: (packetId) => approvals.forget(packetId),
  });
  const wizard = new Wizard({
    clock,
    records: given.records,
    kiosk: runtime.queue.kiosk,
    software: SOFTWARE,
    signer: () => runtime.identity.signer(),
    ...(policy.calibration === undefined ? {} : { validDays: policy.calibration.days }),
    speeches: given.speeches,
    changed: () => desk.changed(),
  });
  const desk: Desk = new Desk({
    clock,
    random,
    audit,
    operators,
    approvals,
    speeches: given.speeches,
    fourEyes: new Set(policy.desk?.fourEyes ?? []),
    parts: {
      overview: overviewPart,
      review: reviewPart({ controlling, policy, clock, asked }),
      attended: attendedPart({ walk, station, policy, clock, asked }),
      approvals: approvalsPart({
        approvals,
        carryOut: (request, decider, language) => desk.doing.carryOut(request, decider, language),
      }),
      outbox: outboxPart({
        queue: runtime.queue,
        uploader: runtime.uploader,
        receipts: runtime.receipts,
        clock,
        files: systemFiles,
        media: pluggedMedia,
      }),
      figures: figuresPart({ database: store.database, speeches: given.speeches }),
      prompts: promptsPart({
        prompts: given.prompts,
        packs: given.packs,
        free: () => walk.state.kind === "idle",
      }),
      rehearsal: rehearsalPart({ station, walk }),
      drill: drillPart({ folder: data, audit, changed: () => desk.changed() }),
      settings: settingsPart({
        policy,
        config: runtime.config === undefined ? undefined : { ...runtime.config },
        software: SOFTWARE,
        kiosk: runtime.queue.kiosk,
        certificates: () => certificatesOf(runtime.identity.certificates()),
      }),
      devices: devicesPart({
        places: new Places(given.slots, new SelfTests(systemFiles, data), clock, () =>
          FREE_SCREENS.has(walk.screen().kind),
        ),
        wizard,
        records: given.records,
        ranges: given.ranges,
        files: systemFiles,
        data,
        recordings: [path.join(projectRoot, "fixtures/targets"), path.join(data, "targets", "recordings")],
        now: () => clock.now(),
        virtual,
        ...authorityOf(runtime.identity),
        ...(given.found === undefined ? {} : { found: given.found }),
      }),
      audit: auditPart({ audit, database: store.database, speeches: given.speeches }),
      people: peoplePart({ operators, clock, signOut: (id) => desk.sessions.endOf(id) }),
    },
    setting: {
      mission,
      kiosk: runtime.queue.kiosk,
      theme: {
        state: theme.state,
        seal: `/desk${theme.seal}`,
        colours: coloursOf(theme),
        band: theme.colours.band,
      },
      virtual,
      build: SOFTWARE,
    },
    surroundings: surroundings({
      clock,
      walk,
      queue: runtime.queue,
      uploader: runtime.uploader,
      health: given.health,
      rehearsing: () => station.rehearsing,
    }),
  });
  walk.onChange(() => desk.changed());
  return desk;
};

/** A trial's authority is in nobody's hands; whoever wants to verify what its kiosk signs gets it here. */
const authorityOf = ({ specimen }: Identity): { readonly authority?: Uint8Array } => {
  const [der] = specimen?.trust ?? [];
  return der === undefined ? {} : { authority: Buffer.from(new X509Certificate(der).toString()) };
};

const certificatesOf = (all: ReadonlyMap<string, Uint8Array>) =>
  [...all].map(([name, der]) => ({
    words: name,
    sha256: createHash("sha256").update(der).digest("hex"),
    ends: readCertificate(der, name).notAfter,
  }));

const coloursOf = ({ colours }: Theme): Readonly<Record<string, string>> => {
  const { band: _band, ...rest } = colours;
  return rest;
};
