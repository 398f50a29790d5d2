/** A paper that a service asks for, and what was taken of it. */
export interface WantedPaper {
  /** As the catalogue names it. */
  readonly id: string;
  readonly required: boolean;
  /** Asked of minors alone; whose age is not known is asked too. */
  readonly minorsOnly?: true;
}

export interface PaperPage {
  /** Of the session's attempts; the picture lies in the box under it. */
  readonly number: number;
  readonly legible: boolean;
}

export interface Paper {
  readonly id: string;
  readonly pages: readonly PaperPage[];
  /** Nothing more of it will come. */
  readonly done: boolean;
}
