/**
 * A part of the desk: what one page reads, shows as files and lets people do. Everything is declared with the right that
 * it needs and the shape of its input; the router checks both before anything runs (router.ts).
 */
import type { z } from "zod";
import type { DeskLanguage, DeskPerson, Right } from "../../api/words/desk-http.ts";
import type { FourEyes } from "./rights.ts";

export interface Caller {
  readonly person: DeskPerson;
  /** When the passphrase was given last. */
  readonly provedAt: number;
  /** In which sentences are answered, and papers made. */
  readonly language: DeskLanguage;
  /** The second person, where the policy wanted one. */
  readonly approvedBy?: DeskPerson;
}

export interface DeskFile {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** Offered for saving under this name; absent: shown. */
  readonly name?: string;
}

export interface Read {
  readonly right: Right;
  readonly shape: z.ZodType;
  readonly run: (input: never, caller: Caller) => Promise<unknown>;
  /** Whom or what it lays open; the first look of a person at it stands in the audit chain. */
  readonly opens?: (input: never) => string;
}
export interface FileRead {
  readonly right: Right;
  readonly shape: z.ZodType;
  readonly opens?: (input: never) => string;
  /** Undefined: there is none. */
  readonly run: (input: never, caller: Caller) => Promise<DeskFile | undefined>;
}
export interface Act extends Read {
  /** Where the policy wants a second person for it: asked for first, done on approval. */
  readonly fourEyes?: FourEyes;
  /** Where one person is enough all the same: what is one's own. */
  readonly alone?: (input: never, caller: Caller) => boolean;
  /** What the request is about (a packet's id), for the approvals' list and the audit. */
  readonly about?: (input: never) => string;
  /** The reason typed with it. */
  readonly reason?: (input: never) => string;
}

export interface DeskPart {
  readonly reads?: Readonly<Record<string, Read>>;
  readonly files?: Readonly<Record<string, FileRead>>;
  readonly acts?: Readonly<Record<string, Act>>;
  /** What acts here are about where their input does not say it: the session that runs. */
  readonly about?: () => string | undefined;
  /** How many things wait here for somebody. */
  readonly waiting?: () => Promise<number>;
}

export const reads = <S extends z.ZodType>(
  right: Right,
  shape: S,
  run: (input: z.output<S>, caller: Caller) => Promise<unknown>,
  opens?: (input: z.output<S>) => string,
): Read => ({ right, shape, run, ...(opens === undefined ? {} : { opens }) });

export const gives = <S extends z.ZodType>(
  right: Right,
  shape: S,
  run: (input: z.output<S>, caller: Caller) => Promise<DeskFile | undefined>,
): FileRead => ({ right, shape, run });

export const does = <S extends z.ZodType>(
  right: Right,
  shape: S,
  run: (input: z.output<S>, caller: Caller) => Promise<unknown>,
  second?: {
    readonly fourEyes: FourEyes;
    readonly about: (input: z.output<S>) => string;
    readonly reason: (input: z.output<S>) => string;
    readonly alone?: (input: z.output<S>, caller: Caller) => boolean;
  },
): Act => ({ right, shape, run, ...second });
