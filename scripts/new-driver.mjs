// `npm run new:driver -- KIND/ID [--transport serial|usb] [--model "Maker Model"]`: a folder of the one shape, with a protocol of
// its own that works, its line in drivers/index.ts and its twin in the contract suite. Then: change the protocol to the device's.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

const KINDS = { fingerprint: "finger", camera: "face", document: "document" };
const TRANSPORTS = ["serial", "usb"];
const usage = `usage: npm run new:driver -- KIND/ID [--transport serial|usb] [--model "Maker Model"]
  KIND is one of ${Object.keys(KINDS).join(", ")}. For a signature pad begin with a copy of drivers/signature/topaz (serial)
  or wacom-stu (HID), for a V4L2 camera with drivers/camera/uvc.`;

const fail = (words) => {
  process.stderr.write(`${words}\n${usage}\n`);
  process.exit(2);
};

/** Without npm the "--" before the arguments is still there; behind it nothing would count as an option. */
const given = process.argv.slice(2).filter((word, at) => at > 0 || word !== "--");

const read = () => {
  try {
    return parseArgs({
      args: given,
      allowPositionals: true,
      options: {
        transport: { type: "string", default: "serial" },
        model: { type: "string" },
        help: { type: "boolean", short: "h" },
        root: { type: "string", default: path.resolve(import.meta.dirname, "..") },
      },
    });
  } catch (error) {
    return fail(error.message.split("\n")[0]);
  }
};
const { values, positionals } = read();
if (values.help) {
  process.stdout.write(`${usage}\n`);
  process.exit(0);
}
if (positionals.length !== 1) fail("Name one driver, KIND/ID.");
const [kind = "", id = ""] = (positionals[0] ?? "").split("/");
if (!(kind in KINDS)) fail(`"${kind}" is no kind of driver.`);
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/u.test(id))
  fail(`"${id}" is no id: small letters, digits and single hyphens, e.g. acme-100.`);
if (!TRANSPORTS.includes(values.transport))
  fail(`"${values.transport}" is no transport that can be begun with.`);

const { root, transport } = values;
const folder = path.join(root, "drivers", kind, id);
const index = path.join(root, "drivers/index.ts");
const table = path.join(root, "tests/drivers/contract-devices.ts");
if (existsSync(folder)) fail(`${path.relative(root, folder)} is there already.`);
if (new RegExp(`/${id}/driver\\.ts"`, "u").test(readFileSync(index, "utf8")))
  fail(`drivers/index.ts has a driver ${id} already.`);

const camel = id.replaceAll(/-([a-z0-9])/gu, (_all, letter) => letter.toUpperCase());
const pascal = camel[0].toUpperCase() + camel.slice(1);
const words = {
  "@ID@": id,
  "@KIND@": kind,
  "@NAME@": camel,
  "@TYPE@": pascal,
  "@MODEL@": values.model ?? pascal,
  "@MAKE@": (values.model ?? "Maker").split(" ")[0],
};
/** Lines that end in `// serial`, `// finger` and the like stay only where they are meant. */
const chosen = new Set([transport, KINDS[kind]]);
const all = new Set([...TRANSPORTS, ...Object.values(KINDS)]);
const fill = (template) =>
  template
    .split("\n")
    .flatMap((line) => {
      const tag =
        /\s*\/\/ ((?:serial|usb|finger|face|document)(?: (?:serial|usb|finger|face|document))*)$/u.exec(line);
      if (!tag || !tag[1].split(" ").every((word) => all.has(word))) return [line];
      return tag[1].split(" ").every((word) => chosen.has(word)) ? [line.slice(0, tag.index)] : [];
    })
    .join("\n")
    .replaceAll(/@[A-Z]+@/gu, (word) => words[word] ?? word);

mkdirSync(folder, { recursive: true });
for (const name of ["protocol.ts", "driver.ts", "model.ts", "README.md"]) {
  const template = readFileSync(path.join(import.meta.dirname, "new-driver", `${name}.txt`), "utf8");
  writeFileSync(path.join(folder, name), fill(template));
}

const insert = (file, before, text) => {
  const content = readFileSync(file, "utf8");
  const at = content.indexOf(before);
  if (at < 0) fail(`${path.relative(root, file)} lacks "${before.trim()}"; enter the driver by hand.`);
  writeFileSync(file, content.slice(0, at) + text + content.slice(at));
};
insert(index, "import ", `import { ${camel} } from "./${kind}/${id}/driver.ts";\n`);
insert(index, "  ...VIRTUAL,\n", `  ${camel},\n`);
const shown = { finger: "square", face: "frames", document: "documents" }[KINDS[kind]];
insert(
  table,
  "import ",
  `import { ${camel} } from "../../drivers/${kind}/${id}/driver.ts";\nimport { twin${pascal} } from "../../drivers/${kind}/${id}/model.ts";\n`,
);
insert(
  table,
  `  "virtual-scanner":`,
  `  "${id}": {
    make: (times) => {
      const given = context();
      return virtualDevice(${camel}, twin${pascal}(first(${shown}, times), given), given);
    },
    hurt: { place: "${transport === "serial" ? "read" : "ep 81"}", nth: 1 },
  },
`,
);
process.stdout.write(`${path.relative(root, folder)}: README.md, protocol.ts, driver.ts, model.ts
Entered in drivers/index.ts and tests/drivers/contract-devices.ts. Next:
  1. npm run setup && npx vitest run tests/drivers/contract-${transport === "serial" ? "serial" : "usb"}.test.ts -t ${id}   (it passes as it is)
  2. Write what is known of the device into README.md, then protocol.ts, then model.ts, then driver.ts; run it again.
  3. node dist/tests/drivers/make-recordings.js, node scripts/manifest.mjs (drivers/README.md), and its parsers in tests/drivers/fuzz.ts.
`);
