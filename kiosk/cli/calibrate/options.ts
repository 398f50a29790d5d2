/** What `kiosk calibrate` is called with. */
import type { DeskLanguage } from "../../../api/words/desk-http.ts";

export interface CalibrateOptions {
  readonly json?: true;
  readonly out?: string;
  readonly target?: string;
  readonly reference?: readonly string[];
  readonly steps?: string;
  readonly operator?: string;
  readonly sheets?: true;
  readonly record?: string;
  readonly raw?: true;
  readonly language?: DeskLanguage;
}
