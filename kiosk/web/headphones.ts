/**
 * Headphone mode: plugged in, the voice leads by itself and is heard in the headphones alone (EN 301 549, 5.1.3.1 and
 * 5.1.3.9, private listening). Browsers name an output only where the camera may be used; where they do not, a new
 * output is taken for headphones, and the switch on the comfort sheet does the same by hand.
 */
import { effect } from "@preact/signals";
import { send, view } from "./link.ts";
import { say, sendTo } from "./voice.ts";

const HEADPHONES = /head(phone|set)|earphone|casque|écouteur/iu;

const outputs = async (): Promise<readonly MediaDeviceInfo[]> => {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return all.filter(({ kind, deviceId }) => kind === "audiooutput" && deviceId !== "default");
};

const headphonesAmong = (now: readonly MediaDeviceInfo[], before: readonly MediaDeviceInfo[]) =>
  now.find(({ label }) => HEADPHONES.test(label)) ??
  now.find(({ deviceId }) => !before.some((other) => other.deviceId === deviceId));

export const listenForHeadphones = (): void => {
  let before: readonly MediaDeviceInfo[] = [];
  let plugged: MediaDeviceInfo | undefined;
  const lookAt = async (first: boolean): Promise<void> => {
    const now = await outputs();
    const found = headphonesAmong(now, first ? now : before);
    before = now;
    if (found?.deviceId === plugged?.deviceId) return;
    plugged = found;
    sendTo(found?.deviceId);
    if (!first || found !== undefined)
      await send({ kind: "comfort", comfort: { headphones: found !== undefined } });
  };
  // One after the other: a browser may take longer over an older list than over a newer one.
  let looked: Promise<void> = Promise.resolve();
  const look = (first: boolean): void => {
    looked = looked.catch(() => undefined).then(() => lookAt(first));
  };
  look(true);
  navigator.mediaDevices?.addEventListener("devicechange", () => look(false));
  let on = false;
  effect(() => {
    const wanted = view.value?.comfort.headphones === true;
    if (wanted && !on) say("comfort-headphones", "now");
    on = wanted;
  });
};
