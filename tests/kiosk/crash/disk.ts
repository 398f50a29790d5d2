/**
 * A disk as POSIX promises it: a file's bytes are there after its fsync, a folder's entries after the folder's fsync;
 * until then any of them may be absent, cut short or out of order when the power goes.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { FileOperation } from "./trace.ts";

type Change =
  | { readonly kind: "write"; readonly offset: number; readonly data: Uint8Array }
  | { readonly kind: "size"; readonly size: number };

class File {
  durable: Uint8Array = new Uint8Array();
  pending: Change[] = [];
}

/** One atomic change of a folder's entries. */
interface EntryChange {
  readonly removes?: string;
  readonly adds?: { readonly name: string; readonly node: Node };
}
class Folder {
  durable = new Map<string, Node>();
  pending: EntryChange[] = [];
  /** As a running program sees it. */
  live = new Map<string, Node>();
}
type Node = File | Folder;

/** Which of the pending changes the power cut lets through. */
export interface Survival {
  entries(pending: readonly EntryChange[]): readonly EntryChange[];
  changes(pending: readonly Change[]): readonly Change[];
}

/** The bytes after these changes, one after the other; `bytes` stays as it is. */
const changed = (bytes: Uint8Array, changes: readonly Change[]): Uint8Array => {
  if (changes.length === 0) return bytes;
  const end = (change: Change) => (change.kind === "size" ? change.size : change.offset + change.data.length);
  // As long as it ever is: one copy, however many changes.
  const out = new Uint8Array(Math.max(bytes.length, ...changes.map(end)));
  out.set(bytes);
  let size = bytes.length;
  for (const change of changes)
    if (change.kind === "write") {
      out.set(change.data, change.offset);
      size = Math.max(size, end(change));
    } else {
      out.fill(0, change.size, Math.max(size, change.size));
      size = change.size;
    }
  return out.subarray(0, size);
};

const applyEntry = (entries: Map<string, Node>, { removes, adds }: EntryChange): void => {
  if (removes !== undefined) entries.delete(removes);
  if (adds !== undefined) entries.set(adds.name, adds.node);
};

export class Disk {
  readonly #root = new Folder();
  readonly #freed: { readonly path: string; readonly node: File }[] = [];

  /** What the freed blocks of removed files hold: the bytes that were on the disk last. */
  freed(): readonly { readonly path: string; readonly bytes: Uint8Array }[] {
    return this.#freed.map(({ path: place, node }) => ({ path: place, bytes: node.durable }));
  }

  /** What was there, and durable, before the trace begins; without the names in `but`. */
  static holding(source: string, but: ReadonlySet<string>): Disk {
    const disk = new Disk();
    const read = (folder: Folder, place: string) => {
      for (const entry of readdirSync(place, { withFileTypes: true })) {
        if (but.has(entry.name)) continue;
        const inside = path.join(place, entry.name);
        const node = entry.isDirectory() ? new Folder() : new File();
        if (node instanceof Folder) read(node, inside);
        else node.durable = readFileSync(inside);
        folder.durable.set(entry.name, node);
        folder.live.set(entry.name, node);
      }
    };
    read(disk.#root, source);
    return disk;
  }

  #folder(place: string): Folder {
    let node: Node | undefined = this.#root;
    for (const name of place === "." ? [] : place.split("/"))
      node = node instanceof Folder ? node.live.get(name) : undefined;
    if (!(node instanceof Folder)) throw new Error(`no folder ${place}`);
    return node;
  }

  #node(place: string): Node | undefined {
    return place === "."
      ? this.#root
      : this.#folder(path.posix.dirname(place)).live.get(path.posix.basename(place));
  }

  #change(place: string, change: EntryChange): void {
    const folder = this.#folder(place);
    folder.pending.push(change);
    applyEntry(folder.live, change);
  }

  apply({ op, path: place, to, offset, data }: FileOperation): void {
    const [parent, name] = [path.posix.dirname(place), path.posix.basename(place)];
    const node = this.#node(place);
    switch (op) {
      case "create":
        return this.#change(parent, { adds: { name, node: new File() } });
      case "mkdir":
        return this.#change(parent, { adds: { name, node: new Folder() } });
      case "unlink":
        if (node instanceof File) this.#freed.push({ path: place, node });
        return this.#change(parent, { removes: name });
      case "rename": {
        const [target, newName] = [path.posix.dirname(to), path.posix.basename(to)];
        if (node === undefined) throw new Error(`rename of nothing ${place}`);
        if (target === parent) return this.#change(parent, { removes: name, adds: { name: newName, node } });
        // Two folders: the two halves become durable each with its own folder.
        this.#change(target, { adds: { name: newName, node } });
        return this.#change(parent, { removes: name });
      }
      case "sync":
        if (node instanceof File) {
          node.durable = changed(node.durable, node.pending);
          node.pending = [];
        } else if (node instanceof Folder) {
          for (const change of node.pending) applyEntry(node.durable, change);
          node.pending = [];
        }
        return undefined;
      default:
        // A write to a file that was unlinked while open goes nowhere.
        if (node instanceof File)
          node.pending.push(
            op === "write" ? { kind: "write", offset, data } : { kind: "size", size: offset },
          );
        return undefined;
    }
  }

  /** The disk as the power cut leaves it: places below its root in the order of the disk, folders before what is in them. */
  left(survival: Survival): Left {
    const found: Left = new Map();
    const look = (folder: Folder, place: string) => {
      const entries = new Map(folder.durable);
      for (const change of survival.entries(folder.pending)) applyEntry(entries, change);
      for (const [name, node] of entries) {
        const inside = path.join(place, name);
        if (node instanceof Folder) {
          found.set(inside, "folder");
          look(node, inside);
        }
        // The wal-index is rebuilt by whoever opens first.
        else if (!name.endsWith("-shm"))
          found.set(inside, changed(node.durable, survival.changes(node.pending)));
      }
    };
    look(this.#root, ".");
    return found;
  }
}

/** Bytes of each file; "folder": it is one. */
export type Left = Map<string, Uint8Array | "folder">;

/** Into an empty folder. */
export const materialise = (left: Left, target: string): void => {
  for (const [place, what] of left)
    if (what === "folder") mkdirSync(path.join(target, place));
    else writeFileSync(path.join(target, place), what);
};

/** The same for what is left alike, where the same was promised. */
export const nameOf = (left: Left, said: readonly string[]): string => {
  const hash = createHash("sha256").update(JSON.stringify(said));
  for (const [place, what] of left) hash.update(`\0${place}\0${what.length}\0`).update(what);
  return hash.digest("hex");
};

const all = <T>(pending: readonly T[]): readonly T[] => pending;
const none = (): readonly never[] => [];

/** The extremes. `killed` is what SIGKILL leaves: the kernel lives on and keeps everything. */
export const survivals: Readonly<Record<string, Survival>> = {
  killed: { entries: all, changes: all },
  nothing: { entries: none, changes: none },
  "names without data": { entries: all, changes: none },
  "data without names": { entries: none, changes: all },
};

/** Some of it, in part torn, by a seed. */
export const randomSurvival = (random: () => number): Survival => ({
  entries: (pending) => (random() < 0.4 ? pending : pending.filter(() => random() < 0.5)),
  changes: (pending) => {
    const fate = random();
    if (fate < 0.25) return [];
    const kept =
      fate < 0.6
        ? pending.slice(0, Math.floor(random() * (pending.length + 1)))
        : pending.filter(() => random() < 0.5);
    const last = kept.at(-1);
    if (last?.kind !== "write" || random() < 0.5) return kept;
    return [
      ...kept.slice(0, -1),
      { ...last, data: last.data.subarray(0, Math.floor(random() * last.data.length)) },
    ];
  },
});
