/** A parser of device bytes, and what it is fed before it is spoilt. */
export interface FuzzTarget {
  readonly name: string;
  readonly samples: readonly Uint8Array[];
  readonly read: (bytes: Uint8Array) => void | Promise<void>;
}
