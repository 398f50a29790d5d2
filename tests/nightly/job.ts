/** One long check: seeded, cut into numbered pieces so that a stopped night goes on where it stopped. */
export interface NightlyJob {
  readonly name: string;
  /** What this machine lacks for it, a sentence; the job is then left out, and its last report stands. */
  readonly lacks?: string;
  /** How many pieces the whole job has. */
  readonly pieces: number;
  /** Runs one piece; the seed is the piece's number. Throws when the piece finds a fault. */
  run(piece: number): Promise<PieceResult>;
  /** Faults of the whole, which no piece can see. */
  overall?(notes: readonly string[]): readonly string[];
  /** What the report shows of all notes; all of them when absent. */
  summary?(notes: readonly string[]): readonly string[];
}

export interface PieceResult {
  /** Cases tried in this piece. */
  readonly cases: number;
  /** One line a fault, replayable from it; empty when all is well. */
  readonly faults: readonly string[];
  /** What was measured, for the report; a line each. */
  readonly notes?: readonly string[];
}
