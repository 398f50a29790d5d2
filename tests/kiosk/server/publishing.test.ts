import { expect, test } from "vitest";
import { systemClock } from "../../../api/base/clock.ts";
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import type { Presentation } from "../../../kiosk/server/presentation.ts";
import { Publishing } from "../../../kiosk/server/walk/publishing.ts";

const now = (overlay?: string) => ({ overlay }) as unknown as Presentation;
const attract = { kind: "attract" } as Screen;
const language = { kind: "language" } as Screen;

test("a touch on the very first screen is not too old once that screen has been published", () => {
  const publishing = new Publishing(systemClock);
  const seen = publishing.revision;
  publishing.publish(attract, now(), "one");
  expect(publishing.revision).toBeGreaterThan(seen);
  expect(seen).toBeGreaterThanOrEqual(publishing.turn);
});

test("but one on a screen that is gone is", () => {
  const publishing = new Publishing(systemClock);
  publishing.publish(attract, now(), "one");
  const seen = publishing.revision;
  publishing.publish(language, now(), "one");
  expect(seen).toBeLessThan(publishing.turn);
  const later = publishing.revision;
  publishing.publish(language, now("help"), "one");
  expect(publishing.revision).toBeGreaterThan(later);
  expect(later).toBeGreaterThanOrEqual(publishing.turn);
});
