/** How another program on this machine asks the running kiosk to record the next session: over the loopback, with a token of the state folder. */
import { timingSafeEqual } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import express, { type RequestHandler } from "express";
import { z } from "zod";
import { OutsideFault } from "../../api/base/faults.ts";
import type { RandomSource } from "../../api/base/random.ts";
import { ownHost } from "./entrance.ts";
import { keepForOwner, unlessRefused } from "./owner-file.ts";

export type RecordingState =
  | { readonly kind: "off" }
  /** Nobody has begun yet. */
  | { readonly kind: "armed" }
  | { readonly kind: "recording" }
  | { readonly kind: "redacting" }
  | {
      readonly kind: "done";
      readonly folder: string;
      readonly recordings: readonly string[];
      readonly leftOut: readonly string[];
      /** Why the recordings alone are there, and no session to replay. */
      readonly incomplete?: string;
    }
  | { readonly kind: "failed"; readonly why: string };

export interface Recordable {
  readonly state: RecordingState;
  arm(): void;
  disarm(): void;
}

export const RECORDING_PATH = "/recording";
const FILE = "recording.json";
const TOKEN_BYTES = 32;

const doorSchema = z.strictObject({ port: z.int().min(1).max(65_535), token: z.string().min(20) });
export type RecordingDoor = z.infer<typeof doorSchema>;

/** Throws OutsideFault device-missing where no kiosk runs on this state folder. */
export const readDoor = async (state: string): Promise<RecordingDoor> => {
  const file = path.join(state, FILE);
  try {
    return doorSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (cause) {
    throw new OutsideFault(
      "device-missing",
      `No kiosk runs on ${state} (there is no ${FILE} that can be read); start it, or name its folder with --data.`,
      { cause },
    );
  }
};

/** For its owner alone; gone when the kiosk ends. On a full disk there is none: nobody records then. */
export const keepDoor = async (state: string, door: RecordingDoor): Promise<AsyncDisposable> => {
  const file = path.join(state, FILE);
  await unlessRefused(keepForOwner(state, file, door));
  return { [Symbol.asyncDispose]: () => rm(file, { force: true }) };
};

export const doorToken = (random: RandomSource): string =>
  Buffer.from(random("recording-token", TOKEN_BYTES)).toString("base64url");

const holds = (header: string | undefined, token: string): boolean => {
  const [a, b] = [Buffer.from(header ?? ""), Buffer.from(`Bearer ${token}`)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** GET tells, POST asks, DELETE asks no more. */
export const recordingControl = (recordable: Recordable, token: string): RequestHandler => {
  const router = express.Router();
  router.use(RECORDING_PATH, ownHost, (request, response, next) => {
    // No page of any origin may ask; pages name theirs.
    if (request.headers.origin === undefined && holds(request.headers.authorization, token)) return next();
    response
      .status(401)
      .type("text/plain")
      .send("kiosk devices record --live asks with the token of the state folder.");
  });
  router
    .route(RECORDING_PATH)
    .get((_request, response) => void response.json(recordable.state))
    .post((_request, response) => {
      recordable.arm();
      response.json(recordable.state);
    })
    .delete((_request, response) => {
      recordable.disarm();
      response.json(recordable.state);
    });
  return router;
};
