/**
 * The desk's own entrance: loopback names and this origin only; then a cookie that a passphrase was given for. It opens
 * nothing of the applicant's page, and the applicant's token opens nothing here.
 */
import { DESK_LANGUAGE_COOKIE, DESK_LANGUAGES, type DeskLanguage } from "../../api/words/desk-http.ts";
import type { Request, RequestHandler, Response } from "express";

const COOKIE = "desk";

const cookieOf = (request: Request, name: string): string =>
  request.headers.cookie
    ?.split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1) ?? "";

export const tokenOf = (request: Request): string => cookieOf(request, COOKIE);

/** The page says it; the working language until it has. */
export const languageOf = (request: Request): DeskLanguage =>
  DESK_LANGUAGES.find((known) => known === cookieOf(request, DESK_LANGUAGE_COOKIE)) ?? DESK_LANGUAGES[0];

export const giveToken = (response: Response, token: string): void => {
  response.setHeader("Set-Cookie", `${COOKIE}=${token}; Path=/desk; HttpOnly; SameSite=Strict`);
};

export const takeToken = (response: Response): void => {
  response.setHeader("Set-Cookie", `${COOKIE}=; Path=/desk; Max-Age=0; HttpOnly; SameSite=Strict`);
};

const refuse = (response: Response, status: number, words: string) =>
  void response.status(status).type("text/plain").send(words);

/** Other hosts (DNS rebinding), other origins, and whatever changes something without naming its origin. */
export const sameOrigin: RequestHandler = (request, response, next) => {
  const host = request.headers.host ?? "";
  const { origin } = request.headers;
  const reading = request.method === "GET" || request.method === "HEAD";
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/u.test(host))
    return refuse(response, 421, "Wrong host");
  if (origin !== undefined && origin !== `http://${host}`) return refuse(response, 403, "Wrong origin");
  if (!reading && origin === undefined) return refuse(response, 403, "No origin");
  return next();
};
