/** `kiosk packet build|export|verify`. */
import { addCommand, group, type Register, type Shell } from "../command.ts";

interface BuildOptions {
  readonly from: string;
  readonly out: string;
  readonly options?: string;
  readonly generation?: "iso19794" | "iso39794";
  readonly lds?: "0107" | "0108";
  readonly seed: string;
  readonly key?: string;
  readonly certificates?: string;
  readonly recipient?: readonly string[];
  readonly mlKem?: readonly string[];
  readonly hybrid?: boolean;
  readonly json?: boolean;
}

interface ExportOptions {
  readonly key: string;
  readonly mlKem?: string;
  readonly to: string;
  readonly json?: boolean;
}

interface VerifyOptions {
  readonly trust?: string;
  readonly csca?: string;
  readonly crl?: string;
  readonly key?: string;
  readonly mlKem?: string;
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
  const { readBytes, readRecipientKey, writeFolder } = await import("./folder.ts");
  const { exportPacket, openPacket } = await import("../../../api/formats/packet/open.ts");
  const files = exportPacket(
    openPacket(await readBytes(packet), await readRecipientKey(options.key, options.mlKem)),
  );
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

const mlKemKeys = async (
  folder: string,
  options: { readonly json?: boolean },
  { terminal }: Shell,
): Promise<void> => {
  const { writeFolder } = await import("./folder.ts");
  const { systemRandom } = await import("../../../api/base/random.ts");
  const { ML_KEM_768 } = await import("../../../api/formats/cms/ml-kem.ts");
  const { mlKemFiles } = await import("../../../api/formats/cms/ml-kem-keys.ts");
  const files = mlKemFiles(systemRandom("ml-kem-seed", ML_KEM_768.seed));
  await writeFolder(
    folder,
    new Map([
      ["ml-kem.pem", files.public],
      ["ml-kem-key.pem", files.secret],
    ]),
  );
  terminal.print(
    options.json
      ? JSON.stringify({ folder })
      : `${folder}/ml-kem.pem (for kiosks), ${folder}/ml-kem-key.pem (keep it secret)`,
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
    .option("--generation <name>", "iso19794 (until the end of 2029; what is taken) or iso39794")
    .option("--lds <version>", "0107 or 0108 (what is taken)")
    .option("--options <file>", "the State's choices, JSON: docs/packet.md")
    .option("--seed <text>", "seed of the specimen authority and of the packet", "specimen")
    .option("--key <file>", "the kiosk's private key; without one, specimen keys are made from the seed")
    .option("--certificates <file>", "the kiosk's certificate and its issuers, PEM")
    .option("--recipient <file...>", "certificates of those who may open it")
    .option(
      "--ml-kem <file...>",
      "ML-KEM-768 public keys of the recipients, in their order: against quantum computers",
    )
    .option("--hybrid", "specimens: give the specimen backend an ML-KEM-768 key, too")
    .action((options: BuildOptions) => build(options, shell));
  addCommand(
    packet,
    "export <packet>",
    "open a packet and write its files",
    "kiosk packet export adult.p7m --key backend-key.pem --to files",
  )
    .requiredOption("--key <file>", "private key of a recipient")
    .option("--ml-kem <file>", "the recipient's ML-KEM-768 private key, for hybrid packets")
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
    .option("--crl <place>", "revocation lists of the enrolment CA, a file or a folder, PEM or DER")
    .option("--key <file>", "private key of a recipient, to look inside a sealed packet")
    .option("--ml-kem <file>", "the recipient's ML-KEM-768 private key, for hybrid packets")
    .action((place: string, options: VerifyOptions) => verifyOne(place, options, shell));
  addCommand(
    packet,
    "ml-kem <folder>",
    "a recipient's post-quantum key pair: for backends without OpenSSL 3.5",
    "kiosk packet ml-kem backend-keys",
  ).action((folder: string, options: { json?: boolean }) => mlKemKeys(folder, options, shell));
};
