import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { systemFiles } from "../../../api/base/files.ts";
import { missionOn, parseConfig } from "../../../kiosk/cli/runtime/config.ts";
import { stepsOf } from "../../../kiosk/server/screen.ts";
import { parseCatalogue, withoutOf } from "../../../kiosk/session/catalogue.ts";
import { builtInPolicy } from "../../../kiosk/session/policy.ts";
import { good, Play, policies } from "./play.ts";

const catalogue = parseCatalogue(readFileSync("kiosk/session/catalogues/specimen.json"), "specimen.json");

test("a service that asks for no prints has no step for them, and is sealed without", () => {
  const play = new Play(policies.selfService).begin({ without: ["fingers"] });
  expect(stepsOf(play.state, policies.selfService)).not.toContain("fingers");
  play.present(good());
  expect(play.state.kind).toBe("signature");
  play.present(good()).give({ kind: "confirm" });
  expect(play.state.kind).toBe("awaiting-control");
  expect(play.data).toMatchObject({ fingers: [], doubts: [] });
});

test("every service of the catalogue says what is captured; what is never captured is left out", () => {
  for (const service of catalogue.services)
    expect(withoutOf(service)).toEqual(
      (["face", "fingers", "signature"] as const).filter((part) => service.capture[part] === "never"),
    );
  expect(withoutOf(undefined)).toEqual([]);
});

test("a portable kit: attended from beginning to end, sealed at once, its city of the day on the packet", async () => {
  const policy = await builtInPolicy(systemFiles, "portable");
  expect(policy).toMatchObject({ id: "portable", profile: "attended", control: { when: "never" } });
  expect(policy.wipeMs).toBeGreaterThan(policies.attended.wipeMs);
  const config = parseConfig(
    Buffer.from(
      JSON.stringify({
        format: "kiosk-config/1",
        mission: "Embassy of Utopia",
        issuingState: "UTO",
        country: "UT",
        keys: { provider: "file", passphraseFile: "passphrase" },
        backend: { url: "https://backend.example", receipts: "receipt.pem" },
        policy: "portable",
        tour: [
          { place: "Lyon", from: "2026-11-20", to: "2026-11-22" },
          { place: "Marseille", from: "2026-11-24", to: "2026-11-25" },
        ],
      }),
    ),
    "kiosk.json",
  );
  expect(missionOn(config, Date.UTC(2026, 10, 22, 23))).toBe("Embassy of Utopia – Lyon");
  expect(missionOn(config, Date.UTC(2026, 10, 23))).toBe("Embassy of Utopia");
});
