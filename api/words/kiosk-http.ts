/**
 * What passes between the kiosk's server and its page. The server holds the session; the page draws the view it is
 * sent (kiosk-screen.ts) and posts commands (kiosk-command.ts).
 */
import type { Comfort } from "./kiosk-comfort.ts";
import type { WalkStep, Screen, Overlay } from "./kiosk-screen.ts";
import type { StrokePoint } from "./kiosk-command.ts";

/** Paths, all below the kiosk's own loopback origin. */
export const PATHS = {
  events: "/api/events",
  setting: "/api/setting",
  health: "/api/health",
  commands: "/api/commands",
  camera: "/api/live/camera",
  /** What the camera above the papers sees. */
  paper: "/api/live/paper",
  pad: "/api/live/pad",
  /** Where the page hands in what a document reader typed. */
  reader: "/api/live/reader",
  picture: "/api/pictures",
  strings: "/languages",
} as const;

export interface LanguageOffer {
  /** BCP 47; the folder's name. */
  readonly tag: string;
  /** In its own words and script. */
  readonly name: string;
  readonly direction: "ltr" | "rtl";
  /** Not yet read by a native reviewer. */
  readonly draft: boolean;
  /** Its "touch the screen", for the attract screen. */
  readonly greeting: string;
  /** Keys of sentences for which a recording lies there. */
  readonly spoken: readonly string[];
}

/** A State's colours and seal; every colour is a CSS colour, contrast is checked by a test. */
export interface Theme {
  readonly id: string;
  readonly state: string;
  readonly motto: string;
  /** Whom one can complain to about one's data. */
  readonly authority?: string;
  /** Path of the picture. */
  readonly seal: string;
  readonly colours: {
    readonly paper: string;
    readonly ink: string;
    readonly primary: string;
    readonly onPrimary: string;
    readonly accent: string;
    readonly onAccent: string;
    readonly soft: string;
    readonly band: readonly [string, string, string];
  };
}

/** Everything the page needs to draw; sent whole whenever anything changes. */
export interface KioskView {
  /** Grows by one with each change; a page never goes back. */
  readonly revision: number;
  /** Changes when the server starts anew: the page then reloads itself. */
  readonly boot: string;
  /** Changes with each person: the page forgets what it held. */
  readonly session: string;
  readonly screen: Screen;
  readonly overlay?: Overlay;
  readonly step?: WalkStep;
  /** Steps this profile has. */
  readonly steps: readonly WalkStep[];
  readonly language: string;
  readonly comfort: Comfort;
  readonly mission: string;
  readonly virtual: boolean;
}

/** What the page fetches once. */
export interface KioskSetting {
  readonly theme: Theme;
  readonly languages: readonly LanguageOffer[];
  /** Pixels a millimetre of this screen, for targets of 20 mm. */
  readonly pixelsPerMm: number;
}

/** What the page brings along, so that its first screen waits for nothing. */
export interface FirstPage {
  readonly setting: KioskSetting;
  readonly view: KioskView;
  /** Sentences of the view's language, as strings.ftl has them. */
  readonly strings: string;
}

/** What the pad's mirror is sent, as server-sent events: "anew", then "ink" with points in the order of writing. */
export interface PadInk {
  /** Width of the pad over its height. */
  readonly aspect: number;
  readonly points: readonly Pick<StrokePoint, "x" | "y" | "pressure" | "contact">[];
}
