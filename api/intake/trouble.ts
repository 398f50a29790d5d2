/** The intake's own trouble, named, so that the kiosk at the other end can say whose it is. */
import type { OutsideFault } from "../base/faults.ts";
import { TROUBLES, type TroubleName } from "../issuance/contract.ts";

const isTrouble = (code: string): code is TroubleName => code in TROUBLES;

export interface TroubleAnswer {
  readonly status: number;
  readonly body: { readonly trouble: TroubleName } | { readonly error: string };
}

export const troubleOf = ({ code }: OutsideFault): TroubleAnswer =>
  isTrouble(code)
    ? { status: TROUBLES[code][0], body: { trouble: code } }
    : { status: 503, body: { error: code } };
