/**
 * Finding a camera's exposure, gain and white balance on the face's place: what the grey card looks like under the
 * settings so far tells which to try next. Pure; who writes and looks is kiosk/devices/tune.ts.
 *
 * Light is taken as proportional to a power of the exposure time, red over blue as exponential in the reciprocal of the
 * colour temperature; both are only first guesses, replaced by what two looks say of this camera (secant).
 */
import { power } from "../../api/base/power.ts";

export type Tuned = "exposure" | "gain" | "whiteBalance";
export type TunedSettings = Partial<Readonly<Record<Tuned, number>>>;

export interface Look {
  /** What the camera says it stands at. */
  readonly settings: TunedSettings;
  /** What was written before, where it is not what the camera says. */
  readonly asked: TunedSettings;
  /** Linear light that the grey card should have, over what it has. */
  readonly light: number;
  /** Of the grey card, linear, over its certificate's. */
  readonly redOverBlue: number;
  /** Percent of the skin patches' pixels at an end. */
  readonly clipped: number;
}

export type Stuck =
  | "exposure-missing"
  | "exposure-refused"
  | "exposure-deaf"
  | "white-balance-missing"
  | "white-balance-refused"
  | "white-balance-deaf"
  | "not-settling";

export type Proposal =
  | { readonly kind: "set"; readonly settings: TunedSettings }
  | { readonly kind: "reached" }
  | { readonly kind: "stuck"; readonly why: readonly Stuck[] };

export const TUNING = {
  /** Good enough: stops of light, and the logarithm of red over blue. */
  stops: 0.08,
  cast: 0.025,
  /** Looks in all, the first two of which are as found and a probe. */
  looks: 9,
  /** A probe that changes less says nothing of whether the picture follows. */
  probe: 0.75,
  probeMired: 25,
  /** Of the change that was expected, the least that counts as following. */
  follows: 0.25,
  /** Units of 100 microseconds: a face that moves is blurred by more. */
  longestExposure: 330,
  /** Kelvin. */
  warmest: 2000,
  coldest: 10_000,
  /** Logarithm of red over blue for one mired, before the camera has shown its own. */
  perMired: -0.005,
} as const;

const stopsOff = ({ light }: Look): number => Math.log2(light);
const castOf = ({ redOverBlue }: Look): number => Math.log(redOverBlue);
const mired = (kelvin: number): number => 1e6 / kelvin;
const saturated = ({ clipped }: Look): boolean => clipped > 20;

export const lightIsRight = (look: Look): boolean => Math.abs(stopsOff(look)) <= TUNING.stops;
export const castIsRight = (look: Look): boolean => Math.abs(castOf(look)) <= TUNING.cast;

/** The last two looks at which that setting differed. */
const pair = (looks: readonly Look[], of: Tuned): readonly [Look, Look] | undefined => {
  const last = looks.at(-1);
  const before = looks.findLast(({ settings }) => settings[of] !== last?.settings[of]);
  return last === undefined || before === undefined ? undefined : [before, last];
};

/** Change of the picture's light over the change of the exposure, in stops; undefined: it was not tried. */
export const exposureResponse = (looks: readonly Look[]): number | undefined => {
  const [before, last] = pair(looks, "exposure") ?? [];
  if (before === undefined || last === undefined || saturated(before) || saturated(last)) return undefined;
  const written = Math.log2((last.settings.exposure ?? 1) / (before.settings.exposure ?? 1));
  return (stopsOff(before) - stopsOff(last)) / written;
};

/** Change of red over blue (logarithm) for one mired; undefined: it was not tried. */
const balanceSlope = (looks: readonly Look[]): number | undefined => {
  const [before, last] = pair(looks, "whiteBalance") ?? [];
  const [from, to] = [before?.settings.whiteBalance, last?.settings.whiteBalance];
  if (before === undefined || last === undefined || from === undefined || to === undefined) return undefined;
  return (castOf(last) - castOf(before)) / (mired(to) - mired(from));
};

/** The same for white balance, against what any camera does. */
export const balanceResponse = (looks: readonly Look[]): number | undefined => {
  const slope = balanceSlope(looks);
  return slope === undefined ? undefined : slope / TUNING.perMired;
};

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** Nearer than this the camera only rounded. */
const ROUNDED = 0.03;

/** Something else was asked for, and it stands where it stood before. */
const refused = (looks: readonly Look[], of: Tuned): boolean => {
  const now = looks.at(-1)?.settings[of];
  return looks.some(({ asked, settings }, i) => {
    const wanted = asked[of];
    return (
      i > 0 &&
      now !== undefined &&
      wanted !== undefined &&
      settings[of] === now &&
      looks[i - 1]?.settings[of] === now &&
      Math.abs(wanted - now) > ROUNDED * now
    );
  });
};

const exposureFor = (looks: readonly Look[], last: Look, now: number): TunedSettings => {
  if (saturated(last)) return { exposure: Math.max(1, Math.round(now / 2)) };
  const slope = clamp(exposureResponse(looks) ?? 1, 0.3, 1.6);
  const wanted = now * power(2, clamp(stopsOff(last) / slope, -2.5, 2.5));
  const atEnd = refused(looks, "exposure");
  const exposure = atEnd ? now : clamp(Math.round(wanted), 1, TUNING.longestExposure);
  const { gain } = last.settings;
  const longer = atEnd || wanted > TUNING.longestExposure * (1 + ROUNDED);
  // Time has come to its end: the rest is amplified.
  return longer && stopsOff(last) > 0 && gain !== undefined && !refused(looks, "gain")
    ? { exposure, gain: Math.round(Math.max(gain * 1.4, gain + 6)) }
    : { exposure };
};

const lightProposal = (looks: readonly Look[], last: Look): TunedSettings | Stuck | undefined => {
  const { exposure } = last.settings;
  if (exposure === undefined) return lightIsRight(last) ? undefined : "exposure-missing";
  if (pair(looks, "exposure") === undefined && !refused(looks, "exposure"))
    // Tried once whatever the light is: a camera that only says so is found by it.
    return lightIsRight(last)
      ? { exposure: Math.max(1, Math.round(exposure * TUNING.probe)) }
      : exposureFor(looks, last, exposure);
  const response = exposureResponse(looks);
  if (response !== undefined && response < TUNING.follows) return "exposure-deaf";
  if (lightIsRight(last)) return refused(looks, "exposure") ? "exposure-refused" : undefined;
  const next = exposureFor(looks, last, exposure);
  if (next.exposure !== exposure || next.gain !== undefined) return next;
  // As near as its steps come, or at its end.
  const atEnd = refused(looks, "exposure") || exposure >= TUNING.longestExposure;
  return atEnd ? "exposure-refused" : undefined;
};

const balanceProposal = (looks: readonly Look[], last: Look): TunedSettings | Stuck | undefined => {
  const { whiteBalance } = last.settings;
  if (whiteBalance === undefined) return castIsRight(last) ? undefined : "white-balance-missing";
  const tried = pair(looks, "whiteBalance") !== undefined;
  if (refused(looks, "whiteBalance")) return "white-balance-refused";
  const slope = tried ? (balanceSlope(looks) ?? 0) : TUNING.perMired;
  if (tried && slope / TUNING.perMired < TUNING.follows && !castIsRight(last)) return "white-balance-deaf";
  if (tried && castIsRight(last)) return undefined;
  const step = castIsRight(last) ? TUNING.probeMired : clamp(-castOf(last) / slope, -120, 120);
  const kelvin = 1e6 / Math.max(1, mired(whiteBalance) + step);
  return { whiteBalance: clamp(Math.round(kelvin / 10) * 10, TUNING.warmest, TUNING.coldest) };
};

/** What to write next, judged by all looks so far, the newest last. */
export const propose = (looks: readonly Look[]): Proposal => {
  const last = looks.at(-1);
  if (last === undefined) return { kind: "set", settings: {} };
  const both = [lightProposal(looks, last), balanceProposal(looks, last)];
  const settings: TunedSettings = Object.assign({}, ...both.filter((one) => typeof one === "object"));
  // One that is stuck does not keep the other from being found.
  if (Object.keys(settings).length > 0 && looks.length < TUNING.looks) return { kind: "set", settings };
  const stuck = both.filter((one): one is Stuck => typeof one === "string");
  if (Object.keys(settings).length > 0) stuck.push("not-settling");
  return stuck.length > 0 ? { kind: "stuck", why: stuck } : { kind: "reached" };
};
