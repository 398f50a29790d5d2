/**
 * How much work outside of JavaScript this thread waits for: a database, a picture, a network's answer. A clock that jumps
 * from event to event must not jump over it. The doors to native packages declare theirs here; nothing else needs to.
 */
let pieces = 0;

/** Pieces of such work that are under way now. */
export const workUnderWay = (): number => pieces;

/** Declares this work until it settles; gives what it gives. */
export const underWay = async <T>(work: Promise<T>): Promise<T> => {
  pieces += 1;
  try {
    return await work;
  } finally {
    pieces -= 1;
  }
};
