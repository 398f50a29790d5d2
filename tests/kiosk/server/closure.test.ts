import { expect, test } from "vitest";
import type { Closure } from "../../../api/words/kiosk-service.ts";
import { playedKiosk } from "./played-kiosk.ts";

const SERVICE: Closure = {
  reason: "service",
  name: { en: "Passport", fr: "Passeport" },
  resumes: Date.UTC(2026, 11, 1),
};

test("while it is closed no session starts, and the screen says why; then it goes on", async () => {
  let closure: Closure | undefined;
  await using kiosk = await playedKiosk({}, { closure: () => closure });
  const { walk } = kiosk;
  expect(walk.screen()).toEqual({ kind: "attract" });
  closure = SERVICE;
  expect(walk.screen()).toEqual({ kind: "closed", closure: SERVICE });
  walk.start();
  expect(walk.state.kind).toBe("idle");
  closure = undefined;
  walk.start();
  expect(walk.state.kind).toBe("reference");
  // Who has begun is not turned away.
  closure = { reason: "kiosk" };
  expect(walk.screen().kind).toBe("reference");
});

test("anybody on this machine may read the numbers, nobody without the token the words", async () => {
  await using kiosk = await playedKiosk();
  const health = await fetch(`${kiosk.origin}/api/health`);
  expect(health.status).toBe(401);
  const rebound = await fetch(`${kiosk.origin}/metrics`, { headers: { host: "evil.example" } });
  expect([401, 404, 421]).toContain(rebound.status);
});
