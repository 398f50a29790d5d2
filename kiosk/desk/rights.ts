/** Who may do what at the desk, and what needs a second person. */
import type { Right, Role } from "../../api/words/desk-http.ts";

/** Complete by type: a new right is decided for both roles. */
const TABLE: Readonly<Record<Right, readonly Role[]>> = {
  look: ["operator", "supervisor"],
  control: ["operator", "supervisor"],
  attend: ["operator", "supervisor"],
  override: ["operator", "supervisor"],
  queue: ["operator", "supervisor"],
  devices: ["operator", "supervisor"],
  rehearse: ["operator", "supervisor"],
  approve: ["supervisor"],
  prompts: ["supervisor"],
  operators: ["supervisor"],
};

export const may = (role: Role, right: Right): boolean => TABLE[right].includes(role);

export const rightsOf = (role: Role): readonly Right[] =>
  (Object.keys(TABLE) as Right[]).filter((right) => may(role, right));

/** What a policy can ask a second person for. */
export const FOUR_EYES = ["override", "refuse", "export", "operators"] as const;
export type FourEyes = (typeof FOUR_EYES)[number];

export type Verdict = "may" | "same-person" | "no-right";

/** The second pair of eyes is another person's, and a supervisor's. */
export const mayDecide = (
  askedBy: string,
  decider: { readonly id: string; readonly role: Role },
): Verdict => {
  if (!may(decider.role, "approve")) return "no-right";
  return decider.id === askedBy ? "same-person" : "may";
};
