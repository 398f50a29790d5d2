/// <reference lib="dom" />
/** What browser tests do with the page: wait for a screen, press on, and show any view without walking to it. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import type { Comfort } from "../../../api/words/kiosk-comfort.ts";
import type { KioskView } from "../../../api/words/kiosk-http.ts";
import { WALK_STEPS } from "../../../api/words/kiosk-screen.ts";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { offerOf } from "../../../kiosk/server/services.ts";
import { parseCatalogue } from "../../../kiosk/session/catalogue.ts";
import { stepOf } from "../../../kiosk/server/screen.ts";
import { qrRows } from "../../../kiosk/server/ticket.ts";
import type { PlayedKiosk } from "../server/played-kiosk.ts";

export const on = (page: Page, screen: string) =>
  page.waitForSelector(`.kiosk[data-screen="${screen}"]`, { timeout: 20_000 });
export const main = (page: Page) => page.click(".stage .choice.main");

const TICKET = {
  next: "wait-for-news",
  number: "7K3F-92MX-4Q",
  qr: qrRows("TICKET:7K3F-92MX-4Q"),
  date: "2026-11-21",
  mission: "Ambassade – essai",
} as const;

const REJECTED = {
  state: "rejected",
  what: "passport",
  reason:
    "L'extrait d'acte de naissance n'est pas lisible : la page 2 manque. Apportez l'original au guichet de l'ambassade, avec votre ancien passeport s'il est encore en votre possession.",
} as const;

const BIRTH_EXTRACT = { id: "birth-extract", name: { fr: "extrait d'acte de naissance" } };
const catalogue = path.join(projectRoot, "kiosk/session/catalogues/specimen.json");
const DAY = 86_400_000;
const NOON = Date.UTC(2026, 2, 2, 12);
/** As the specimen catalogue has them; the premium passport is suspended for some weeks. */
const SERVICES = parseCatalogue(readFileSync(catalogue), "specimen").services.map(
  (service) =>
    offerOf(
      service,
      service.id === "passport-premium"
        ? {
            kind: "closed",
            since: NOON - DAY,
            resumes: NOON + 22 * DAY,
            notice: { fr: "Décret du 1er mars." },
          }
        : { kind: "open" },
      { profile: "unattended" },
    ).view,
);

const PAUSED_AT = { camera: "face", scanner: "fingers", pad: "signature", kiosk: "ticket" } as const;

const SUSPENDED = {
  reason: "service",
  name: { fr: "Passeport ordinaire", en: "Standard passport", ar: "جواز سفر عادي" },
  since: NOON - DAY,
  resumes: NOON + 22 * DAY,
  notice: { fr: "Décret du 1er mars." },
} as const;

/** A view, and what is touched on the page before it is looked at: forms that the page opens by itself. */
export interface Sight extends KioskView {
  readonly touched?: readonly string[];
}

/** Past surname and given names to the birth, and on. */
const NAMED = ["reference-particulars", "key-a", "reference-send", "reference-send"] as const;

/** Every screen, form and sheet, without walking: the view alone decides what is drawn. */
export const views = (kiosk: PlayedKiosk, language: string): readonly Sight[] => {
  const before = kiosk.walk.view();
  const touching = (touched: readonly string[], screen: KioskView["screen"]): Sight => ({
    ...make(screen),
    touched,
  });
  const declares = {
    kind: "reference",
    ways: ["qr", "typed"],
    problem: "line-down",
    declares: true,
  } as const;
  const make = (screen: KioskView["screen"], overlay?: KioskView["overlay"]): KioskView => {
    const step = screen.kind === "paused" ? PAUSED_AT[screen.device] : stepOf(screen, { kind: "idle" });
    return {
      ...before,
      language,
      screen,
      ...(overlay === undefined ? {} : { overlay }),
      ...(step === undefined ? {} : { step }),
      // A service that wants papers has a step for them.
      ...(step === "documents" ? { steps: WALK_STEPS } : {}),
    };
  };
  return [
    make({ kind: "attract" }),
    make({ kind: "closed", closure: { reason: "kiosk" } }),
    make({ kind: "closed", closure: SUSPENDED }),
    make({ kind: "language" }),
    make({ kind: "notice" }),
    make({ kind: "service", services: SERVICES }),
    ...SERVICES.slice(0, 1).map((service) => make({ kind: "notice", service })),
    make({ kind: "payment", problem: "unreadable" }),
    make({ kind: "identifier" }),
    touching(["identifier-none"], { kind: "identifier" }),
    make({ kind: "reference", ways: ["qr", "typed", "document"], problem: "line-down", declares: true }),
    touching(["reference-typed"], { kind: "reference", ways: ["qr", "typed"], problem: "unknown" }),
    touching(["reference-document"], { kind: "reference", ways: ["typed", "document"] }),
    touching(["reference-particulars"], { ...declares, problem: "incomplete" }),
    touching(NAMED, declares),
    touching([...NAMED, "key-1", "reference-send"], declares),
    make({ kind: "reference", ways: ["qr", "typed"], resumes: true }),
    make({ kind: "consent", textVersion: "1", by: "guardian", what: "passport" }),
    make({ kind: "consent", textVersion: "1", by: "applicant", what: "document" }),
    make({ kind: "reference", ways: ["qr", "typed", "document", "none"], problem: "not-ours" }),
    make({ kind: "face", phase: "guide", hint: "close-mouth", camera: "driver", accompanied: true }),
    make({ kind: "face", phase: "guide", hint: "come-closer", camera: "driver", covered: "religious" }),
    make({ kind: "face", phase: "countdown", hint: "ready", count: 2, camera: "driver" }),
    make({ kind: "face", phase: "guide", hint: "open-eyes", contestable: "open-eyes", camera: "driver" }),
    make({ kind: "face-review", picture: "/themes/neutral/seal.svg", mayRepeat: true }),
    make({
      kind: "face-review",
      picture: "/themes/neutral/seal.svg",
      earlier: "/themes/mali/seal.svg",
      mayRepeat: true,
    }),
    make({
      kind: "finger",
      position: "left-index",
      hint: "press-harder",
      taken: ["right-index"],
      print: "/themes/neutral/seal.svg",
      again: true,
    }),
    make({ kind: "finger", position: "right-index", hint: "place", taken: [], optional: true }),
    make({ kind: "signature", surface: "screen", hint: "sign" }),
    make({ kind: "signature", surface: "screen", hint: "sign", optional: true }),
    make({ kind: "signature", surface: "pad", hint: "sign-longer" }),
    make({ kind: "paper", paper: BIRTH_EXTRACT, hint: "whole", camera: "driver" }),
    make({
      kind: "paper",
      paper: { id: "land-title", name: { fr: "titre foncier" } },
      hint: "lay",
      camera: "driver",
      another: true,
    }),
    make({ kind: "paper-review", paper: BIRTH_EXTRACT, picture: "/themes/neutral/seal.svg" }),
    make({
      kind: "review",
      items: [
        { what: "identity", state: "taken", lines: ["أمينة تراوري"] },
        { what: "face", state: "taken", picture: "/themes/neutral/seal.svg" },
        { what: "fingers", state: "later-at-desk" },
        { what: "documents", state: "taken", picture: "/themes/neutral/seal.svg" },
      ],
    }),
    make({ kind: "desk", reason: "asked", ticket: TICKET }),
    make({ kind: "desk", reason: "guardian" }),
    make({ kind: "sealing" }),
    make({ kind: "ticket", ticket: TICKET }),
    make({ kind: "ticket", ticket: TICKET, slip: "no-paper" }),
    make({ kind: "ticket", ticket: TICKET, slip: "printed" }),
    make({ kind: "status", ways: ["qr", "typed"], problem: "not-a-ticket" }),
    make({ kind: "status", ways: ["typed"] }),
    touching(["status-typed"], { kind: "status", ways: ["qr", "typed"], problem: "unreadable" }),
    make({ kind: "status", ways: ["qr", "typed"], found: { state: "printed", what: "passport" } }),
    make({ kind: "status", ways: ["qr", "typed"], found: { state: "ready", what: "document" } }),
    make({ kind: "status", ways: ["qr", "typed"], found: REJECTED }),
    make({ kind: "status", ways: ["qr", "typed"], found: { state: "refused", what: "passport" } }),
    make({ kind: "thanks" }),
    make({ kind: "wiped", done: false }),
    make({ kind: "wiped", done: true }),
    make({ kind: "paused", device: "scanner", trouble: "unplugged" }),
    make({ kind: "paused", device: "camera", trouble: "silent" }),
    make({ kind: "paused", device: "pad", trouble: "unclear" }),
    make({ kind: "paused", device: "scanner", trouble: "unready" }),
    make({ kind: "paused", device: "kiosk" }),
    make({ kind: "notice" }, { kind: "help" }),
    make({ kind: "notice" }, { kind: "comfort" }),
    make({ kind: "notice" }, { kind: "language" }),
    make({ kind: "notice" }, { kind: "leave" }),
    make({ kind: "notice" }, { kind: "staff-called" }),
    make({ kind: "notice" }, { kind: "still-there", until: Date.now() + 60_000, span: 60_000 }),
    make({ kind: "notice" }, { kind: "unable", position: "right-thumb" }),
    make({ kind: "notice" }, { kind: "head-covering" }),
    make({ kind: "notice" }, { kind: "contest", hint: "close-mouth" }),
  ];
};

/**
 * In the page: from now on nothing is played, where no sound is tested; to decode the sentences takes a third of the
 * time. To the page it is as if each went on without an end, so that what is being said stays lit.
 */
export const silence = (): void => {
  class Endless extends EventTarget {
    volume = 1;
    play = () => Promise.resolve();
    pause = () => undefined;
    setSinkId = () => Promise.resolve();
  }
  Object.assign(globalThis, { Audio: Endless, AudioContext: undefined });
};

/** In the page: until that is drawn, in that language, with a sheet or without. In one question: each takes its time. */
const untilDrawn = ([drawn, sheet, language]: readonly [string, boolean, string]): Promise<void> =>
  new Promise((resolve, reject) => {
    const late = performance.now() + 30_000;
    const look = () => {
      const there =
        document.querySelector(drawn) !== null &&
        document.documentElement.lang === language &&
        document.querySelector(".offline") === null &&
        (document.querySelector("dialog[open]") !== null) === sheet;
      if (there) resolve();
      else if (performance.now() > late) reject(new Error(`never drawn: ${drawn}, ${language}`));
      else requestAnimationFrame(look);
    };
    look();
  });

/** Sends these views instead of the session's own, over the real line, one after the other. */
export const showing = (page: Page, kiosk: PlayedKiosk) => {
  let shown: KioskView = kiosk.walk.view();
  let revision = 1000;
  let session = shown.session;
  kiosk.walk.view = () => shown;
  const draw = async (view: KioskView, after: string): Promise<void> => {
    revision += 1;
    shown = { ...view, revision, session, comfort: { ...view.comfort, motion: "reduced" } };
    session = after;
    // Any change of the walk makes the server send its view, which is now this one.
    kiosk.walk.present((now) => ({ ...now, ticket: { ...TICKET, number: String(revision) } }));
    const drawn = `.kiosk[data-screen="${view.screen.kind}"][data-revision="${revision}"]`;
    await page.evaluate(untilDrawn, [drawn, view.overlay !== undefined, view.language] as const);
  };
  return {
    show: async ({ touched = [], ...view }: Sight): Promise<void> => {
      // Somebody else's: what was typed and opened before is gone.
      if (touched.length > 0) session = `shown ${revision}`;
      await draw(view, touched.length > 0 ? `shown after ${revision}` : session);
      for (const say of touched) await page.click(`main [data-say="${say}"]`);
    },
    /** The same once more, for somebody who wants it otherwise; what was opened and typed stays. */
    fit: async (comfort: Partial<Comfort>): Promise<void> => {
      const after = session;
      session = shown.session;
      await draw({ ...shown, comfort: { ...shown.comfort, ...comfort } }, after);
    },
  };
};

/** Names a sight: its screen, what was touched last, its sheet. */
export const sightName = ({ screen, touched, overlay }: Sight): string =>
  [screen.kind, touched?.at(-1), overlay?.kind].filter((part) => part !== undefined).join("+");

export const toConsent = async (page: Page) => {
  await page.click(".everywhere");
  await on(page, "language");
  await page.click(".tile >> nth=0");
  await on(page, "notice");
  await main(page);
  await on(page, "reference");
  await page.click(".stage .choice >> nth=2");
  await on(page, "consent");
};
export const toReview = async (page: Page) => {
  await toConsent(page);
  await main(page);
  await on(page, "face-review");
  await main(page);
  await on(page, "signature-review");
  await main(page);
  await on(page, "review");
};
