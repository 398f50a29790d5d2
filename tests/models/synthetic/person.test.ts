import { describe, expect, test } from "vitest";
import { GALLERY_SIZE, REFERENCE_YEAR, makePerson } from "../../../models/synthetic/person/person.ts";

const crowd = Array.from({ length: 600 }, (_, k) => makePerson(`crowd/${k}`));
const share = (pick: (person: (typeof crowd)[number]) => boolean) => crowd.filter(pick).length / crowd.length;

const count = (list: readonly string[], name: string) => list.filter((entry) => entry === name).length;

describe("people", () => {
  test("the same seed gives the same person", () => {
    expect(makePerson("crowd/7")).toEqual(crowd[7]);
    expect(new Set(crowd.map(({ subject }) => JSON.stringify(subject))).size).toBe(crowd.length);
  });

  test("every one is marked synthetic and belongs to State UTO unless told otherwise", () => {
    for (const { subject } of crowd) {
      expect(subject.synthetic).toBe(true);
      expect(subject.nationality).toBe("UTO");
    }
    expect(makePerson("x", { state: "XOM" }).subject).toMatchObject({ nationality: "XOM", synthetic: true });
  });

  test("a national number or the reason for its absence, never both; and no number that was ever issued", () => {
    for (const { subject, numberMissing, customs } of crowd) {
      expect((subject.nationalNumber === undefined) === (numberMissing !== undefined)).toBe(true);
      if (subject.nationalNumber === undefined) continue;
      expect(subject.nationalNumber).toMatch(
        { MLI: /^9\d{13}[A-Z]$/u, BFA: /^X\d{8}$/u, NER: /^X\d{10}$/u }[customs],
      );
    }
  });

  test("births: dates that exist, some with the year alone, and ages that fit", () => {
    for (const { subject, age } of crowd) {
      const { year, month, day } = subject.birth;
      expect(REFERENCE_YEAR - year).toBe(age);
      expect(day === undefined || new Date(Date.UTC(year, month! - 1, day)).getUTCDate() === day).toBe(true);
    }
    expect(share(({ subject }) => subject.birth.month === undefined)).toBeGreaterThan(0.1);
    expect(share(({ subject }) => subject.birth.day !== undefined)).toBeGreaterThan(0.5);
  });

  test("names exercise every trap: mononyms, apostrophes of both kinds, hyphens, letters beyond French, long names", () => {
    const names = crowd.map(({ subject }) => `${subject.surname}<<${subject.givenNames}`);
    const unseen = [/<<$/u, /'/u, /’/u, /-/u, /[éèïë]/u, /[ɔɛɲŋƁɓƊɗƴƳƘƙẽɩʋ]/iu, /.{40,}/u].filter(
      (trap) => !names.some((name) => trap.test(name)),
    );
    expect(unseen).toEqual([]);
    for (const { subject } of crowd) expect(subject.surname.length).toBeGreaterThan(0);
    for (const { subject } of crowd.filter(({ subject }) => / épouse /u.test(subject.surname)))
      expect(subject.sex).not.toBe("male");
  });

  test("ten fingers each, present or missing with a reason; loops open towards the little finger", () => {
    const missing = crowd
      .flatMap(({ fingers }) => Object.values(fingers))
      .filter(({ kind }) => kind === "missing");
    expect(missing.length).toBeGreaterThan(3);
    expect(missing.length).toBeLessThan(80);
    const classes = (position: "right-index" | "left-index") =>
      crowd.flatMap(({ fingers }) => {
        const finger = fingers[position];
        return finger.kind === "present" ? [finger.finger.pattern] : [];
      });
    expect(count(classes("right-index"), "right-loop")).toBeGreaterThan(
      count(classes("right-index"), "left-loop"),
    );
    expect(count(classes("left-index"), "left-loop")).toBeGreaterThan(
      count(classes("left-index"), "right-loop"),
    );
    const nobody = makePerson("x", { missing: 1 });
    expect(Object.values(nobody.fingers).every(({ kind }) => kind === "missing")).toBe(true);
  });

  test("children have finer ridges and the smallest do not sign", () => {
    const child = makePerson("kid", { ages: [4, 6], missing: 0 });
    const thumb = child.fingers["right-thumb"];
    expect(thumb.kind === "present" && thumb.finger.size).toBeLessThan(0.8);
    expect(child.signatureSeed).toBeUndefined();
  });

  test("papers: a birth on record, valid cards, and what marriage and minority call for; all marked as specimens", () => {
    const children = Array.from({ length: 60 }, (_, k) => makePerson(`child/${k}`, { ages: [3, 17] }));
    for (const { subject, papers, age } of [...crowd, ...children]) {
      const kinds = papers.map(({ kind }) => kind);
      expect(["birth-extract", "supplementary-judgment"]).toContain(kinds[0]);
      expect(kinds.includes("marriage-record")).toBe(subject.surname.includes(" épouse "));
      expect(kinds.includes("parental-authorisation")).toBe(age < 18);
      for (const { number, issued, until, kind } of papers) {
        expect(number).toMatch(/^SPECIMEN /u);
        expect(issued.year).toBeGreaterThanOrEqual(subject.birth.year);
        expect(issued.year).toBeLessThanOrEqual(REFERENCE_YEAR);
        expect(kind.endsWith("-card") ? until! > issued.year && until! > REFERENCE_YEAR - 1 : true).toBe(
          true,
        );
      }
    }
    expect(
      share(({ papers }) => papers.some(({ kind }) => kind === "supplementary-judgment")),
    ).toBeGreaterThan(0.05);
    expect(share(({ papers }) => papers.some(({ kind }) => kind === "previous-passport"))).toBeGreaterThan(
      0.2,
    );
  });

  test("faces are spread over the gallery", () => {
    const used = new Set(crowd.map(({ face }) => face.identity));
    expect(used.size).toBe(GALLERY_SIZE);
  });
});
