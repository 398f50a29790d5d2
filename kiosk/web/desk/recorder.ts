/** The microphone, through the browser's MediaRecorder: one sentence at a time. */
import { signal } from "@preact/signals";

/** Key of the sentence that is being recorded. */
export const recording = signal<string | undefined>(undefined);

let recorder: MediaRecorder | undefined;

const base64Of = async (blob: Blob): Promise<string> => {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  // In pieces: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x80_00)
    text += String.fromCodePoint(...bytes.subarray(at, at + 0x80_00));
  return btoa(text);
};

/** Begins; what was recorded goes to `take` when it is stopped. False: there is no microphone, or it may not be used. */
export const startRecording = async (key: string, take: (sound: string) => void): Promise<boolean> => {
  stopRecording();
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    return false;
  }
  const parts: Blob[] = [];
  const now = new MediaRecorder(stream, { mimeType: "audio/webm;codecs=opus" });
  now.addEventListener("dataavailable", (event) => void parts.push(event.data));
  now.addEventListener("stop", () => {
    for (const track of stream.getTracks()) track.stop();
    recording.value = undefined;
    void base64Of(new Blob(parts, { type: "audio/webm" })).then(take);
  });
  recorder = now;
  recording.value = key;
  now.start();
  return true;
};

export const stopRecording = (): void => {
  if (recorder?.state === "recording") recorder.stop();
  recorder = undefined;
};
