/** Into a wizard: with the device and real targets, with a recording of somebody's, or with a twin that has a fault. */
import { useSignal } from "@preact/signals";
import { Button, Choice, perform } from "../../parts.tsx";
import { words, wordsIfAny } from "../../words.ts";
import type { Listed, PlaceView } from "./views.ts";

const KIND: Readonly<Record<PlaceView["place"], string>> = {
  camera: "face",
  scanner: "finger",
  pad: "signature",
};

const RECORDED = "recorded:";

const recordedWords = ({ name, about }: Listed["recordings"][number]): string =>
  words("devices-recorded", { what: wordsIfAny(`recorded-${about}`) ?? `${about} (${name})` });

export const Begin = ({ place, listed }: { place: PlaceView; listed: Listed }) => {
  const what = useSignal(listed.virtual ? "sound" : "real");
  const begin = () => {
    const how = what.value.startsWith(RECORDED)
      ? { recorded: what.value.slice(RECORDED.length) }
      : what.value === "real"
        ? {}
        : { rehearse: what.value };
    void perform("devices", "begin", { place: place.place, ...how });
  };
  const own = [...(listed.virtual ? [] : ["real"]), "sound", ...place.faults];
  const recorded = listed.recordings.filter(({ kind }) => kind === KIND[place.place]);
  return (
    <div class="form">
      <Choice
        of="devices-what"
        value={what.value}
        options={[
          ...own.map((one) => [one, words(`devices-with-${one}`)] as const),
          ...recorded.map((one) => [`${RECORDED}${one.name}`, recordedWords(one)] as const),
        ]}
        takes={(value) => (what.value = value)}
      />
      <Button
        of="devices-begin"
        kind="main"
        label={`${words("devices-begin")}: ${words(`devices-${place.place}`)}`}
        does={begin}
      />
    </div>
  );
};
