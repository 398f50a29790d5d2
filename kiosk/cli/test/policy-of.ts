/** The policy of a scenario: one that comes with the program, with the places that the scenario sets. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { OutsideFault } from "../../../api/base/faults.ts";
import { parsePolicy, type Policy } from "../../session/policy.ts";
import { CHECKOUT } from "../checkout.ts";
import type { Scenario } from "./scenario.ts";

const FILES = {
  trial: "kiosk/server/policies/trial.json",
  "self-service": "kiosk/session/policies/self-service.json",
  attended: "kiosk/session/policies/attended.json",
  portable: "kiosk/session/policies/portable.json",
} as const;

type Json = Record<string, unknown>;

const set = (json: Json, place: string, value: unknown): void => {
  const way = place.split(".");
  const last = way.pop() ?? "";
  let at = json;
  for (const key of way) {
    const next = at[key];
    if (typeof next !== "object" || next === null)
      throw new OutsideFault("input-malformed", `A policy has no place "${place}"; name one that it has.`);
    at = next as Json;
  }
  at[last] = value;
};

/** Throws OutsideFault input-malformed or input-unknown-key where a place or its value is none of a policy's. */
export const policyOf = async (wish: Scenario["policy"]): Promise<Policy> => {
  const file = path.join(CHECKOUT, FILES[wish.base]);
  const bytes = await readFile(file);
  if (Object.keys(wish.set).length === 0) return parsePolicy(bytes, file);
  const json = JSON.parse(bytes.toString("utf8")) as Json;
  for (const [place, value] of Object.entries(wish.set)) set(json, place, value);
  try {
    return parsePolicy(Buffer.from(JSON.stringify(json)), "");
  } catch (error) {
    if (!(error instanceof OutsideFault)) throw error;
    // Where in the JSON that is put together here helps nobody.
    const sentence = error.message.replace(/^, line \d+, column \d+: /u, "");
    throw new OutsideFault(error.code, `the policy "${wish.base}" as the scenario sets it: ${sentence}`);
  }
};
