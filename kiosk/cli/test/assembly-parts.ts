/** What the kiosk of a scenario is made of. */
import type { Clock } from "../../../api/base/clock.ts";
import type { FileSystem } from "../../../api/base/files.ts";
import type { RandomSource } from "../../../api/base/random.ts";
import type { SpecimenKeys } from "../../keys/specimen.ts";
import type { StationSlots } from "../../server/station/identities.ts";
import type { BenchLine } from "./line.ts";
import type { Remembered } from "./remembered.ts";
import type { BenchServices } from "./services.ts";
import type { Trace } from "./trace.ts";
import type { Policy } from "../../session/policy.ts";
import type { Subject } from "../../../api/words/subject.ts";
import type { Log } from "../../../api/base/log.ts";
import type { LanguageOffer } from "../../../api/words/kiosk-http.ts";
import type { Appointments } from "../../server/appointments.ts";
import type { Pace } from "../../server/pace.ts";

export const MISSION = "Embassy of the scenarios";

export interface AssemblyParts {
  /** The state folder. */
  readonly folder: string;
  readonly files: FileSystem;
  /** As this machine shows it. */
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly log: Log;
  readonly trace: Trace;
  readonly policy: Policy;
  readonly slots: StationSlots;
  readonly keys: SpecimenKeys;
  readonly line: BenchLine;
  readonly backend: URL;
  readonly languages: readonly LanguageOffer[];
  readonly appointments: Appointments;
  /** Who is enrolled where no appointment is shown; undefined: nobody. */
  readonly somebody?: Subject;
  readonly services: BenchServices;
  readonly remembered: Remembered;
  readonly pace?: Pace;
  /** Folder of the removable medium that is plugged in. */
  readonly medium: string;
}
