import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { offered, readLanguages } from "../../../kiosk/server/languages.ts";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { PageHand } from "./page-hand.ts";
import { playedKiosk } from "./played-kiosk.ts";

const shipped = path.join(projectRoot, "kiosk/web/languages");

/** Of hundreds of recordings none is needed here. */
const isNoRecording = (file: string) => !file.endsWith(".ogg");

describe("a new language is a new folder and nothing else", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "languages-"));
    cpSync(path.join(shipped, "fr"), path.join(folder, "fr"), { recursive: true, filter: isNoRecording });
    mkdirSync(path.join(folder, "wo/audio"), { recursive: true });
    writeFileSync(
      path.join(folder, "wo/language.json"),
      JSON.stringify({ name: "Wolof", direction: "ltr", state: "complete" }),
    );
    writeFileSync(path.join(folder, "wo/strings.ftl"), "attract-line = Laalal ekraŋ bi\n");
    cpSync(path.join(shipped, "fr/audio/face-title.ogg"), path.join(folder, "wo/audio/face-title.ogg"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("it is offered, greets, is heard and can be chosen", async () => {
    await using kiosk = await playedKiosk({}, { languagesFolder: folder });
    const get = (where: string) =>
      fetch(kiosk.origin + where, { headers: { cookie: `kiosk=${kiosk.token}` } });
    const { languages } = (await (await get("/api/setting")).json()) as { languages: unknown[] };
    expect(languages).toContainEqual({
      tag: "wo",
      name: "Wolof",
      direction: "ltr",
      draft: false,
      greeting: "Laalal ekraŋ bi",
      spoken: ["face-title"],
    });
    expect(await (await get("/languages/wo/strings.ftl")).text()).toContain("ekraŋ");
    expect((await get("/prompts/wo/face-title")).status).toBe(200);
    const hand = new PageHand(kiosk.walk);
    await hand.send({ kind: "begin" });
    await hand.send({ kind: "choose-language", language: "wo" });
    expect(kiosk.walk.view()).toMatchObject({ language: "wo", screen: { kind: "notice" } });
  });

  test("a draft waits until the operator enables it", async () => {
    writeFileSync(
      path.join(folder, "wo/language.json"),
      JSON.stringify({ name: "Wolof", direction: "ltr", state: "draft", note: "needs a native reviewer" }),
    );
    const all = await readLanguages(folder);
    expect(offered(all, []).map(({ tag }) => tag)).toEqual(["fr"]);
    expect(offered(all, ["wo"])).toContainEqual(expect.objectContaining({ tag: "wo", draft: true }));
  });

  test.each([
    ["an unknown key", { name: "Wolof", direction: "ltr", state: "complete", flag: "🇸🇳" }],
    ["no direction", { name: "Wolof", state: "complete" }],
  ])("%s is refused with the file's name", async (_what, about) => {
    writeFileSync(path.join(folder, "wo/language.json"), JSON.stringify(about));
    await expect(readLanguages(folder)).rejects.toThrow("wo/language.json");
  });
});
