/**
 * One program at a time seals and sends from a state folder. The lock is an open transaction of a database of its own:
 * the system gives it up with the process, however that ends, and no stale file can hold anybody off.
 */
import path from "node:path";
import { OutsideFault } from "../../api/base/faults.ts";
import { openDatabase } from "../../api/base/sqlite.ts";

/** Throws OutsideFault store-busy when another program works on this folder. */
export const lockFolder = async (folder: string): Promise<AsyncDisposable> => {
  const database = await openDatabase(path.join(folder, "lock.db"));
  try {
    await database.run("BEGIN IMMEDIATE");
  } catch (cause) {
    await database.close();
    if (!(cause instanceof OutsideFault) || cause.code !== "store-busy") throw cause;
    throw new OutsideFault(
      "store-busy",
      `Another kiosk program works on ${folder}; end it first, or give this one a state folder of its own (--data).`,
      { cause },
    );
  }
  return { [Symbol.asyncDispose]: () => database.close() };
};
