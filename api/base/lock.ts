/**
 * One program at a time works on a folder. The lock is an open transaction of a database of its own: the system gives it
 * up with the process, however that ends, and no stale file can hold anybody off.
 */
import path from "node:path";
import { OutsideFault } from "./faults.ts";
import { openDatabase } from "./sqlite.ts";

/** `refusal`: what is said, and what to do, when another program is there. Throws OutsideFault store-busy. */
export const lockFolder = async (folder: string, refusal: string): Promise<AsyncDisposable> => {
  const database = await openDatabase(path.join(folder, "lock.db"));
  try {
    await database.run("BEGIN IMMEDIATE");
  } catch (cause) {
    await database.close();
    if (!(cause instanceof OutsideFault) || cause.code !== "store-busy") throw cause;
    throw new OutsideFault("store-busy", refusal, { cause });
  }
  return { [Symbol.asyncDispose]: () => database.close() };
};
