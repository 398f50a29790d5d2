/** Puts the kiosk together and keeps it running until it is told to stop. */
import { discover } from "../../../drivers/discovery.ts";
import { existsSync } from "node:fs";
import path from "node:path";
import { systemClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { lineLog } from "../../../api/base/log.ts";
import { systemRandom } from "../../../api/base/random.ts";
import { DESK_PATHS } from "../../../api/words/desk-http.ts";
import type { ReferenceWay } from "../../../api/words/kiosk-reference.ts";
import { deskRouter } from "../../desk/router.ts";
import { startServer } from "../../server/app.ts";
import { readAppointments } from "../../server/appointments.ts";
import { bootToken } from "../../server/entrance.ts";
import { judge } from "../../server/judge/judge.ts";
import { readLanguages, sentences } from "../../server/languages.ts";
import { PACE } from "../../server/pace.ts";
import { HandedFrames } from "../../../drivers/transport/handed-frames.ts";
import { doorToken, keepDoor, recordingControl } from "../../server/recording-control.ts";
import { Prompts } from "../../server/prompts/prompts.ts";
import { slipPrinter } from "../../server/slips.ts";
import { readTheme } from "../../server/theme.ts";
import { prepared } from "../../devices/prepare.ts";
import { PrintRanges } from "../../devices/print-ranges.ts";
import { readSpeeches } from "../../desk/speech.ts";
import { LiveRecording } from "../../devices/live-recording.ts";
import { CalibrationRecords } from "../../devices/records.ts";
import { Walk } from "../../server/walk.ts";
import { openVault } from "../../store/vault.ts";
import { CHECKOUT } from "../checkout.ts";
import type { Shell } from "../command.ts";
import { SOFTWARE } from "../software.ts";
import { missionOn, readConfig } from "../runtime/config.ts";
import { toldOfDevices } from "../runtime/lines.ts";
import { openRuntime } from "../runtime/runtime.ts";
import { offerOf } from "../../server/services.ts";
import { policyFor } from "../runtime/policy.ts";
import { keptSecret } from "../runtime/identity.ts";
import { background, sweepParked, untilStopped } from "./background.ts";
import { openDesk } from "./desk.ts";
import { openPacks } from "./packs.ts";
import { equip, withKeyboardReader, withPageCamera } from "./equipment.ts";
import type { ConfiguredLine } from "../../../drivers/discovery.ts";
import { KeyboardReader } from "../../devices/document-reader.ts";
import { calibrationOf, Gate } from "./gate.ts";
import { followHotPlug } from "./hot-plug.ts";
import { SessionLogging } from "./logging.ts";
import { SessionRecorder } from "./session-recorder.ts";
import { stationOf } from "./station.ts";
import { printerLines } from "./ticket-printer.ts";

export interface StartOptions {
  readonly devices: string;
  readonly camera: string;
  readonly port: number;
  readonly theme: string;
  readonly languages: string;
  readonly mission?: string;
  readonly state?: string;
  readonly screenWidthMm?: number;
  readonly catalogue?: string;
  readonly printer?: string;
  readonly line?: readonly ConfiguredLine[];
  readonly sbi?: string;
  readonly padWidthMm?: number;
  readonly record?: string;
  readonly json?: boolean;
}

/** A common kiosk screen; one that is measured says better. */
const DEFAULT_PIXELS_PER_MM = 2.7;
const SCREEN_PIXELS = 1080;

/** For everybody who reads either. */
const REHEARSAL = "Répétition · Rehearsal – rien n'est gardé";

const WAYS: readonly ReferenceWay[] = ["qr", "typed", "document"];

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
  // Nobody is interrupted: the desk changes languages only while the kiosk is free.
  const packs = await openPacks(data, known, enabled, () => walk.renew());
  const languages = packs.offers;
  const prompts = new Prompts(
    { shipped, site: path.join(data, "prompts") },
    systemFiles,
    known.map(({ tag }) => tag),
  );
  if (options.camera !== "driver" && options.camera !== "page")
    throw new OutsideFault("usage", `--camera "${options.camera}" is not known; give driver or page.`);
  const pageCamera = options.camera === "page" ? new HandedFrames(systemClock) : undefined;
  const records = new CalibrationRecords(systemFiles, data);
  await records.load();
  const ranges = new PrintRanges(systemFiles, data);
  const live = new LiveRecording(systemClock);
  const told = toldOfDevices(await readConfig(data, shell.configFile()), options.line, options.padWidthMm);
  const { lines, ...width } = told;
  const found = await equip(
    options.devices,
    (device) => prepared(device, { records, ranges, now: () => systemClock.now(), ...width }),
    { ...told, live, ...(options.sbi === undefined ? {} : { sbi: options.sbi }) },
  );
  const keyboard = new KeyboardReader((place, opening) => live.open(place, opening));
  const withReader = withKeyboardReader(found, keyboard, live);
  const equipment = pageCamera === undefined ? withReader : withPageCamera(withReader, pageCamera, live);
  const recorder = new SessionRecorder({
    live,
    slots: equipment.slots,
    clock: systemClock,
    log,
    folder: path.resolve(options.record ?? path.join(data, "recordings")),
    every: options.record !== undefined,
    ...width,
  });
  recorder.begin();
  const appointments = await readAppointments(path.join(data, "appointments.json"));
  await using runtime = await openRuntime({
    data,
    configFile: shell.configFile(),
    log,
    ...(options.catalogue === undefined ? {} : { catalogue: path.resolve(options.catalogue) }),
  });
  const { config, queue, identity } = runtime;
  const mission =
    options.mission ?? (config === undefined ? "Trial mission" : missionOn(config, systemClock.now()));
  const policy = await policyFor(config, equipment.virtual);
  const vault = await openVault({
    files: systemFiles,
    folder: path.join(data, "sessions"),
    wrapper: identity.wrapper,
    random: systemRandom,
  });
  const pixelsPerMm =
    options.screenWidthMm === undefined ? DEFAULT_PIXELS_PER_MM : SCREEN_PIXELS / options.screenWidthMm;
  await using judging = judge();
  const logging = new SessionLogging({
    logs: runtime.logs,
    station: { kiosk: queue.kiosk, mission, software: SOFTWARE },
    policy,
    slots: equipment.slots,
    records,
    clock: systemClock,
    log,
  });
  const slips =
    options.printer === undefined
      ? undefined
      : slipPrinter({
          open: printerLines(options.printer),
          paper: { columns: 42 },
          state: theme.state,
          say: await sentences(shipped),
          log,
        });
  await using station = stationOf({
    judging,
    ...(slips === undefined ? {} : { slips }),
    equipment,
    policy,
    runtime,
    mission,
    state: options.state ?? config?.issuingState ?? "UTO",
    appointments,
    vault,
    logging,
    registry: runtime.registry,
    chosen: () => walk.service,
    log,
    records,
  });
  const gate: Gate = new Gate({
    runtime,
    slots: equipment.slots,
    clock: systemClock,
    log,
    idle: () => walk.state.kind === "idle",
    cameraLies: () => station.cameraLies,
    held: async () => (await station.parked()).filter(({ data }) => data.held !== undefined).length,
    ...(equipment.virtual ? {} : { calibrationOf: calibrationOf(policy, records) }),
  });
  const walk: Walk = new Walk({
    pixelsPerMm,
    screenPad: {
      open: (opening) => live.open("screen", opening),
      noted: (widthMm) => live.capture("screen", "signature", widthMm),
    },
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
    // Where no camera of their own looks at papers, the page's does.
    paperCamera: equipment.slots.paper === undefined ? options.camera : "driver",
    services: () =>
      runtime.published
        .offered(systemClock.now())
        .map(({ service, opening }) => offerOf(service, opening, policy)),
    closure: () => gate.closure(),
    notice: () => (station.rehearsing ? REHEARSAL : undefined),
    // A rehearsal leaves no log and is not counted.
    follow: (step) => {
      recorder.follow(step);
      if (!station.rehearsing) logging.follow(step, station);
    },
  });
  // Also where what follows cannot be opened: a walk that goes on would keep the program from ending.
  await using _walk = { [Symbol.asyncDispose]: () => Promise.resolve(walk.close()) };
  await walk.comeBack();
  await gate.look();
  await using _working = background((signal) => [
    runtime.work(signal),
    gate.watch(signal),
    ...(equipment.virtual
      ? []
      : [followHotPlug(equipment.slots, () => walk.state.kind === "idle", systemClock, signal, { lines })]),
    sweepParked(station, logging, signal),
  ]);
  const { virtual } = equipment;
  const wrappingKey = await keptSecret(path.join(data, "desk.key"), identity.wrapper);
  const { slots } = equipment;
  const desk = openDesk({
    data,
    runtime,
    walk,
    policy,
    theme,
    mission,
    virtual,
    wrappingKey,
    station,
    health: () => gate.health(),
    prompts,
    speeches: await readSpeeches(path.join(web, "desk/languages")),
    found: () => discover({ lines }),
    packs,
    slots,
    records,
    ranges,
  });
  const recordingToken = doorToken(systemRandom);
  await using server = await startServer(
    {
      walk,
      beside: recordingControl(recorder, recordingToken),
      metrics: () => gate.metrics(),
      health: () => gate.health(),
      token: await bootToken(data, systemRandom),
      setting: { theme, languages, pixelsPerMm },
      prompts,
      languages: shipped,
      keys: (text) => keyboard.push(text),
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
  await using _door = await keepDoor(data, { port: server.port, token: recordingToken });
  const deskAddress = `http://127.0.0.1:${server.port}${DESK_PATHS.page}`;
  terminal.print(
    options.json === true
      ? JSON.stringify({ url: server.address, desk: deskAddress })
      : `Kiosk at ${server.address}\nDesk at ${deskAddress}`,
  );
  await untilStopped();
  walk.close();
  await logging.settled();
  await recorder.settled();
};
