/** Puts the kiosk together and keeps it running until it is told to stop. */
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { systemClock } from "../../../api/base/clock.ts";
import { Bug, OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { lineLog, silentLog } from "../../../api/base/log.ts";
import { systemRandom } from "../../../api/base/random.ts";
import { DESK_PATHS } from "../../../api/words/desk-http.ts";
import type { ReferenceWay } from "../../../api/words/kiosk-http.ts";
import type { Subject } from "../../../api/words/subject.ts";
import { uvc } from "../../../drivers/camera/uvc/driver.ts";
import { deskRouter } from "../../desk/router.ts";
import { PageCamera } from "../../server/page-camera.ts";
import { Slot } from "../../server/slot.ts";
import { startServer } from "../../server/app.ts";
import { documentHolder, holderOf, readAppointments, type Appointments } from "../../server/appointments.ts";
import { codeIn } from "../../server/code.ts";
import { bootToken } from "../../server/entrance.ts";
import { KioskStation } from "../../server/kiosk-station.ts";
import type { StationSlots } from "../../server/station/identities.ts";
import { judge, type Judge } from "../../server/judge/judge.ts";
import { offered, readLanguages } from "../../server/languages.ts";
import { looker } from "../../server/look/looker.ts";
import { PACE } from "../../server/pace.ts";
import { Prompts } from "../../server/prompts/prompts.ts";
import type { Found, Station } from "../../server/station.ts";
import { readTheme } from "../../server/theme.ts";
import { ticketOf } from "../../server/ticket.ts";
import { Walk } from "../../server/walk.ts";
import { openVault, type Vault } from "../../store/vault.ts";
import { builtInPolicy, parsePolicy, type Policy } from "../../session/policy.ts";
import { ageOn } from "../../session/run/age.ts";
import { enrolmentRecord } from "../../session/run/record.ts";
import { CHECKOUT } from "../checkout.ts";
import type { Shell } from "../command.ts";
import { SOFTWARE } from "../enrol/enrolment.ts";
import { openDesk } from "./desk.ts";
import { pluggedSlots, replayedSlots } from "./plugged.ts";
import { openSide, type Side } from "./side.ts";
import { virtualKiosk } from "./virtual.ts";

export interface StartOptions {
  readonly devices: string;
  readonly camera: string;
  readonly port: number;
  readonly theme: string;
  readonly languages: string;
  readonly mission: string;
  readonly state: string;
  readonly screenWidthMm?: number;
  readonly json?: boolean;
}

/** A common kiosk screen; one that is measured says better. */
const DEFAULT_PIXELS_PER_MM = 2.7;
const SCREEN_PIXELS = 1080;

interface Equipment {
  readonly slots: StationSlots;
  readonly virtual: boolean;
  /** Who is enrolled where no appointment is shown. */
  readonly somebody?: Subject;
}

const equip = async (devices: string): Promise<Equipment> => {
  if (devices === "virtual") {
    const { slots, subject } = await virtualKiosk("kiosk start");
    return { slots, virtual: true, somebody: subject };
  }
  if (devices.startsWith("replay:")) {
    const { slots, session } = await replayedSlots(devices.slice("replay:".length));
    return { slots, virtual: true, somebody: session.file.subject };
  }
  if (devices !== "auto")
    throw new OutsideFault("usage", `--devices "${devices}" is not known; give auto, virtual or replay:DIR.`);
  return { slots: await pluggedSlots(), virtual: false };
};

const policyFor = async (virtual: boolean): Promise<Policy> => {
  if (!virtual) return builtInPolicy(systemFiles, "self-service");
  const file = path.join(CHECKOUT, "kiosk/server/policies/trial.json");
  return parsePolicy(await readFile(file), file);
};

const finder =
  (appointments: Appointments, somebody: Subject | undefined): Station["find"] =>
  (text, way) => {
    const at = systemClock.now();
    const found = (): Found | "unknown" | "not-ours" | "unreadable" => {
      if (way === "document") return documentHolder(text, at);
      if (way !== "none") return holderOf(appointments, text, at);
      if (somebody === undefined) return "unknown";
      return { reference: "TRIAL", subject: somebody, age: ageOn(somebody.birth, at) };
    };
    return Promise.resolve(found());
  };

interface Parts {
  readonly equipment: Equipment;
  readonly policy: Policy;
  readonly side: Side;
  readonly mission: string;
  readonly state: string;
  readonly appointments: Appointments;
  readonly vault: Vault;
  readonly judging: Judge;
}

const VAULT_KEY = 32;

/** The kiosk's own key for unfinished sessions, for its owner alone. Whoever takes the disk alone takes it too. */
const wrappingKeyIn = async (data: string): Promise<Uint8Array> => {
  const file = path.join(data, "sessions.key");
  const kept = await readFile(file).catch(() => undefined);
  const wrappingKey = kept?.length === VAULT_KEY ? kept : systemRandom("vault key", VAULT_KEY);
  if (wrappingKey !== kept) {
    await mkdir(data, { recursive: true });
    await writeFile(file, wrappingKey, { mode: 0o600 });
  }
  return wrappingKey;
};

const vaultIn = (data: string, wrappingKey: Uint8Array): Promise<Vault> =>
  openVault({ files: systemFiles, folder: path.join(data, "sessions"), wrappingKey, random: systemRandom });

const stationOf = ({
  equipment,
  policy,
  side,
  mission,
  state,
  appointments,
  vault,
  judging,
}: Parts): KioskStation =>
  new KioskStation({
    slots: equipment.slots,
    policy,
    clock: systemClock,
    looker: looker(),
    examine: judging.examine,
    vault,
    readCode: (frame) => codeIn(frame.bytes),
    find: finder(appointments, equipment.somebody),
    ticket: (data) =>
      Promise.resolve(
        ticketOf(
          data.packetId,
          mission,
          systemClock.now(),
          data.doubts.length > 0 ? "go-to-desk" : "wait-for-news",
        ),
      ),
    seal: async (data, subject, box, devices) => {
      const sequence = await side.sequenceOf(data.packetId);
      const record = enrolmentRecord(data, box, {
        process: "new-passport",
        issuingState: state,
        documentCode: "PP",
        subject,
        devices: devices.records,
        deviceOf: devices.identityOf,
        kiosk: { id: side.kiosk, mission, software: SOFTWARE, sequence },
        policy,
        auditHead: await side.auditHead(),
        sealedAt: systemClock.now(),
        clockSource: "system",
      });
      await side.keep(record);
    },
  });

const untilStopped = (): Promise<void> =>
  new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });

const WAYS: readonly ReferenceWay[] = ["qr", "typed", "document"];

/** The browser's camera in the place of the machine's, behind the same driver. */
const withPageCamera = (equipment: Equipment, camera: PageCamera): Equipment => {
  const [row] = uvc.matches;
  if (row === undefined) throw new Bug("the camera driver matches nothing");
  const context = { clock: systemClock, random: systemRandom, log: silentLog };
  const slot = new Slot({ features: uvc.featuresOf(row), open: () => uvc.open(camera, row, context) });
  return { ...equipment, slots: { ...equipment.slots, camera: slot } };
};

export const runStart = async (shell: Shell, options: StartOptions): Promise<void> => {
  const { terminal } = shell;
  const page = path.join(CHECKOUT, "dist/web");
  if (!existsSync(path.join(page, "index.html")))
    throw new OutsideFault(
      "capability-missing",
      "The kiosk's page is not built; run node scripts/bootstrap.mjs.",
    );
  const data = shell.dataDirectory();
  const web = path.join(CHECKOUT, "kiosk/web");
  const log = lineLog(systemClock, (line) => terminal.note(line.trimEnd()));
  const theme = await readTheme(path.join(web, "themes"), options.theme);
  const enabled = options.languages.split(",").filter((tag) => tag !== "");
  const shipped = path.join(web, "languages");
  const known = await readLanguages(shipped);
  const languages = offered(known, enabled);
  const prompts = new Prompts(
    { shipped, site: path.join(data, "prompts") },
    systemFiles,
    known.map(({ tag }) => tag),
  );
  if (options.camera !== "driver" && options.camera !== "page")
    throw new OutsideFault("usage", `--camera "${options.camera}" is not known; give driver or page.`);
  const pageCamera = options.camera === "page" ? new PageCamera(systemClock) : undefined;
  const found = await equip(options.devices);
  const equipment = pageCamera === undefined ? found : withPageCamera(found, pageCamera);
  const policy = await policyFor(equipment.virtual);
  const appointments = await readAppointments(path.join(data, "appointments.json"));
  const mission = options.mission;
  await using side = await openSide(data, log);
  const wrappingKey = await wrappingKeyIn(data);
  const vault = await vaultIn(data, wrappingKey);
  await using judging = judge();
  await using station = stationOf({
    judging,
    equipment,
    policy,
    side,
    mission,
    state: options.state,
    appointments,
    vault,
  });
  const pixelsPerMm =
    options.screenWidthMm === undefined ? DEFAULT_PIXELS_PER_MM : SCREEN_PIXELS / options.screenWidthMm;
  const walk = new Walk({
    pixelsPerMm,
    station,
    clock: systemClock,
    random: systemRandom,
    log,
    pace: PACE,
    languages,
    mission,
    virtual: equipment.virtual,
    policy,
    // The page films only a face: a code is read where the machine owns the camera.
    ways: [...WAYS, ...(equipment.somebody === undefined ? [] : (["none"] as const))].filter(
      (way) => way !== "qr" || pageCamera === undefined,
    ),
    camera: options.camera,
    signing: equipment.slots.pad === undefined ? "screen" : "pad",
  });
  await walk.comeBack();
  const { virtual } = equipment;
  const desk = openDesk({ data, side, walk, policy, theme, mission, virtual, wrappingKey });
  await using server = await startServer(
    {
      walk,
      token: await bootToken(data, systemRandom),
      setting: { theme, languages, pixelsPerMm },
      prompts,
      languages: shipped,
      ...(pageCamera === undefined ? {} : { frame: (jpeg: Uint8Array) => pageCamera.push(jpeg) }),
      page,
      web,
      desk: deskRouter({
        desk,
        page: path.join(page, "desk"),
        languages: path.join(web, "desk/languages"),
        themes: path.join(web, "themes"),
      }),
    },
    options.port,
  );
  const deskAddress = `http://127.0.0.1:${server.port}${DESK_PATHS.page}`;
  terminal.print(
    options.json === true
      ? JSON.stringify({ url: server.address, desk: deskAddress })
      : `Kiosk at ${server.address}\nDesk at ${deskAddress}`,
  );
  await untilStopped();
  walk.close();
};
