/** Papers that an applicant brings, as the screen names them. */
/** Papers that have a drawing and a spoken name of their own; of any other the catalogue's name is shown. */
export const KNOWN_PAPERS = [
  "birth-extract",
  "national-card",
  "consular-card",
  "parental-authorisation",
  "old-passport",
  "marriage-record",
  "loss-report",
  "own-passport",
] as const;

export type KnownPaper = (typeof KNOWN_PAPERS)[number];

/** A paper as the service names it. */
export interface PaperName {
  readonly id: string;
  /** By language. */
  readonly name: Readonly<Record<string, string>>;
}
