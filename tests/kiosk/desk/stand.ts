/** A desk beside a played kiosk: real store, audit, outbox and server in a folder of its own; two people may sign in. */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { systemClock } from "../../../api/base/clock.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { secretWrapper } from "../../../api/base/key-wrap.ts";
import { silentLog } from "../../../api/base/log.ts";
import { systemRandom } from "../../../api/base/random.ts";
import type { DeskReply } from "../../../api/words/desk-http.ts";
import { openDesk } from "../../../kiosk/cli/start/desk.ts";
import { openPacks } from "../../../kiosk/cli/start/packs.ts";
import { readLanguages } from "../../../kiosk/server/languages.ts";
import { Prompts } from "../../../kiosk/server/prompts/prompts.ts";
import { openRuntime, type Runtime } from "../../../kiosk/cli/runtime/runtime.ts";
import type { Desk } from "../../../kiosk/desk/desk.ts";
import { readSpeeches } from "../../../kiosk/desk/speech.ts";
import { Operators } from "../../../kiosk/desk/operators/operators.ts";
import { deskRouter } from "../../../kiosk/desk/router.ts";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { readTheme } from "../../../kiosk/server/theme.ts";
import type { Policy } from "../../../kiosk/session/policy.ts";
import type { KioskStation } from "../../../kiosk/server/kiosk-station.ts";
import type { Health } from "../../../kiosk/store/health.ts";
import { openVault } from "../../../kiosk/store/vault.ts";
import { PrintRanges } from "../../../kiosk/devices/print-ranges.ts";
import { CalibrationRecords } from "../../../kiosk/devices/records.ts";
import { Slot } from "../../../kiosk/server/slot.ts";
import type { StationSlots } from "../../../kiosk/server/station/identities.ts";
import type { Found } from "../../../drivers/discovery.ts";
import type { Fixture } from "../../../drivers/fixture.ts";
import { virtualCamera, virtualPad, virtualScanner } from "../../../drivers/virtual.ts";
import { PAGE, playedKiosk, trialPolicy, type PlayedKiosk } from "../server/played-kiosk.ts";
import { temporaryFolder } from "../stand.ts";
import { deskKiosk, ends, leaveWaiting, sealed, type Standing, type Waits } from "./waiting-session.ts";

const web = path.join(projectRoot, "kiosk/web");

/** Log2 of scrypt's N: a test does not wait for it. */
const COST = 10;

export const SUPERVISOR = {
  id: "awa",
  name: "Awa Koné",
  role: "supervisor",
  passphrase: "first light over sand",
} as const;
export const SECOND = {
  id: "fanta",
  name: "Fanta Sy",
  role: "supervisor",
  passphrase: "rain on the tin roof",
} as const;
export const OPERATOR = {
  id: "moussa",
  name: "Moussa Ba",
  role: "operator",
  passphrase: "boats across a river",
} as const;
export const EVERYBODY = [SUPERVISOR, SECOND, OPERATOR] as const;

export interface DeskStand extends AsyncDisposable {
  readonly folder: string;
  readonly side: Runtime;
  readonly desk: Desk;
  readonly kiosk: PlayedKiosk;
  readonly origin: string;
  readonly station: KioskStation;
  /** Who stands at the devices. */
  readonly standing: Standing;
}

export interface StandOptions {
  /** Left waiting for control by an earlier run. */
  readonly waiting?: readonly Waits[];
  readonly policy?: Partial<Policy>;
  /** What is plugged in; nothing unless told. */
  readonly found?: () => Promise<readonly Found[]>;
  readonly people?: readonly (typeof EVERYBODY)[number][];
  /** What the kiosk knows of itself; nothing unless told. */
  readonly health?: Health;
}

const slotOf = (make: () => Fixture): Slot => {
  const { module, row } = make();
  return new Slot({ features: module.featuresOf(row), open: () => make().open() });
};

/** Twins behind the real drivers; the camera shows one frame of a person who does not exist. */
const slots = (): StationSlots => {
  const frame = readFileSync(path.join(projectRoot, "fixtures/faces/specimen/frame-4-neutral.jpg"));
  return {
    camera: slotOf(() => virtualCamera([frame], { clock: systemClock })),
    scanner: slotOf(() => virtualScanner([], { clock: systemClock })),
    pad: slotOf(() => virtualPad([], { clock: systemClock })),
  };
};

export const deskStand = async ({
  policy: own,
  people = EVERYBODY,
  waiting = [],
  found = () => Promise.resolve([]),
  health,
}: StandOptions = {}): Promise<DeskStand> => {
  const policy = { ...trialPolicy(), ...own };
  for (const told of [sealed, ends]) told.length = 0;
  const folder = temporaryFolder();
  const side = await openRuntime({ data: folder.path, configFile: undefined, log: silentLog });
  const { store, audit } = side.queue;
  const operators = new Operators({
    database: store.database,
    audit,
    clock: systemClock,
    random: systemRandom,
    cost: COST,
  });
  for (const { passphrase, ...person } of people) await operators.add(person, passphrase, "machine");
  const theme = await readTheme(path.join(web, "themes"), "mali");
  const wrappingKey = new Uint8Array(32).fill(7);
  const vault = await openVault({
    files: systemFiles,
    folder: path.join(folder.path, "sessions"),
    wrapper: secretWrapper(wrappingKey),
    random: systemRandom,
  });
  for (const waits of waiting) await leaveWaiting(vault, policy, waits);
  const { station, standing } = deskKiosk(side, vault, policy);
  const shipped = path.join(web, "languages");
  const known = await readLanguages(shipped);
  const packs = await openPacks(folder.path, known, [], () => undefined);
  const site = path.join(folder.path, "prompts");
  const prompts = new Prompts(
    { shipped, site },
    systemFiles,
    known.map(({ tag }) => tag),
  );
  const speeches = await readSpeeches(path.join(web, "desk/languages"));
  let desk: Desk | undefined;
  const kiosk = await playedKiosk(
    {},
    {
      station,
      policy,
      recordings: site,
      signing: "screen",
      desk: (walk) => {
        desk = openDesk({
          data: folder.path,
          runtime: side,
          walk,
          policy,
          station,
          health: () => health,
          prompts,
          speeches,
          found,
          packs,
          theme,
          mission: "Ambassade – essai",
          virtual: true,
          wrappingKey,
          passphraseCost: COST,
          slots: slots(),
          records: new CalibrationRecords(systemFiles, folder.path),
          ranges: new PrintRanges(systemFiles, folder.path),
        });
        return deskRouter({
          desk,
          page: path.join(PAGE, "desk"),
          languages: path.join(web, "desk/languages"),
          themes: path.join(web, "themes"),
        });
      },
    },
  );
  if (desk === undefined) throw new Error("no desk");
  await kiosk.walk.comeBack();
  return {
    folder: folder.path,
    side,
    desk,
    kiosk,
    origin: kiosk.origin,
    station,
    standing,
    [Symbol.asyncDispose]: async () => {
      await kiosk[Symbol.asyncDispose]();
      await station[Symbol.asyncDispose]();
      await side[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
};

/** Somebody with a browser's manners, and without a browser. */
export class Visitor {
  readonly origin: string;
  cookie = "";

  constructor(origin: string) {
    this.origin = origin;
  }

  get(place: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.origin + place, {
      headers: { cookie: `desk-language=en; ${this.cookie}`, ...headers },
    });
  }

  async post(place: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const answer = await fetch(this.origin + place, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: this.origin,
        cookie: `desk-language=en; ${this.cookie}`,
        ...headers,
      },
      body: JSON.stringify(body),
    });
    const given = answer.headers.get("set-cookie")?.split(";")[0];
    if (given !== undefined) this.cookie = given;
    return answer;
  }

  async signIn({ id, passphrase }: { id: string; passphrase: string }): Promise<this> {
    const answer = await this.post("/desk/api/sign-in", { id, passphrase });
    const reply = (await answer.json()) as { outcome: string };
    if (reply.outcome !== "in") throw new Error(`not signed in: ${JSON.stringify(reply)}`);
    return this;
  }

  async act(part: string, name: string, input: unknown, key: string = randomUUID()): Promise<DeskReply> {
    const answer = await this.post("/desk/api/act", { key, part, name, input });
    return (await answer.json()) as DeskReply;
  }

  async read<T>(part: string, name: string, query = ""): Promise<T> {
    const answer = await this.get(`/desk/api/read/${part}/${name}${query}`);
    if (!answer.ok) throw new Error(`${part}/${name}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }
}

export const events = async ({
  side,
}: DeskStand): Promise<readonly { event: string; fields: Record<string, unknown> }[]> =>
  (await side.queue.store.database.all("SELECT event, fields FROM audit ORDER BY number")).map((row) => ({
    event: String(row["event"]),
    fields: JSON.parse(String(row["fields"])) as Record<string, unknown>,
  }));
