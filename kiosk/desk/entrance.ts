/**
 * The desk's own entrance: loopback names and this origin only; then a cookie that a passphrase was given for. It opens
 * nothing of the applicant's page, and the applicant's token opens nothing here.
 */
import type { Request, RequestHandler, Response } from "express";

const COOKIE = "desk";

export const tokenOf = (request: Request): string =>
  request.headers.cookie
    ?.split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${COOKIE}=`))
    ?.slice(COOKIE.length + 1) ?? "";

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
