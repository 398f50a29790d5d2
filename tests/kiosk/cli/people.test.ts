import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { FINGER_POSITIONS } from "../../../api/words/characteristic.ts";
import { faceFor, framesOf, looking, readFaces } from "../../../kiosk/cli/people/gallery.ts";
import { DEVICE_CHOICES, LOOK_CHOICES } from "../../../kiosk/cli/people/register.ts";
import { recipeOf } from "../../../kiosk/cli/people/renderer.ts";
import { SCANNER_NAMES } from "../../../kiosk/cli/people/scanners.ts";
import { CAMERA_NAMES, PAD_NAMES } from "../../../kiosk/cli/people/surfaces.ts";
import { askedFingers } from "../../../kiosk/cli/people/rendering.ts";
import { runCommand } from "../../../kiosk/cli/program.ts";
import { readSession } from "../../../kiosk/cli/enrol/session-file.ts";
import { openFixture } from "../../../drivers/fixture.ts";
import { decodeGrey, decodeRgb } from "../../../models/image.ts";
import { HEAD_COVERINGS, makePerson } from "../../../models/synthetic/person/person.ts";
import { temporaryFolder } from "../stand.ts";
import { listen } from "./listen.ts";

const kiosk = async (...words: string[]) => {
  const { printed, noted, terminal } = listen();
  return { status: await runCommand(words, terminal), printed: printed.join("\n"), noted: noted.join("\n") };
};

const scratch = temporaryFolder();
afterAll(() => scratch[Symbol.dispose]());
let made = 0;
const freshFolder = (): string => {
  made += 1;
  const folder = path.join(scratch.path, String(made));
  mkdirSync(folder);
  return folder;
};

/** `people make` in this thread. */
/** Whoever is made, this face is looked at once for all of them. */
const ONE_FACE = ["--faces", "fixtures/faces/specimen"] as const;

const make = (out: string, ...words: string[]) =>
  kiosk("people", "make", "--out", out, "--jobs", "1", ...words);

const tree = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = path.join(entry.parentPath, entry.name);
        return [path.relative(folder, file), readFileSync(file).toString("base64")] as const;
      })
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

test("every camera, scanner and pad of the tables can be chosen", () => {
  expect([...DEVICE_CHOICES.camera]).toEqual([...CAMERA_NAMES]);
  expect([...DEVICE_CHOICES.scanner]).toEqual([...SCANNER_NAMES]);
  expect([...DEVICE_CHOICES.pad]).toEqual([...PAD_NAMES]);
});

describe("people make", () => {
  test("data: one line a person, the same for the same seed", async () => {
    const [one, two] = [freshFolder(), freshFolder()];
    for (const out of [one, two])
      expect((await make(out, "--what", "data", "--count", "50", "--seed", "crowd")).status).toBe(0);
    expect(tree(one)).toEqual(tree(two));
    const people = readFileSync(path.join(one, "people.jsonl"), "utf8").trimEnd().split("\n");
    expect(people).toHaveLength(50);
    for (const line of people)
      expect(JSON.parse(line)).toMatchObject({ subject: { synthetic: true, nationality: "UTO" } });
  });

  test("prints: each finger and impression as a picture in the scanner's pixels, with its truth", async () => {
    const out = freshFolder();
    await make(
      out,
      "--what",
      "prints",
      "--seed",
      "one",
      "--missing",
      "0",
      "--impressions",
      "2",
      "--scanner",
      "nb1010",
    );
    expect(Object.keys(tree(out))).toEqual(
      ["left-index_1", "left-index_2", "right-index_1", "right-index_2"]
        .flatMap((name) => [`${name}.json`, `${name}.png`])
        .concat("person.json")
        .toSorted(),
    );
    const image = await decodeGrey(readFileSync(path.join(out, "right-index_2.png")));
    expect([image.width, image.height]).toEqual([256, 180]);
    const truth = JSON.parse(readFileSync(path.join(out, "right-index_2.json"), "utf8")) as {
      minutiae: unknown[];
    };
    expect(truth).toMatchObject({ position: "right-index", number: 2, ppi: 385 });
    expect(truth.minutiae.length).toBeGreaterThan(5);
  });

  test.each(DEVICE_CHOICES.scanner)(
    "sessions: recordings that the %s driver replays, and a session that reads",
    async (scanner) => {
      const out = freshFolder();
      expect((await make(out, "--seed", "one", "--missing", "0", "--scanner", scanner)).status).toBe(0);
      const { file, recordings } = await readSession(out);
      expect(file.fingers).toEqual(["right-index", "left-index"]);
      const fixture = await openFixture(recordings.scanner);
      await using device = await fixture.open();
      for (const _finger of file.fingers) {
        const outcome = await device.capture({ deadline: 60_000 }, new AbortController().signal);
        expect(outcome).toMatchObject({ kind: "captured", sample: { characteristic: "finger" } });
      }
    },
  );

  test.each([
    ["camera", "ptp"],
    ["pad", "topaz"],
  ] as const)("sessions: the other %s, %s, is recorded and replayed too", async (kind, name) => {
    const out = freshFolder();
    const seed = "signs-7";
    expect((await make(out, "--seed", seed, "--missing", "0", ...ONE_FACE, `--${kind}`, name)).status).toBe(
      0,
    );
    const { recordings } = await readSession(out);
    const fixture = await openFixture(recordings[kind] ?? "");
    expect(fixture.module.id).toBe(name);
    await using device = await fixture.open();
    const outcome = await device.capture({ deadline: 60_000 }, new AbortController().signal);
    expect(outcome).toMatchObject({ kind: "captured" });
  });

  test("an index finger that is missing is stood in for, at the desk", async () => {
    const seed = Array.from({ length: 200 }, (_, k) => `few-${k}`).find((candidate) => {
      const person = makePerson(candidate, { missing: 0.4 });
      return person.fingers["right-index"].kind === "missing" && askedFingers(person).length === 2;
    })!;
    const out = freshFolder();
    expect((await make(out, "--seed", seed, "--missing", "0.4", ...ONE_FACE)).status).toBe(0);
    const { file } = await readSession(out);
    expect(file.mode).toBe("attended");
    expect(file.fingers[0]).toMatch(/^right-(?:thumb|middle|ring|little)$/u);
    expect(file.missingFingers.map(({ position }) => position)).toContain("right-index");
  });

  test("the committed session is what its manifest's command makes, byte for byte", async () => {
    const out = freshFolder();
    await make(out, "--seed", "adult7", ...ONE_FACE);
    expect(tree(out)).toEqual(tree("fixtures/sessions/adult"));
  });

  test("wrong words are refused with the rule", async () => {
    const out = freshFolder();
    expect((await make(out, "--seed", "a", "--ages", "80-20")).noted).toMatch(/Two ages are needed/u);
    expect((await make(out, "--seed", "a", "--what", "data", "--camera", "ptp")).noted).toMatch(
      /--camera is of sessions, and --what data is written; leave it out/u,
    );
    expect((await make(out, "--seed", "a", "--impressions", "3")).noted).toMatch(
      /--impressions is of prints/u,
    );
    expect((await make(out, "--seed", "a", "--missing", "2")).noted).toMatch(/A number from 0 to 1/u);
    expect((await make(out, "--seed", "../up")).noted).toMatch(/\[usage\] A seed has/u);
    expect((await make(out, "--seed", "a", "--faces", freshFolder())).noted).toMatch(
      /\[input-missing\] There is no \.jpg/u,
    );
    expect((await make(out, "--seed", "a", "--scanner", "toaster")).status).toBe(2);
    expect(readdirSync(out)).toEqual([]);
  });
});

describe("the committed gallery", () => {
  const crowd = Array.from({ length: 400 }, (_, k) => makePerson(`crowd ${k}`));

  test("at least forty identities, each of them somebody's face, never of the other sex", async () => {
    const faces = await readFaces("fixtures/faces/gallery");
    expect(faces.length).toBeGreaterThanOrEqual(40);
    const shown = crowd.map((person) => ({ person, face: faceFor(person, faces) }));
    expect(new Set(shown.map(({ face }) => face.folder)).size).toBeGreaterThanOrEqual(38);
    const mixed = shown.filter(
      ({ person: { subject }, face }) => subject.sex !== "unspecified" && face.sex !== subject.sex,
    );
    expect(mixed).toEqual([]);
    const gaps = shown.map(({ person, face }) => Math.abs(person.age - face.years!));
    expect(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toBeLessThan(6);
  });

  test("its frames are shown as large as a camera's; large ones are not touched", async () => {
    const [face] = await readFaces("fixtures/faces/gallery");
    const [frame] = await framesOf(face!);
    const { width, height } = await decodeRgb(frame!);
    expect([width, height]).toEqual([1500, 2000]);
    const [specimen] = await readFaces("fixtures/faces/specimen");
    const [first] = await framesOf(specimen!);
    expect(first).toEqual(readFileSync("fixtures/faces/specimen/frame-1-too-far.jpg"));
  });
});

describe("faces", () => {
  const gallery = freshFolder();
  const identity = (name: string, person: object) => {
    mkdirSync(path.join(gallery, name));
    writeFileSync(path.join(gallery, name, "1.jpg"), "");
    writeFileSync(path.join(gallery, name, "1.json"), JSON.stringify({ width: 1, person }));
  };
  identity("01", { sex: "male", age: 0.52, cover: 0, glasses: 0 });
  identity("02", { sex: "female", age: 0.52, cover: 1, glasses: 0 });
  identity("03", { sex: "female", age: 0.8, cover: 0, glasses: 1 });

  test("a person has a face of their sex, nearest in age, and always the same", async () => {
    const faces = await readFaces(gallery);
    expect(faces.map(({ sex }) => sex)).toEqual(["male", "female", "female"]);
    for (let k = 0; k < 60; k += 1) {
      const person = makePerson(`face ${k}`, { ages: [18, 70] });
      const face = faceFor(person, faces);
      expect(faceFor(person, faces)).toBe(face);
      expect(person.subject.sex === "unspecified" || face.sex === person.subject.sex).toBe(true);
    }
    const women = Array.from({ length: 200 }, (_, k) => makePerson(`w${k}`, { ages: [20, 75] })).filter(
      ({ subject }) => subject.sex === "female",
    );
    const old = women.find(({ age }) => age > 66)!;
    const young = women.find(({ age }) => age < 28)!;
    expect(path.basename(faceFor(old, faces).folder)).toBe("03");
    expect(path.basename(faceFor(young, faces).folder)).toBe("02");
  });
});

describe("what is wished of a person", () => {
  const wished = {
    sex: "female",
    skin: "dark",
    headCovering: "hijab",
    glasses: true,
    lacking: { "right-thumb": "amputated", "left-ring": "bandaged" },
  } as const;

  test("is so, and changes nothing else of the seed's person", () => {
    for (let k = 0; k < 40; k += 1) {
      const [person, drawn] = [makePerson(`wish ${k}`, wished), makePerson(`wish ${k}`)];
      expect(person.subject.sex).toBe("female");
      expect(person.face).toMatchObject({ headCovering: "hijab", glasses: true, skin: "dark" });
      expect(person.face.identity).toBe(drawn.face.identity);
      expect(person.fingers["right-thumb"]).toEqual({ kind: "missing", reason: "amputated" });
      expect(person.fingers["left-ring"]).toEqual({ kind: "missing", reason: "bandaged" });
      expect([person.age, person.customs, person.subject.birth]).toEqual([
        drawn.age,
        drawn.customs,
        drawn.subject.birth,
      ]);
    }
  });

  test("every look that can be asked for is in the gallery alone, and the face chosen has it", async () => {
    const faces = await readFaces("fixtures/faces/gallery");
    const person = makePerson("looked for");
    for (const skin of LOOK_CHOICES.skin)
      expect(faceFor(person, looking(faces, { skin })).skin, skin).toBe(skin);
    for (const headCovering of LOOK_CHOICES.covering)
      expect(faceFor(person, looking(faces, { headCovering })).covering).toBe(headCovering);
    for (const glasses of [true, false])
      expect(faceFor(person, looking(faces, { glasses })).glasses).toBe(glasses);
    for (const ages of [
      [16, 20],
      [27, 28],
      [60, 90],
    ] as const)
      for (const { years } of looking(faces, { ages })) {
        expect(years).toBeGreaterThan(0.6 * ages[0]);
        expect(years).toBeLessThan(1.4 * ages[1]);
      }
    expect([...LOOK_CHOICES.covering].toSorted()).toEqual([...HEAD_COVERINGS].toSorted());
  });

  test("a look that no face has, and a finger that there is not, are refused before anything is written", async () => {
    const out = freshFolder();
    const none = await make(out, "--seed", "a", "--sex", "female", "--skin", "light", "--covering", "kufi");
    expect(none.noted).toMatch(
      /No face of the gallery has sex female, skin light, covering kufi \(.*\); .* --assets/u,
    );
    // The gallery's people are grown: nobody passes for a child.
    expect((await make(out, "--seed", "a", "--ages", "5-40", "--covering", "turban")).noted).toMatch(
      /No face of the gallery has ages 5-40, covering turban \(without ages 5-40: \d faces; without covering turban: 0 faces\); /u,
    );
    const all = Object.keys(FINGER_POSITIONS).join(",");
    expect((await make(out, "--seed", "a", "--lacking", all)).noted).toMatch(
      /^\[policy-refused\] a has no finger at all.*--lacking/u,
    );
    expect((await make(out, "--seed", "a", "--lacking", "right-toe")).noted).toMatch(
      /"right-toe" is no finger/u,
    );
    expect((await make(out, "--seed", "a", "--assets", "no/such/folder")).noted).toMatch(
      /There are no assets in no\/such\/folder/u,
    );
    expect(readdirSync(out)).toEqual([]);
  });

  test("is what the renderer is asked for, the same each time: six frames of one identity", () => {
    const person = makePerson("rendered", { ...wished, ages: [30, 30] });
    const recipe = recipeOf(person);
    expect(recipeOf(person)).toBe(recipe);
    const [identity = "", scene = "", ...frames] = recipe.trimEnd().split("\n");
    expect(identity).toMatch(/^all person=\d+ dark=1 gender=0\.05 age=0\.5385 cover=hijab glasses=clear /u);
    expect(scene).toMatch(/^all light=studio /u);
    expect(frames.map((line) => line.split(" ")[0])).toEqual(
      readdirSync("fixtures/faces/gallery/01").filter((name) => name.endsWith(".jpg")),
    );
    expect(recipeOf(makePerson("another", wished))).not.toBe(recipe);
  });
});
