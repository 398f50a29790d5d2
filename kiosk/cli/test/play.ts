/** Plays one scenario: boots the kiosk, lets people come and things go wrong, and looks at what is left. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { OutsideFault } from "../../../api/base/faults.ts";
import { seededRandom } from "../../../api/base/random.ts";
import type { SyntheticPerson } from "../../../models/synthetic/person/person.ts";
import { referenceIn } from "../../server/code.ts";
import { offered } from "../../server/languages.ts";
import type { StationSlots } from "../../server/station/identities.ts";
import type { Policy } from "../../session/policy.ts";
import { openBenchKiosk, type BenchKiosk } from "./assembly.ts";
import { startBackend, type Arrived, type Backend } from "./backend.ts";
import { BenchClock, skewed } from "./bench-clock.ts";
import { personOf, signatureFor } from "./cast.ts";
import { direct } from "./director.ts";
import { BenchDisk } from "./disk.ts";
import { Equipment } from "./equipment.ts";
import { everyLanguage } from "./fit.ts";
import { Hand } from "./hand.ts";
import { DeskHands } from "./operator.ts";
import { benchKeys } from "./keys.ts";
import { BenchLine } from "./line.ts";
import { neverCame, type NeverCame } from "./never-came.ts";
import { policyOf } from "./policy-of.ts";
import type { Remembered } from "./remembered.ts";
import type { Scenario } from "./scenario.ts";
import { benchServices } from "./services.ts";
import type { Watcher } from "./watch.ts";
import { overlayName, screenName, Trace, type TraceLine } from "./trace.ts";

/** In memory where the system has such a place: a scenario does not wait for a disk. */
const memory = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
const BOOT_AGAIN_MS = 10_000;
/** Longer than the kiosk waits between two attempts to make up for what a fault held up. */
const MAKING_UP_MS = 15_000;
/** What comes by itself after everybody has left: silence, the question, the wiping, the session's ten minutes. */
const AFTERWARDS_MS = 15 * 60_000;

export interface Left {
  readonly screen: string;
  readonly state: string;
  /** Packet ids that were sealed, each once. */
  readonly sealed: readonly string[];
  readonly arrived: readonly Arrived[];
  readonly outbox: readonly { readonly packetId: string; readonly state: string }[];
  /** Sessions in the vault. */
  readonly kept: number;
}

export interface Played {
  readonly lines: readonly TraceLine[];
  /** When the applicant had done what there was to do. */
  readonly done: Left;
  /** After everybody had left, every fault was over, and a quarter of an hour had gone by. */
  readonly afterwards: Left;
  /** Sentences of invariants that do not hold. */
  readonly broken: readonly string[];
  /** What was to happen and did not. */
  readonly missed: readonly NeverCame[];
  readonly counts: Remembered["counts"];
}

export interface PlayOptions {
  /** Of the scenario's file. */
  readonly folder: string;
  readonly remembered: Remembered;
  /** What holds at every moment; looked at whenever a fault begins. */
  readonly always: (play: Play) => readonly string[];
  /** What holds in the end. */
  readonly invariants: (play: Play) => Promise<readonly string[]>;
  /** Somebody looks on: time passes as it does for people. */
  readonly watcher?: Watcher;
}

const keys = benchKeys();

export class Play {
  readonly scenario: Scenario;
  readonly clock: BenchClock;
  readonly trace: Trace;
  /** Every line of the kiosk's log, whole. */
  readonly logged: string[] = [];
  readonly person: SyntheticPerson;
  readonly equipment: Equipment;
  readonly room: string;
  readonly #options: PlayOptions;
  readonly #skew = { offset: 0 };
  readonly #random;
  #disk = new BenchDisk();
  #boots = 0;
  #kiosk: BenchKiosk | undefined;
  #stopped: Error | undefined;
  #hand: Hand | undefined;
  #desk: DeskHands | undefined;
  #lastScreen = "";
  #lastState = "";

  constructor(scenario: Scenario, options: PlayOptions) {
    this.scenario = scenario;
    this.#options = options;
    this.clock = new BenchClock(Date.parse(scenario.starts));
    this.trace = new Trace(() => this.clock.elapsed);
    this.person = personOf(scenario.person);
    this.#random = seededRandom(scenario.seed);
    this.room = mkdtempSync(path.join(memory, "kiosk-scenario-"));
    mkdirSync(this.medium);
    const { clock, trace, person } = this;
    const { folder, remembered } = options;
    this.equipment = new Equipment({ scenario, folder, person, clock, remembered, trace });
  }

  get kiosk(): BenchKiosk | undefined {
    return this.#kiosk;
  }
  /** The state folder of the program that runs, or ran last. */
  get data(): string {
    return path.join(this.room, `data-${this.#boots}`);
  }

  /** What is plugged in at the desk to carry packets away. */
  get medium(): string {
    return path.join(this.room, "medium");
  }

  /** The program made a mistake: nothing that follows counts. */
  stopped(error: unknown): void {
    // What a killed program still meant to do finds its database closed; that is its end and no mistake.
    const text = error instanceof Error ? error.message : String(error);
    const killed = Array.from({ length: this.#boots }, (_none, boot) =>
      path.join(this.room, `data-${boot + 1}`, "/"),
    );
    if (killed.some((folder) => folder !== path.join(this.data, "/") && text.includes(folder))) return;
    if (this.#kiosk === undefined && text.includes(path.join(this.data, "/"))) return;
    this.#stopped ??= error instanceof Error ? error : new Error(String(error));
    this.trace.add(`program stopped: ${this.#stopped.message}`);
  }

  async run(): Promise<Played> {
    try {
      return await this.#played();
    } catch (error) {
      // A kiosk that is left on would keep the program from ending.
      await this.#end();
      throw error;
    }
  }

  async #end(): Promise<void> {
    this.#hand?.stop();
    this.clock.stop();
    await this.#kiosk?.abandon();
  }

  async #played(): Promise<Played> {
    const { scenario, clock, trace, equipment } = this;
    const slots = await equipment.slots();
    const policy = await policyOf(scenario.policy);
    await using backend = await startBackend(
      path.join(this.room, "backend"),
      keys,
      skewed(clock, { offset: 0 }),
    );
    const line = new BenchLine({
      clock,
      serve: (connection) => backend.intake.serve(connection),
      tell: (weather) => (weather === "fair" ? undefined : trace.add(`line ${weather}`)),
    });
    const boot = () => this.#boot(slots, policy, line, backend);
    const meanwhile: string[] = [];
    trace.onLine(({ text }) => {
      if (text.startsWith("fault ") && meanwhile.length === 0) meanwhile.push(...this.#options.always(this));
    });
    const struck = direct(scenario.faults, {
      clock,
      trace,
      equipment,
      line,
      backend,
      skew: this.#skew,
      disk: () => this.#disk,
      kill: (power, down) => this.#kill(power, down, boot),
    });
    this.#hand = new Hand({
      scenario,
      clock,
      random: seededRandom(`${scenario.seed} hand`),
      trace,
      signature: () => signatureFor(this.person, "name", "wacom-stu"),
      deserts: () => {
        equipment.deserted = true;
        equipment.unplug("camera");
        equipment.gone.delete("camera");
      },
    });
    this.#desk = new DeskHands({
      deeds: scenario.desk,
      clock,
      random: seededRandom(`${scenario.seed} desk`),
      trace,
      kiosk: () => this.#kiosk,
      medium: this.medium,
      reference: scenario.appointment ?? "",
      swap: ({ place, with: name }) => equipment.swap(place, name),
      carry: () => backend.take(this.medium),
    });
    const { watcher } = this.#options;
    if (watcher !== undefined) clock.pass(watcher.speed);
    await boot();
    this.#desk.work().catch((error: unknown) => this.stopped(error));
    await this.#until(() => this.#isThrough(), scenario.lasts * 1000);
    const done = await this.#left(backend);
    const missed = neverCame(scenario, {
      faults: (fault) => (fault.layer === "device" ? equipment.happened(fault) : struck.has(fault)),
      deeds: (deed) => this.#hand?.did(deed) === true,
      atDesk: this.#desk?.begun ?? 0,
    });
    // There is nothing more to see.
    clock.hurry();
    await watcher?.closed();
    await this.#everybodyLeaves(line, backend);
    const afterwards = await this.#left(backend);
    const stopped = this.#stopped === undefined ? [] : [`the program stopped: ${this.#stopped.message}`];
    const broken = [...stopped, ...meanwhile];
    if (this.#stopped === undefined) broken.push(...(await this.#options.invariants(this)));
    await this.#end();
    return { lines: trace.lines, done, afterwards, broken, missed, counts: this.#options.remembered.counts };
  }

  dispose(): void {
    rmSync(this.room, { recursive: true, force: true });
  }

  async #until(over: () => Promise<boolean>, most: number): Promise<void> {
    const end = this.clock.elapsed + most;
    while (this.#stopped === undefined && this.clock.elapsed < end && !(await over()))
      await this.clock.sleep(1000);
  }

  /** Back at the beginning, and nothing is on its way any more. */
  async #isThrough(): Promise<boolean> {
    const kiosk = this.#kiosk;
    if (kiosk === undefined || kiosk.walk.screen().kind !== "attract" || this.clock.elapsed < 3000)
      return false;
    if (this.#desk?.done === false || this.#hand?.busy === true) return false;
    const items = await kiosk.queue.outbox.list().catch((error: unknown) => {
      // It was killed while it was asked.
      if (this.#kiosk === kiosk) throw error;
      return undefined;
    });
    return (
      items !== undefined && items.every(({ state }) => state.kind !== "waiting" && state.kind !== "sending")
    );
  }

  async #everybodyLeaves(line: BenchLine, backend: Backend): Promise<void> {
    const { equipment, clock, trace } = this;
    trace.add("everybody leaves");
    this.#hand?.leaveForGood();
    this.#desk?.stop();
    equipment.gone.clear();
    this.#disk.moods.clear();
    line.weathers.splice(0);
    backend.moods.clear();
    await this.#until(() => this.#isThrough(), AFTERWARDS_MS);
    // What a fault held up is made up for every few seconds: the wiping, the erasing.
    await clock.sleep(MAKING_UP_MS);
  }

  /** False: whatever keeps the program from starting did not pass until everything was over. */
  async #boot(slots: StationSlots, policy: Policy, line: BenchLine, backend: Backend): Promise<boolean> {
    this.#boots += 1;
    const { scenario, clock, trace, person } = this;
    const boots = this.#boots;
    const alive = () => boots === this.#boots;
    const traced = trace.log(this.logged);
    const own = scenario.appointment === null ? undefined : referenceIn(scenario.appointment);
    const open = async () =>
      openBenchKiosk({
        folder: this.data,
        files: this.#disk.files,
        clock: skewed(clock, this.#skew),
        random: this.#random,
        log: { write: (...entry) => (alive() ? traced.write(...entry) : undefined) },
        trace,
        policy,
        slots,
        keys,
        line,
        backend: backend.intake.url,
        languages: offered(await everyLanguage(), scenario.languages),
        appointments: new Map(own === undefined ? [] : [[own, { subject: person.subject }]]),
        services: benchServices(scenario),
        ...(scenario.appointment === null ? { somebody: person.subject } : {}),
        remembered: this.#options.remembered,
        medium: this.medium,
      });
    let kiosk: BenchKiosk | undefined;
    while (kiosk === undefined && clock.elapsed < scenario.lasts * 1000 + AFTERWARDS_MS)
      try {
        kiosk = await open();
      } catch (error) {
        if (!(error instanceof OutsideFault)) throw error;
        trace.add(`boot refused ${error.code}`);
        await clock.sleep(BOOT_AGAIN_MS);
      }
    if (kiosk === undefined) return false;
    const opened = kiosk;
    this.#kiosk = opened;
    await this.#options.watcher?.opened(opened);
    opened.walk.onChange(() => (alive() && this.#kiosk === opened ? this.#see(opened) : undefined));
    this.#see(opened);
    this.#hand?.at(opened);
    return true;
  }

  #see({ walk }: BenchKiosk): void {
    const { screen, overlay, language } = walk.view();
    const name = screenName(screen) + (overlay === undefined ? "" : ` overlay:${overlayName(overlay)}`);
    if (name !== this.#lastScreen) this.trace.add(`screen ${name}`);
    this.#lastScreen = name;
    const { state } = walk;
    const session = state.kind === "ended" ? `ended:${state.reason}` : state.kind;
    if (session !== this.#lastState) this.trace.add(`session ${session} ${language}`);
    this.#lastState = session;
  }

  #kill(power: boolean, down: number, boot: () => Promise<boolean>): void {
    const before = this.#kiosk;
    if (before === undefined) return;
    this.#kiosk = undefined;
    this.#disk.die();
    this.#disk.copyTo(this.data, path.join(this.room, `data-${this.#boots + 1}`), power);
    this.#disk = new BenchDisk(this.#disk.moods);
    this.#lastScreen = "";
    this.#hand?.at(undefined);
    const again = async () => {
      await this.#options.watcher?.closed();
      await before.abandon();
      await this.clock.sleep(Math.max(1, down));
      if (await boot()) this.trace.add("boot done");
    };
    again().catch((error: unknown) => this.stopped(error));
  }

  /** By packet id, the hashes under which each was sealed. */
  sealedPackets(): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, readonly string[]>();
    for (const { text } of this.trace.lines) {
      const [what, packetId = "", sha256 = ""] = text.split(" ");
      if (what === "sealed") found.set(packetId, [...new Set([...(found.get(packetId) ?? []), sha256])]);
    }
    return found;
  }

  async #left(backend: Backend): Promise<Left> {
    const sealed = [...this.sealedPackets().keys()];
    const kiosk = this.#kiosk;
    const items = await Promise.all(
      sealed.map(async (packetId) => ({
        packetId,
        state: (await kiosk?.queue.outbox.item(packetId))?.state.kind ?? "unknown",
      })),
    );
    return {
      screen: kiosk === undefined ? "off" : screenName(kiosk.walk.screen()),
      state: kiosk?.walk.state.kind ?? "off",
      sealed,
      arrived: await backend.arrived(),
      outbox: items,
      kept: (await this.#disk.files.list(path.join(this.data, "sessions")).catch(() => [])).length,
    };
  }
}
