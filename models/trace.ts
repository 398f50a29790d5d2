/** Every stage of a pipeline named, timed and observable. Time is injected, in milliseconds. */

/** A picture of a stage that a report can draw: values are scaled from low..high to black..white. */
export interface TracePicture {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array | Uint8Array;
}

export interface TraceStage {
  readonly name: string;
  readonly ms: number;
  /** What the stage found, in one number or few, by name. */
  readonly facts: Readonly<Record<string, number>>;
  readonly picture?: TracePicture;
}

export interface Tracer {
  /** Runs one stage; the result may offer facts and a picture, which only a full trace keeps. */
  stage<T>(name: string, work: () => T, observe?: (result: T) => Observation): T;
  readonly stages: readonly TraceStage[];
}

export interface Observation {
  readonly facts?: Readonly<Record<string, number>>;
  readonly picture?: TracePicture;
}

/** Keeps everything that it is shown. */
export const fullTracer = (now: () => number): Tracer => {
  const stages: TraceStage[] = [];
  return {
    stages,
    stage: (name, work, observe) => {
      const start = now();
      const result = work();
      const ms = now() - start;
      const seen = observe?.(result);
      stages.push({
        name,
        ms,
        facts: seen?.facts ?? {},
        ...(seen?.picture === undefined ? {} : { picture: seen.picture }),
      });
      return result;
    },
  };
};

/** Keeps nothing and costs nothing. */
export const noTracer: Tracer = { stages: [], stage: (_name, work) => work() };
