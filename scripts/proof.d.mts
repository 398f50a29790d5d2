/** A machine that gave what a proof holds: its processor in words, its level (x86-64-v3; another architecture's name). */
export interface Machine {
  readonly processor: string;
  readonly level: string;
  /** Versions of Node, and QEMU's names of processors, with which it gave the same. */
  readonly nodes: readonly string[];
  readonly emulated: readonly string[];
  /** The day it first did, UTC. */
  readonly day: string;
}

/** What docs/determinism.json holds; hashes are SHA-256 in hexadecimal. */
export interface Proof {
  /** Hash of all that decides the packets. */
  readonly program: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly machines: readonly Machine[];
  /** By scenario or session; a scenario's several packets with a blank between. */
  readonly packets: Readonly<Record<string, string>>;
  /** Hashes of what each network answers (tests/models/weights/answers.ts), beside its weights'. */
  readonly networks: Readonly<
    Record<string, { readonly weights: string; readonly answers: Readonly<Record<string, string>> }>
  >;
  /** What the recorded session's packet is made of: measures of the face, hashes of its files. */
  readonly inside: unknown;
}

export const processor: () => Pick<Machine, "processor" | "level">;

export const compared: (
  there: Proof,
  here: Proof,
) => {
  readonly state: "same" | "unlike" | "changed";
  readonly names: readonly string[];
  readonly what?: string;
};

export const joined: (there: Proof, here: Proof) => Proof;

/** The sentence that says how docs/determinism.json is made anew. */
export const RENEW: string;
