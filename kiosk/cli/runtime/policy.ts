/** The policy of this kiosk: the configured one, or that of a trial or of a kiosk that stands alone. */
import path from "node:path";
import { systemFiles } from "../../../api/base/files.ts";
import { BUILT_IN, builtInPolicy, loadPolicy, type BuiltIn, type Policy } from "../../session/policy.ts";
import { CHECKOUT } from "../checkout.ts";
import { placeIn, type ReadConfig } from "./config.ts";

const isBuiltIn = (name: string): name is BuiltIn => BUILT_IN.some((each) => each === name);

/** Throws OutsideFault input-missing, input-malformed or input-unknown-key. */
export const policyFor = (config: ReadConfig | undefined, virtual: boolean): Promise<Policy> => {
  if (config === undefined)
    return virtual
      ? loadPolicy(systemFiles, path.join(CHECKOUT, "kiosk/server/policies/trial.json"))
      : builtInPolicy(systemFiles, "self-service");
  const { policy } = config;
  return isBuiltIn(policy)
    ? builtInPolicy(systemFiles, policy)
    : loadPolicy(systemFiles, placeIn(config, policy));
};
