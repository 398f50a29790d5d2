/** `kiosk packet build|export|verify`. */
import { addCommand, group, type Register, type Shell } from "../command.ts";

interface BuildOptions {
  readonly from: string;
  readonly out: string;
  readonly generation: "iso19794" | "iso39794";
  readonly lds: "0107" | "0108";
  readonly seed: string;
  readonly key?: string;
  readonly certificates?: string;
  readonly recipient?: readonly string[];
  readonly json?: boolean;
}

interface ExportOptions {
  readonly key: string;
  readonly to: string;
  readonly json?: boolean;
}

interface VerifyOptions {
  readonly trust?: string;
  readonly csca?: string;
  readonly key?: string;
  readonly json?: boolean;
}

const build = async (options: BuildOptions, { terminal }: Shell): Promise<void> => {
  const { buildPacket } = await import("./build.ts");
  const result = await buildPacket(options);
  if (options.json) terminal.print(JSON.stringify(result));
  else {
    terminal.print(`${result.out}  ${result.size} bytes, sha256 ${result.sha256}`);
    if (result.provisional.length > 0)
      terminal.print(`DG1 is a draft, not ready to personalise: ${result.provisional.join(", ")}`);
    for (const note of result.toConfirm) terminal.print(`To be confirmed by the State: ${note}`);
    if (result.specimenKeys !== undefined) terminal.print(`Specimen keys: ${result.specimenKeys}`);
  }
};

const exportOne = async (packet: string, options: ExportOptions, { terminal }: Shell): Promise<void> => {
  const { readBytes, readKey, writeFolder } = await import("./folder.ts");
  const { exportPacket, openPacket } = await import("../../../api/formats/packet/open.ts");
  const files = exportPacket(openPacket(await readBytes(packet), { key: await readKey(options.key) }));
  await writeFolder(options.to, files);
  if (options.json) terminal.print(JSON.stringify({ to: options.to, files: [...files.keys()] }));
  else for (const [name, content] of files) terminal.print(`${String(content.length).padStart(9)}  ${name}`);
};

const MARKS = { passed: "ok  ", failed: "FAIL", "not-checked": "--  " } as const;
const COLOURS = { passed: "green", failed: "red", "not-checked": "dim" } as const;

const verifyOne = async (place: string, options: VerifyOptions, { terminal }: Shell): Promise<void> => {
  const { verifyPlace } = await import("./verify.ts");
  const lines = await verifyPlace(place, options);
  if (options.json)
    terminal.print(JSON.stringify({ passed: lines.every(({ state }) => state !== "failed"), checks: lines }));
  else
    for (const { state, what, clause, detail } of lines)
      terminal.print(
        `${terminal.style(COLOURS[state], MARKS[state])} ${what}  [${clause}]${detail === "" ? "" : `  ${detail}`}`,
      );
  const failed = lines.filter(({ state }) => state === "failed").length;
  const { OutsideFault } = await import("../../../api/base/faults.ts");
  if (failed > 0)
    throw new OutsideFault(
      "signature-invalid",
      `${failed} of ${lines.length} checks failed: do not issue from this packet.`,
    );
};

export const registerPacket: Register = (program, shell) => {
  const packet = group(program, "packet", "ICAO packets: build, open, verify");
  addCommand(
    packet,
    "build",
    "a packet from samples on disk",
    "kiosk packet build --from samples --out adult.p7m",
  )
    .requiredOption("--from <dir>", "folder with enrolment.json and the samples it names")
    .requiredOption("--out <file>", "the sealed packet")
    .option("--generation <name>", "iso19794 or iso39794", "iso19794")
    .option("--lds <version>", "0107 or 0108", "0108")
    .option("--seed <text>", "seed of the specimen authority and of the packet", "specimen")
    .option("--key <file>", "the kiosk's private key; without one, specimen keys are made from the seed")
    .option("--certificates <file>", "the kiosk's certificate and its issuers, PEM")
    .option("--recipient <file...>", "certificates of those who may open it")
    .action((options: BuildOptions) => build(options, shell));
  addCommand(
    packet,
    "export <packet>",
    "open a packet and write its files",
    "kiosk packet export adult.p7m --key backend-key.pem --to files",
  )
    .requiredOption("--key <file>", "private key of a recipient")
    .requiredOption("--to <dir>", "a new or empty folder")
    .action((file: string, options: ExportOptions) => exportOne(file, options, shell));
  addCommand(
    packet,
    "verify <packet>",
    "every check of a packet or of an exported folder, one line each",
    "kiosk packet verify adult.p7m --key backend-key.pem --trust enrolment-ca.pem",
  )
    .option("--trust <file>", "trusted enrolment CA certificates, PEM or DER")
    .option("--csca <dir>", "the State's CSCA certificates: a kiosk that chains to one is refused")
    .option("--key <file>", "private key of a recipient, to look inside a sealed packet")
    .action((place: string, options: VerifyOptions) => verifyOne(place, options, shell));
};
