/** Papers that a service asks for: which is asked for next, what became of each, and what that leaves to the desk. */
import type { Data, Doubt } from "./state.ts";
import type { WantedPaper, PaperPage, Paper } from "./paper.ts";

const isAsked = ({ minorsOnly }: WantedPaper, { age }: Data, adult: number): boolean =>
  minorsOnly !== true || age === undefined || age < adult;

/** Those that this person is asked for; `adult`: the policy's age. */
export const askedPapers = (data: Data, adult: number): readonly WantedPaper[] =>
  (data.wanted ?? []).filter((paper) => isAsked(paper, data, adult));

export const paperOf = ({ papers = [] }: Data, id: string): Paper =>
  papers.find((paper) => paper.id === id) ?? { id, pages: [], done: false };

/** The paper that is asked for now; undefined: all are through. */
export const paperInHand = (data: Data, adult: number): WantedPaper | undefined =>
  askedPapers(data, adult).find(({ id }) => !paperOf(data, id).done);

export const pagesOf = ({ papers = [] }: Data): readonly (PaperPage & { readonly paper: string })[] =>
  papers.flatMap(({ id, pages }) => pages.map((page) => ({ ...page, paper: id })));

/** With what became of one paper. */
export const withPaper = (data: Data, paper: Paper): Data => ({
  ...data,
  papers: [...(data.papers ?? []).filter(({ id }) => id !== paper.id), paper],
});

/** A required paper that is missing, and a page that could not be read, are for a person to decide on. */
export const paperDoubt = (data: Data, adult: number): Doubt | undefined => {
  const missing = askedPapers(data, adult).some(
    ({ id, required }) => required && paperOf(data, id).pages.length === 0,
  );
  if (missing) return "not-captured";
  return pagesOf(data).some(({ legible }) => !legible) ? "insufficient" : undefined;
};
