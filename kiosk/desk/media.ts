/** Removable media that are plugged in: what the system mounted where it mounts them. */
import { readFile } from "node:fs/promises";

const PLACES = /^\/(media|run\/media)\/\S+/u;

/** Mount points of /proc/mounts below /media and /run/media; written with octal escapes there. Pure. */
export const mountedMedia = (mounts: string): readonly string[] =>
  mounts
    .split("\n")
    .map((line) => line.split(" ")[1] ?? "")
    .map((place) =>
      place.replaceAll(/\\([0-7]{3})/gu, (_escape, digits: string) =>
        String.fromCodePoint(Number.parseInt(digits, 8)),
      ),
    )
    .filter((place) => PLACES.test(place));

/** `KIOSK_MEDIA` names one more folder, for machines that mount elsewhere. */
export const pluggedMedia = async (): Promise<readonly string[]> => {
  const own = process.env["KIOSK_MEDIA"];
  const mounts = await readFile("/proc/self/mounts", "utf8").catch(() => "");
  return [...mountedMedia(mounts), ...(own === undefined || own === "" ? [] : [own])];
};
