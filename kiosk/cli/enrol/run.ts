/** `kiosk enrol`: recorded sessions, headless. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { sameSumsEverywhere } from "../../../models/onnx.ts";
import { builtInPolicy } from "../../session/policy.ts";
import { specimenKeys } from "../../keys/specimen.ts";
import type { Shell } from "../command.ts";
import { Presenting } from "./applicant.ts";
import { enrolOnce, type Enrolled } from "./enrolment.ts";
import { openAccepted, writeOut } from "./issuer.ts";
import { openRecorded } from "./recorded.ts";
import { reportOf } from "./report.ts";
import { readSession, type RecordedSession } from "./session-file.ts";
import { openKioskSide, type KioskSide } from "./station.ts";
import { printTable } from "./table.ts";
import { enrolPeople } from "./people.ts";

export interface EnrolOptions {
  readonly session: string;
  readonly out?: string;
  readonly people?: number;
  readonly seed?: string;
  readonly stats?: boolean;
  readonly json?: boolean;
}

/** Clear biometric data is written for specimens alone. */
const mayWriteClear = ({ file }: RecordedSession, { runtime }: KioskSide): void => {
  if (runtime.intakeFolder === undefined || runtime.identity.specimen === undefined)
    throw new OutsideFault(
      "policy-refused",
      "--out writes a packet in clear, and only the embedded test issuer may do that: leave out --out, or the session's backend.",
    );
  if (!file.subject.synthetic)
    throw new OutsideFault(
      "policy-refused",
      "--out writes a packet in clear, and the subject of this session is not flagged synthetic: leave out --out.",
    );
};

const enrolRecorded = async (
  session: RecordedSession,
  kiosk: KioskSide,
  seed: string | undefined,
  say: (line: string) => void,
): Promise<Enrolled> => {
  const { file, documents } = session;
  const policy = await builtInPolicy(systemFiles, file.mode === "attended" ? "attended" : "self-service");
  await using devices = await openRecorded(session);
  const scanner = new Presenting(devices.finger.device, file.fingers, devices.clock);
  return await enrolOnce({
    file,
    policy,
    devices,
    scanner,
    kiosk,
    documents,
    seed,
    say,
    signal: new AbortController().signal,
  });
};

interface State extends AsyncDisposable {
  readonly folder: string;
  readonly configFile: string | undefined;
}

/**
 * Where this kiosk keeps what it has. With a seed it is a specimen kiosk of its own, which begins with nothing and leaves
 * nothing: its number, its first packet and all in it follow from the session and the seed.
 */
const stateFor = async (shell: Shell, { file }: RecordedSession, options: EnrolOptions): Promise<State> => {
  if (options.seed === undefined)
    return {
      folder: shell.dataDirectory(),
      configFile: shell.configFile(),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  if (options.people !== undefined || file.backend !== undefined || !file.subject.synthetic)
    throw new OutsideFault(
      "policy-refused",
      "--seed makes one specimen again, byte for byte: leave it out for several people, for another backend and for real subjects.",
    );
  const folder = await mkdtemp(path.join(tmpdir(), "kiosk-specimen-"));
  return {
    folder,
    configFile: undefined,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
};

const peakMegabytes = (): number => Math.round(process.resourceUsage().maxRSS / 1024);

export const runEnrol = async (shell: Shell, options: EnrolOptions): Promise<void> => {
  const { terminal } = shell;
  const began = performance.now();
  if (options.people !== undefined && options.out !== undefined)
    throw new OutsideFault("usage", "--out shows one enrolment: leave it out, or leave out --people.");
  const session = await readSession(path.resolve(options.session));
  sameSumsEverywhere();
  await using state = await stateFor(shell, session, options);
  await using kiosk = await openKioskSide(state.folder, state.configFile, session, options.seed);
  if (options.out !== undefined) mayWriteClear(session, kiosk);
  if (options.people !== undefined) {
    await enrolPeople({
      session,
      kiosk,
      count: options.people,
      terminal,
      json: options.json === true,
      stats: options.stats === true,
    });
  } else {
    const enrolled = await enrolRecorded(session, kiosk, options.seed, (line) => terminal.progress(line));
    const folder =
      options.out === undefined ? undefined : await issue(enrolled, kiosk, path.resolve(options.out));
    if (options.json === true) {
      const { packetId, sha256 } = enrolled.sealed;
      terminal.print(
        JSON.stringify({
          packetId,
          sha256,
          steps: enrolled.steps,
          ...(folder === undefined ? {} : { folder }),
        }),
      );
    } else {
      printTable(terminal, enrolled.steps);
      terminal.print("");
      if (folder !== undefined)
        terminal.print(`Look at ${path.join(path.relative(process.cwd(), folder), "report.html")}`);
    }
  }
  if (options.stats === true)
    terminal.note(`${((performance.now() - began) / 1000).toFixed(2)} s, peak ${peakMegabytes()} MB`);
};

const issue = async ({ sealed, steps }: Enrolled, { runtime }: KioskSide, out: string): Promise<string> => {
  const keys = runtime.identity.specimen ?? specimenKeys();
  const opened = await openAccepted(runtime.intakeFolder ?? "", sealed.sha256, keys);
  return writeOut(out, opened, await reportOf(opened, steps), keys);
};
