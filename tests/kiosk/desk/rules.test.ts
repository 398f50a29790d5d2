import path from "node:path";
import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../api/base/clock.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { seededRandom } from "../../../api/base/random.ts";
import { RIGHTS, type Right } from "../../../api/words/desk-http.ts";
import { SelfTests } from "../../../kiosk/desk/devices/self-tests.ts";
import { admission, LOCKOUT, restAfter } from "../../../kiosk/desk/operators/lockout.ts";
import { checkPassphrase, hashPassphrase, isPassphrase } from "../../../kiosk/desk/operators/passphrase.ts";
import { may, mayDecide, rightsOf } from "../../../kiosk/desk/rights.ts";
import { Sessions, SIGNED_IN, standing } from "../../../kiosk/desk/sessions.ts";
import { temporaryFolder } from "../stand.ts";

describe("lockout", () => {
  test("three are free, then each wrong passphrase doubles the wait, up to an hour", () => {
    const rests = Array.from({ length: 10 }, (_none, count) => restAfter(count) / 1000);
    expect(rests).toEqual([0, 0, 0, 30, 60, 120, 240, 480, 960, 1920]);
    expect(restAfter(30)).toBe(LOCKOUT.most);
  });

  test("a wait ends when it is over and not before", () => {
    const failures = { count: 4, lastAt: 1000 };
    expect(admission(failures, 1000 + 59_999)).toEqual({ kind: "wait", for: 1 });
    expect(admission(failures, 1000 + 60_000)).toEqual({ kind: "try" });
  });

  test("the tenth locks, whatever the time", () => {
    expect(admission({ count: 10, lastAt: 0 }, 1e15)).toEqual({ kind: "locked" });
  });

  test("a clock that was set back neither shortens the wait nor makes it longer than it was", () => {
    expect(admission({ count: 4, lastAt: 9e12 }, 1000)).toEqual({ kind: "wait", for: 60_000 });
  });
});

describe("passphrases", () => {
  test("are kept as scrypt with a salt of their own, and found again in another Unicode spelling", async () => {
    const random = seededRandom("passphrases");
    const [a, b] = [
      await hashPassphrase("cafe\u0301 du matin", random, 10),
      await hashPassphrase("café du matin", random, 10),
    ];
    expect(a).toMatch(/^scrypt\$10\$/u);
    expect(a).not.toBe(b);
    expect(await isPassphrase("café du matin", a)).toBe(true);
    expect(await isPassphrase("cafe du matin", a)).toBe(false);
    expect(await isPassphrase("café du matin", "nothing kept")).toBe(false);
  });

  test.each([
    ["short words", /fewer than 12/u],
    ["aaaabbbbaaaabbbb", /very few characters/u],
    ["long walk with Moussa", /the name it belongs to/u],
  ])("%s: refused", (passphrase, why) => {
    expect(() => checkPassphrase(passphrase, "moussa")).toThrow(why);
  });
});

describe("rights", () => {
  test("a supervisor may everything; an operator nothing that decides over others", () => {
    expect(rightsOf("supervisor")).toEqual(expect.arrayContaining(Object.keys(RIGHTS)));
    const notOperators = (Object.keys(RIGHTS) as Right[]).filter((right) => !may("operator", right));
    expect(notOperators.sort()).toEqual(["approve", "operators", "prompts"]);
  });

  test("the second pair of eyes is another person's, and a supervisor's", () => {
    expect(mayDecide("awa", { id: "awa", role: "supervisor" })).toBe("same-person");
    expect(mayDecide("awa", { id: "moussa", role: "operator" })).toBe("no-right");
    expect(mayDecide("awa", { id: "fanta", role: "supervisor" })).toBe("may");
  });
});

test("the last self-tests are kept over a restart; a damaged file is as none, and written anew", async () => {
  using folder = temporaryFolder();
  const tests = () => new SelfTests(systemFiles, folder.path);
  expect(await tests().last("pad")).toBeUndefined();
  const [good, bad] = [true, false].map((ok) => ({ at: 7, ok, words: "said", ms: 3 }));
  await tests().keep("pad", good!);
  await tests().keep("camera", bad!);
  expect([await tests().last("pad"), await tests().last("camera")]).toEqual([good, bad]);
  await systemFiles.write(path.join(folder.path, "self-tests.json"), Buffer.from('{"pad":{}}'));
  expect(await tests().last("pad")).toBeUndefined();
  await tests().keep("pad", good!);
  expect(await tests().last("pad")).toEqual(good);
});

describe("sign-ins", () => {
  const person = { id: "awa", name: "Awa", role: "supervisor" } as const;
  const desk = () => {
    const clock = new VirtualClock(0);
    const sessions = new Sessions(clock, seededRandom("sessions"));
    return { clock, sessions, token: sessions.begin(person) };
  };

  test("lock after silence, and not while somebody is there", async () => {
    const { clock, sessions, token } = desk();
    clock.advance(SIGNED_IN.idle - 1);
    sessions.touch(token);
    clock.advance(SIGNED_IN.idle - 1);
    expect(sessions.of(token)?.locked).toBe(false);
    clock.advance(1);
    expect(sessions.of(token)?.locked).toBe(true);
    sessions.touch(token);
    expect(sessions.of(token)?.locked).toBe(true);
    sessions.unlock(token);
    expect(sessions.of(token)?.locked).toBe(false);
  });

  test("lock when the clock is set back, and end when it is by a day", () => {
    const { clock, sessions, token } = desk();
    clock.advance(3_600_000);
    sessions.touch(token);
    const [kept] = [sessions.of(token)].filter((one) => one !== undefined);
    expect(kept && standing(kept, 3_599_000)).toMatchObject({ locked: true });
    expect(kept && standing(kept, -SIGNED_IN.whole)).toBeUndefined();
  });

  test("end after a working day, however busy", () => {
    const { clock, sessions, token } = desk();
    for (let at = 0; at < SIGNED_IN.whole; at += 60_000) {
      sessions.touch(token);
      clock.advance(60_000);
    }
    expect(sessions.of(token)).toBeUndefined();
  });

  test("one person, one desk: signing in elsewhere ends the first; another token is nobody", () => {
    const { sessions, token } = desk();
    const second = sessions.begin(person);
    expect(sessions.of(token)).toBeUndefined();
    expect(sessions.of(second)?.person).toEqual(person);
    expect(sessions.of("x".repeat(43))).toBeUndefined();
  });
});
