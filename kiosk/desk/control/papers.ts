/** What the desk is shown of a session's papers: pages by number, and those that were asked for and not brought along. */
import { pagesOf } from "../../session/papers.ts";
import type { Data } from "../../session/state.ts";

export const keptPapers = (data: Data) => ({
  pages: pagesOf(data),
  absent: (data.papers ?? []).filter(({ pages }) => pages.length === 0).map(({ id }) => id),
});
