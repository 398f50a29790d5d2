/**
 * Who may speak to the server: the browser that was started with this boot's token, from this origin. The token is
 * traded for a cookie once; a restart of the server within one boot keeps it, so that an open page goes on.
 */
import { timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { RequestHandler } from "express";
import type { RandomSource } from "../../api/base/random.ts";
import { keepForOwner, unlessRefused } from "./owner-file.ts";

const COOKIE = "kiosk";
const TOKEN_BYTES = 32;

const bootId = async (): Promise<string> => {
  try {
    return (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
  } catch {
    // Not Linux: every start is a boot of its own.
    return String(process.pid);
  }
};

/** This boot's token, kept for its owner alone in the state folder. */
export const bootToken = async (state: string, random: RandomSource): Promise<string> => {
  const file = path.join(state, "entrance.json");
  const boot = await bootId();
  try {
    const kept: unknown = JSON.parse(await readFile(file, "utf8"));
    if (typeof kept === "object" && kept !== null && "boot" in kept && "token" in kept)
      if (kept.boot === boot && typeof kept.token === "string") return kept.token;
  } catch {
    // None yet, or not readable: a new one.
  }
  const token = Buffer.from(random("entrance-token", TOKEN_BYTES)).toString("base64url");
  // On a full disk it is this start's alone: the page is opened anew after the next one.
  await unlessRefused(keepForOwner(state, file, { boot, token }));
  return token;
};

const same = (given: string, wanted: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
};

const cookieOf = (header: string | undefined): string =>
  header
    ?.split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${COOKIE}=`))
    ?.slice(COOKIE.length + 1) ?? "";

/** Against DNS rebinding: only the loopback's own names. */
const OWN = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/u;

export const ownHost: RequestHandler = (request, response, next) => {
  if (OWN.test(request.headers.host ?? "")) return next();
  response.status(421).type("text/plain").send("Wrong host");
};

/** Lets the token's holder in and refuses everyone else, every other origin and every other host name. */
export const entrance =
  (token: string): RequestHandler =>
  (request, response, next) => {
    const host = request.headers.host ?? "";
    if (!OWN.test(host)) {
      response.status(421).type("text/plain").send("Wrong host");
      return;
    }
    const { origin } = request.headers;
    if (origin !== undefined && origin !== `http://${host}`) {
      response.status(403).type("text/plain").send("Wrong origin");
      return;
    }
    // A form or a script of another page sends no Origin only for GET; anything that changes must name it.
    if (request.method !== "GET" && request.method !== "HEAD" && origin === undefined) {
      response.status(403).type("text/plain").send("No origin");
      return;
    }
    const given = request.query["token"];
    if (request.path === "/" && typeof given === "string" && same(given, token)) {
      response.setHeader("Set-Cookie", `${COOKIE}=${token}; Path=/; HttpOnly; SameSite=Strict`);
      response.redirect(303, "/");
      return;
    }
    if (same(cookieOf(request.headers.cookie), token)) {
      next();
      return;
    }
    response
      .status(401)
      .type("text/plain")
      .send(
        "Open the address, with its token, that was printed when this kiosk was started (`kiosk start`, or `kiosk test run --watch`).",
      );
  };
