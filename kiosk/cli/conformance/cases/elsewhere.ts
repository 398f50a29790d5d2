/** Cases of hardware and processes that this kiosk's profile does not have. */
import { notApplicable, type ConformanceCase, type Profile } from "../case.ts";

const MULTI = "The profile is that of single-finger hardware (PAP ACQ-FP2P-USV-2).";

const ROWS: readonly (readonly [id: string, module: string, profile: Profile, about: string, why: string])[] =
  [
    [
      "TC-AS-FI-ICS2-008",
      "FM AS-FI-ICS2",
      "face",
      "Replacing the background",
      "The kiosk never replaces the background: a portrait is cut and turned, nothing else.",
    ],
    ["TC-AS-FP-MF-001", "FM AS-FP-MF", "fingerprint", "Pre-qualification of multi-finger scanners", MULTI],
    ["TC-AS-FP-MF-002", "FM AS-FP-MF", "fingerprint", "Resolution of multi-finger scanners", MULTI],
    ["TC-AS-FP-MF-003", "FM AS-FP-MF", "fingerprint", "Configuration of multi-finger scanners", MULTI],
    ["TC-BIP-FP-APP-002", "FM BIP-FP-APP", "fingerprint", "Segmentation of two fingers", MULTI],
    ["TC-BIP-FP-APP-003", "FM BIP-FP-APP", "fingerprint", "Segmentation of four fingers", MULTI],
    ["TC-QA-FP-APP-001", "FM QA-FP-APP", "fingerprint", "Best of a 4-4-2 sequence", MULTI],
    ["TC-QA-FP-APP-002", "FM QA-FP-APP", "fingerprint", "Best of a 4-1-4-1 sequence", MULTI],
    ["TC-QA-FP-APP-004", "FM QA-FP-APP", "fingerprint", "Best of a slap", MULTI],
    [
      "TC-PAP-ACQ-FP2P-USV-1_001",
      "PAP ACQ-FP2P-USV-1",
      "fingerprint",
      "Two fingers on multi-finger hardware",
      MULTI,
    ],
  ];

export const elsewhereCases: readonly ConformanceCase[] = ROWS.map(([id, module, profile, about, why]) => ({
  id,
  module,
  profiles: [profile],
  about,
  examine: async () => [notApplicable(about, why)],
}));
