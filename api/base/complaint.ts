/** What is wrong with a file that people write, in one sentence: the place in it, and the remedy. */
import type { z } from "zod";
import { issueWords } from "./issue-words.ts";

export type Way = readonly PropertyKey[];

/** The innermost complaint: a union's own says nothing of use. */
export const innermost = (issue: z.core.$ZodIssue, way: Way = []): { issue: z.core.$ZodIssue; way: Way } => {
  const here = [...way, ...issue.path];
  if (issue.code !== "invalid_union") return { issue, way: here };
  const branches = issue.errors.map((errors) => errors[0]).filter((inner) => inner !== undefined);
  // The branch that got farthest is the one that was meant.
  const deepest = branches.toSorted((a, b) => b.path.length - a.path.length)[0];
  return deepest === undefined || deepest.path.length === 0 ? { issue, way: here } : innermost(deepest, here);
};

/** `what` stands for the whole file; `see`, where its format is described. The issue must carry its input (reportInput). */
export const complaint = (issue: z.core.$ZodIssue, way: Way, what: string, see?: string): string => {
  const place = way.length === 0 ? what : `"${way.join(".")}"`;
  if (issue.code === "unrecognized_keys") {
    const keys = issue.keys.join('", "');
    return see === undefined
      ? `${place} has no key "${keys}"; remove it.`
      : `${place} has no key "${keys}"; remove it, or see ${see} for those there are.`;
  }
  if ((issue.code === "invalid_type" || issue.code === "invalid_value") && issue.input === undefined)
    return see === undefined ? `${place} is missing; add it.` : `${place} is missing; add it (${see}).`;
  return see === undefined
    ? `${place}: ${issueWords(issue)}; correct it.`
    : `${place}: ${issueWords(issue)}; correct it (${see}).`;
};
