/** The drill's vault: under a key that is no secret, for there is nobody in it. */
import { systemFiles } from "../../../api/base/files.ts";
import { secretWrapper } from "../../../api/base/key-wrap.ts";
import { systemRandom } from "../../../api/base/random.ts";
import { openVault, type Vault } from "../../store/vault.ts";

export const drillVault = (folder: string): Promise<Vault> =>
  openVault({
    files: systemFiles,
    folder,
    wrapper: secretWrapper(new Uint8Array(32).fill(1)),
    random: systemRandom,
  });
