/** The pads by the names of their housings: speed, packet format and the raw coordinates of the writing area. Source: README.md. */

export type TopazFormat = 0 | 1;

export interface TopazModel {
  readonly name: string;
  readonly baud: number;
  readonly format: TopazFormat;
  /** Raw coordinates of the writing area. */
  readonly area: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
}

const area = (left: number, right: number, top: number, bottom: number): TopazModel["area"] => ({
  left,
  right,
  top,
  bottom,
});

/** The configuration names the model; the pads do not say what they are. */
export const MODELS: readonly TopazModel[] = [
  { name: "SigLite 1x5", baud: 19_200, format: 0, area: area(500, 2650, 700, 2100) },
  { name: "SigLite LCD 1x5", baud: 19_200, format: 0, area: area(400, 2400, 350, 1050) },
  { name: "SigLite LCD 4x5", baud: 38_400, format: 0, area: area(500, 2600, 500, 2100) },
  { name: "SignatureGem 1x5", baud: 19_200, format: 0, area: area(400, 2400, 350, 950) },
  { name: "SignatureGem LCD 1x5", baud: 19_200, format: 1, area: area(400, 2400, 350, 1250) },
  { name: "SignatureGem 4x5", baud: 19_200, format: 0, area: area(500, 2650, 700, 2100) },
  { name: "ClipGem", baud: 9600, format: 0, area: area(485, 2800, 170, 3200) },
  { name: "SigGem Color 5.7", baud: 115_200, format: 0, area: area(300, 2370, 350, 1950) },
];
