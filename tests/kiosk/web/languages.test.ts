import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { FluentBundle, FluentResource } from "@fluent/bundle";
import { describe, expect, test } from "vitest";
import { FACE_HINTS, FINGER_HINTS, PAPER_HINTS, SIGNATURE_HINTS } from "../../../api/words/hints.ts";
import { FINGER_POSITIONS } from "../../../api/words/characteristic.ts";
import { DESK_REASONS, WALK_STEPS } from "../../../api/words/kiosk-screen.ts";
import { NAMING_STATES, SLIP_STATES, TICKET_STATES } from "../../../api/words/kiosk-ticket.ts";
import { KNOWN_PAPERS } from "../../../api/words/kiosk-paper.ts";
import { offered, readLanguages } from "../../../kiosk/server/languages.ts";
import { hashOf } from "../../../scripts/speak.mjs";
import { disguised } from "../../../scripts/test-language.mjs";
import type { KioskView } from "../../../api/words/kiosk-http.ts";
import { view } from "../../../kiosk/web/link.ts";
import { day, money } from "../../../kiosk/web/texts.ts";
import { projectRoot } from "../../../kiosk/server/root.ts";

const web = path.join(projectRoot, "kiosk/web");
const folder = path.join(web, "languages");
const languages = await readLanguages(folder);

/** Every sentence of a language: key, and key.say where the voice says it differently. */
const sentences = (tag: string): Map<string, string> => {
  const source = readFileSync(path.join(folder, tag, "strings.ftl"), "utf8");
  const resource = new FluentResource(source);
  const bundle = new FluentBundle(tag, { useIsolating: false });
  expect(bundle.addResource(resource)).toEqual([]);
  return new Map(
    resource.body.flatMap((message) => {
      const found = bundle.getMessage(message.id);
      const line = found?.value == null ? "" : bundle.formatPattern(found.value);
      const say = found?.attributes["say"];
      return [
        [message.id, line] as const,
        ...(say === undefined ? [] : [[`${message.id}.say`, bundle.formatPattern(say)] as const]),
      ];
    }),
  );
};

const source = sentences("en");
const complete = languages.filter(({ state }) => state !== "draft");
const drafts = languages.filter(({ state }) => state === "draft");

describe("languages", () => {
  test("French, English and Arabic are complete and offered; nothing else is, unless it is enabled", () => {
    expect(offered(languages, []).map(({ tag }) => tag)).toEqual(["fr", "en", "ar"]);
    expect(offered(languages, []).find(({ tag }) => tag === "ar")?.direction).toBe("rtl");
    for (const { tag } of drafts) expect(offered(languages, [tag]).map((offer) => offer.tag)).toContain(tag);
  });

  test.each(complete.map(({ tag }) => tag))("%s has every sentence and no other", (tag) => {
    expect([...sentences(tag).keys()].sort()).toEqual([...source.keys()].sort());
    for (const [key, line] of sentences(tag)) expect(line.trim(), key).not.toBe("");
  });

  test.each(["bm", "dyu", "ha"])("the draft %s has a line for nearly all that an applicant meets", (tag) => {
    const shown = [...source.keys()].filter((key) => !key.startsWith("key-") && !key.endsWith(".say"));
    const drafted = sentences(tag);
    const share = shown.filter((key) => drafted.has(key)).length / shown.length;
    expect(share).toBeGreaterThan(0.9);
  });

  test.each(drafts.map(({ tag }) => tag))(
    "the draft %s has only keys that exist, and says that it needs a reviewer",
    (tag) => {
      for (const key of sentences(tag).keys()) expect([...source.keys()]).toContain(key);
      const about = JSON.parse(readFileSync(path.join(folder, tag, "language.json"), "utf8")) as {
        note?: string;
      };
      expect(about.note).toMatch(/native reviewer/u);
    },
  );

  test.each(languages.map(({ tag }) => tag))(
    "%s shows an applicant no number, score or percentage",
    (tag) => {
      for (const [key, line] of sentences(tag)) expect(line, key).not.toMatch(/[0-9٠-٩%]/u);
    },
  );

  test("every instruction, finger, step and reason has its sentence", () => {
    const keys = [
      ...FACE_HINTS.map((hint) => `face-${hint}`),
      ...FINGER_HINTS.map((hint) => `finger-${hint}`),
      ...SIGNATURE_HINTS.map((hint) => `signature-${hint}`),
      ...Object.keys(FINGER_POSITIONS).map((position) => `finger-${position}`),
      ...[...PAPER_HINTS, ...KNOWN_PAPERS].map((name) => `paper-${name}`),
      ...DESK_REASONS.map((reason) => `desk-${reason}`),
      ...TICKET_STATES.map((state) => `status-${state}`),
      ...NAMING_STATES.map((state) => `status-${state}-document`),
      ...SLIP_STATES.map((state) => `slip-${state}`),
      ...WALK_STEPS.map((step) => `step-${step}`),
    ];
    expect(keys.filter((key) => !source.has(key))).toEqual([]);
  });

  test("the page asks for no sentence that does not exist, and none lies there unused", () => {
    const code = readdirSync(web, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/u.test(entry.name))
      // The desk has its own sentences.
      .filter((entry) => !path.relative(web, entry.parentPath).startsWith("desk"))
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "utf8"))
      .join("\n");
    const asked = [...code.matchAll(/(?:of|title|line)="([a-z][a-z-]+)"|words\("([a-z-]+)"\)/gu)].map(
      (match) => match[1] ?? match[2] ?? "",
    );
    expect(asked.filter((key) => !source.has(key))).toEqual([]);
    const computed =
      /^(consent|have|service|identifier|particulars|face|finger|signature|desk|step|notice|review|unable|paused|reference|status|slip|covering|contest|paper|key|trouble)-/u;
    const unused = [...source.keys()].filter(
      (key) => !key.endsWith(".say") && !computed.test(key) && !code.includes(`"${key}"`),
    );
    expect(unused).toEqual([]);
  });

  test("where a browser knows no months of a language, dates and fees come in the working language", () => {
    for (const language of ["taq", "snk", "fr"]) {
      view.value = { language } as KioskView;
      expect(day(Date.UTC(2026, 2, 24, 12))).toBe("24 mars 2026");
      expect(money({ amount: 45_000, currency: "XOF" })).toMatch(/^45.000.F.CFA$/u);
    }
    view.value = { language: "en" } as KioskView;
    expect(day(Date.UTC(2026, 2, 24, 12))).toBe("March 24, 2026");
    view.value = undefined;
  });

  test("the test language is made of the English one as it stands", () => {
    const english = readFileSync(path.join(folder, "en/strings.ftl"), "utf8");
    expect(readFileSync(path.join(folder, "en-x-test/strings.ftl"), "utf8")).toBe(disguised(english));
  });

  test("recordings that ship belong to sentences that exist", () => {
    for (const { tag, spoken } of languages)
      for (const key of spoken) expect(source.has(key), `${tag}: ${key}`).toBe(true);
  });

  test.each(["fr", "en", "ar"])("every sentence of %s ships as it is spoken, word for word", (tag) => {
    const read = (name: string) => JSON.parse(readFileSync(path.join(folder, tag, name), "utf8")) as unknown;
    const { speech } = read("language.json") as { speech: string };
    const all = sentences(tag);
    const lines = [...all].filter(([key]) => !key.endsWith(".say"));
    expect(read("audio/spoken.json")).toEqual(
      Object.fromEntries(lines.map(([key, line]) => [key, hashOf(speech, all.get(`${key}.say`) ?? line)])),
    );
    expect(languages.find((one) => one.tag === tag)?.spoken.toSorted()).toEqual(
      lines.map(([key]) => key).toSorted(),
    );
  });
});
