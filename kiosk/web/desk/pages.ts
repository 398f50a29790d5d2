/** THE list of the desk's pages, in the order of the navigation: one file and one line each. Strings: page-NAME. */
import type { DeskPage } from "./page.ts";
import { Approvals } from "./pages/approvals.tsx";
import { Attended } from "./pages/attended.tsx";
import { Audit } from "./pages/audit.tsx";
import { Figures } from "./pages/figures.tsx";
import { Outbox } from "./pages/outbox.tsx";
import { Devices } from "./pages/devices.tsx";
import { Overview } from "./pages/overview.tsx";
import { Own } from "./pages/own.tsx";
import { People } from "./pages/people.tsx";
import { Prompts } from "./pages/prompts.tsx";
import { Rehearsal } from "./pages/rehearsal.tsx";
import { Review } from "./pages/review.tsx";
import { Settings } from "./pages/settings.tsx";

export const pages = {
  overview: { draw: Overview, right: "look", group: "people" },
  review: { draw: Review, right: "control", group: "people" },
  attended: { draw: Attended, right: "attend", group: "people" },
  approvals: { draw: Approvals, right: "look", group: "people" },
  outbox: { draw: Outbox, right: "look", group: "machine" },
  figures: { draw: Figures, right: "look", group: "machine" },
  prompts: { draw: Prompts, right: "look", group: "house" },
  rehearsal: { draw: Rehearsal, right: "look", group: "machine" },
  settings: { draw: Settings, right: "look", group: "house" },
  devices: { draw: Devices, right: "devices", group: "machine" },
  audit: { draw: Audit, right: "operators", group: "house" },
  people: { draw: People, right: "operators", group: "house" },
  own: { draw: Own, right: "look", group: "house" },
} as const satisfies Readonly<Record<string, DeskPage>>;

export type PageName = keyof typeof pages;
export const GROUPS = ["people", "machine", "house"] as const satisfies readonly DeskPage["group"][];
