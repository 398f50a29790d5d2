/** The desk over HTTP: page, sign-in, reads, files, acts; mounted beside the applicant's page, sharing nothing with it. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import express, { Router, type Request, type RequestHandler, type Response } from "express";
import { z } from "zod";
import { OutsideFault } from "../../api/base/faults.ts";
import { id as logId } from "../../api/base/log.ts";
import {
  DESK_LANGUAGES,
  DESK_PATHS,
  type DeskPerson,
  type DeskState,
  type SignInReply,
} from "../../api/words/desk-http.ts";
import type { Desk } from "./desk.ts";
import { giveToken, languageOf, sameOrigin, takeToken, tokenOf } from "./entrance.ts";
import { streamSummary } from "./events.ts";
import type { Caller, DeskFile, FileRead, Read } from "./part.ts";
import { may, rightsOf } from "./rights.ts";
import type { SignedIn } from "./sessions.ts";
import { inLanguage, type Speech } from "./speech.ts";

export interface RouterOptions {
  readonly desk: Desk;
  /** Where the built page lies (its index.html and assets). */
  readonly page: string;
  /** Fluent folders of the desk, one a language. */
  readonly languages: string;
  /** Seals of States. */
  readonly themes: string;
}

/** A recorded sentence is the largest thing that is posted. */
const BODY_LIMIT = "3mb";
/** Reads with this header are the page's own; they are no sign of a person. */
const QUIET = "x-desk-quiet";

const signInShape = z.strictObject({ id: z.string().max(64), passphrase: z.string().max(400) });
const unlockShape = z.strictObject({ passphrase: z.string().max(400) });
const envelopeShape = z.strictObject({
  key: z.uuid(),
  part: z.string().max(40),
  name: z.string().max(40),
  input: z.unknown(),
});

interface Inside {
  readonly token: string;
  readonly signedIn: SignedIn;
}

/** Answers 401 or 423 itself where nobody is signed in or the desk is locked. */
const inside = (desk: Desk, request: Request, response: Response): Inside | undefined => {
  const token = tokenOf(request);
  const signedIn = desk.sessions.of(token);
  if (signedIn === undefined || signedIn.locked) {
    response
      .status(signedIn === undefined ? 401 : 423)
      .json({ refused: signedIn === undefined ? "signed out" : "locked" });
    return undefined;
  }
  if (request.headers[QUIET] === undefined) desk.sessions.touch(token);
  return { token, signedIn };
};

const callerOf = ({ signedIn }: Inside, request: Request): Caller => ({
  person: signedIn.person,
  provedAt: signedIn.provedAt,
  language: languageOf(request),
});

const speechOf = ({ options }: Desk, request: Request): Speech => options.speeches[languageOf(request)];

const stateOf = async (desk: Desk, token: string): Promise<DeskState> => {
  const signedIn = desk.sessions.of(token);
  const nobody = signedIn === undefined && (await desk.options.operators.list()).length === 0;
  return {
    ...desk.options.setting,
    nobody,
    ...(signedIn === undefined ? {} : { person: signedIn.person }),
    rights: signedIn === undefined || signedIn.locked ? [] : rightsOf(signedIn.person.role),
    locked: signedIn?.locked ?? false,
  };
};

/** What keeps anybody from being let in, a disk for instance, is said: nobody is to think that the passphrase was wrong. */
const unlessTrouble = async (
  speech: Speech,
  work: () => Promise<SignInReply | undefined>,
): Promise<SignInReply | undefined> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OutsideFault)) throw error;
    return { outcome: "trouble", words: speech.said(error.message) };
  }
};

const signIn = async (desk: Desk, body: unknown, response: Response): Promise<SignInReply | undefined> => {
  const given = signInShape.safeParse(body);
  if (!given.success) return undefined;
  const proof = await desk.options.operators.prove(given.data.id.trim().toLowerCase(), given.data.passphrase);
  if (proof.kind === "wait") return { outcome: "wait", seconds: Math.ceil(proof.for / 1000) };
  if (proof.kind !== "proved") return { outcome: proof.kind };
  // Nobody is in before it is written down that they are.
  await desk.options.audit.record("signed-in", { operator: logId(proof.person.id) });
  giveToken(response, desk.sessions.begin(proof.person));
  return { outcome: "in", person: proof.person };
};

const unlock = async (desk: Desk, token: string, body: unknown): Promise<SignInReply | undefined> => {
  const given = unlockShape.safeParse(body);
  const signedIn = desk.sessions.of(token);
  if (!given.success || signedIn === undefined) return undefined;
  const proof = await desk.options.operators.prove(signedIn.person.id, given.data.passphrase);
  if (proof.kind === "wait") return { outcome: "wait", seconds: Math.ceil(proof.for / 1000) };
  if (proof.kind !== "proved") return { outcome: proof.kind };
  await desk.options.audit.record("desk-unlocked", { operator: logId(proof.person.id) });
  desk.sessions.unlock(token);
  return { outcome: "in", person: proof.person };
};

const addDoors = (router: Router, desk: Desk): void => {
  const json = express.json({ limit: "4kb", strict: true });
  router.get(DESK_PATHS.state, async (request, response) => {
    response.json(await stateOf(desk, tokenOf(request)));
  });
  router.post(DESK_PATHS.signIn, json, async (request, response) => {
    const reply = await unlessTrouble(speechOf(desk, request), () => signIn(desk, request.body, response));
    if (reply === undefined) response.status(400).json({ refused: "not a sign-in" });
    else response.json(reply);
  });
  router.post(DESK_PATHS.unlock, json, async (request, response) => {
    const reply = await unlessTrouble(speechOf(desk, request), () =>
      unlock(desk, tokenOf(request), request.body),
    );
    if (reply === undefined) response.status(401).json({ refused: "signed out" });
    else response.json(reply);
  });
  router.post(DESK_PATHS.lock, async (request, response) => {
    const token = tokenOf(request);
    const signedIn = desk.sessions.of(token);
    desk.sessions.lock(token);
    if (signedIn !== undefined && !signedIn.locked)
      await desk.options.audit.record("desk-locked", { operator: logId(signedIn.person.id) });
    response.status(204).end();
  });
  router.post(DESK_PATHS.signOut, async (request, response) => {
    const token = tokenOf(request);
    const signedIn = desk.sessions.of(token);
    desk.sessions.end(token);
    takeToken(response);
    if (signedIn !== undefined)
      await desk.options.audit.record("signed-out", { operator: logId(signedIn.person.id) });
    response.status(204).end();
  });
};

const entryOf = <T extends Read | FileRead>(
  entries: Readonly<Record<string, T>> | undefined,
  name: string,
): T | undefined => (entries !== undefined && Object.hasOwn(entries, name) ? entries[name] : undefined);

/** Once a person and thing; reading again because something changed is no new look. */
const noteFirstLook = async (
  desk: Desk,
  request: Request,
  about: string | undefined,
  { token, signedIn }: Inside,
): Promise<void> => {
  if (about === undefined || !desk.sessions.firstLook(token, `${request.path} ${about}`)) return;
  const { part, name } = request.params as { part: string; name: string };
  await desk.options.audit.record("desk-opened", {
    by: logId(signedIn.person.id),
    what: logId(`${part}/${name}`),
    about: logId(about),
  });
};

/** Runs a read; answers itself where it may not be or cannot be. */
const answer = async (
  desk: Desk,
  read: (Read | FileRead) | undefined,
  request: Request,
  response: Response,
): Promise<{ readonly value: unknown; readonly by: DeskPerson } | undefined> => {
  const who = inside(desk, request, response);
  if (who === undefined) return undefined;
  const input = read?.shape.safeParse(request.query);
  if (read === undefined || input?.success !== true) response.status(404).json({ refused: "not here" });
  else if (!may(who.signedIn.person.role, read.right)) {
    const { part, name } = request.params as { part: string; name: string };
    const [by, what] = [logId(who.signedIn.person.id), logId(`${part}/${name}`)];
    await desk.options.audit.record("desk-refused", { by, what, code: logId("role") });
    response.status(403).json({ refused: "role" });
  } else
    try {
      await noteFirstLook(desk, request, read.opens?.(input.data as never), who);
      return { value: await read.run(input.data as never, callerOf(who, request)), by: who.signedIn.person };
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      response.status(409).json({ refused: error.code, words: speechOf(desk, request).said(error.message) });
    }
  return undefined;
};

const addWork = (router: Router, desk: Desk): void => {
  const { parts } = desk.options;
  const partOf = (name: string) => (Object.hasOwn(parts, name) ? parts[name] : undefined);
  router.get(`${DESK_PATHS.read}/:part/:name`, async (request, response) => {
    const { part, name } = request.params;
    const done = await answer(desk, entryOf(partOf(part)?.reads, name), request, response);
    if (done !== undefined) response.json(inLanguage(done.value ?? null, speechOf(desk, request)));
  });
  router.get(`${DESK_PATHS.file}/:part/:name`, async (request, response) => {
    const { part, name } = request.params;
    const read = entryOf(partOf(part)?.files, name);
    const done = await answer(desk, read, request, response);
    if (done === undefined) return;
    const file = done.value as DeskFile | undefined;
    if (file === undefined) {
      response.status(404).end();
      return;
    }
    if (file.name !== undefined) {
      // What is saved may leave the machine.
      await desk.options.audit.record("desk-file", {
        by: logId(done.by.id),
        file: logId(`${part}/${name}`),
        about: logId(file.name),
      });
      response.attachment(file.name);
    }
    response.type(file.mediaType).send(Buffer.from(file.bytes));
  });
  router.post(
    DESK_PATHS.act,
    express.json({ limit: BODY_LIMIT, strict: true }),
    async (request, response) => {
      const who = inside(desk, request, response);
      if (who === undefined) return;
      const envelope = envelopeShape.safeParse(request.body);
      if (!envelope.success) {
        response.status(400).json({ refused: "not an action" });
        return;
      }
      const reply = await desk.doing.act(envelope.data, callerOf(who, request));
      response.json(inLanguage(reply, speechOf(desk, request)));
      desk.changed();
    },
  );
  router.get(DESK_PATHS.events, (request, response) => {
    const token = tokenOf(request);
    if (desk.sessions.of(token) === undefined) response.status(401).end();
    else streamSummary(desk, token, request, response);
  });
};

/** Sentences of the server: it says them itself. */
const SAID = "said.ftl";

/** All pages' strings of a language as one Fluent file; undefined: no such language. */
const stringsOf = async (folder: string, language: string): Promise<string | undefined> => {
  if (!DESK_LANGUAGES.some((known) => known === language)) return undefined;
  const place = path.join(folder, language);
  const names = (await readdir(place)).filter((name) => name.endsWith(".ftl") && name !== SAID).sort();
  return (await Promise.all(names.map((name) => readFile(path.join(place, name), "utf8")))).join("\n");
};

const addPage = (router: Router, { page, languages, themes }: RouterOptions): void => {
  const still = { index: false, dotfiles: "ignore", redirect: false } as const;
  router.use(
    "/desk/assets",
    express.static(path.join(page, "assets"), { ...still, immutable: true, maxAge: "1y" }),
  );
  router.use("/desk/themes", express.static(themes, still));
  router.get(`${DESK_PATHS.strings}/:language`, async (request, response) => {
    const text = await stringsOf(languages, request.params.language);
    if (text === undefined) response.status(404).end();
    else response.type("text/plain").send(text);
  });
  router.get(["/desk", DESK_PATHS.page], (_request, response) => {
    response.setHeader("cache-control", "no-store");
    response.sendFile(path.join(page, "index.html"));
  });
};

const permissions: RequestHandler = (_request, response, next) => {
  // The desk records spoken sentences; nothing else of it listens.
  response.setHeader(
    "permissions-policy",
    "camera=(), microphone=(self), geolocation=(), payment=(), usb=()",
  );
  next();
};

/** Everything below /desk; what it does not know falls through to a 404, never to the applicant's page. */
export const deskRouter = (options: RouterOptions): Router => {
  const router = Router();
  const own = Router();
  own.use(sameOrigin, permissions);
  own.use("/desk/api", (_request, response, next) => {
    response.setHeader("cache-control", "no-store");
    next();
  });
  addDoors(own, options.desk);
  addWork(own, options.desk);
  addPage(own, options);
  own.use("/desk", (_request, response) => void response.status(404).type("text/plain").send("Not here"));
  router.use((request, response, next) => {
    if (request.path === "/desk" || request.path.startsWith("/desk/")) own(request, response, next);
    else next();
  });
  return router;
};
