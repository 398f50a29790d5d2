/** Puts other faces into a camera's recording: frames of the same size, at the same moments, under the same controls. */
import type { FramePlace, StandIns, Twin } from "../../twin.ts";
import type { VideoRecording } from "../../transport/video-recording.ts";
import { sizeOfJpeg } from "./jpeg.ts";

/** What does not even say how large it is was broken on its way: a frame of no bytes is one too. */
const BROKEN = new Uint8Array();

/** Frames of whatever `made` shows. */
export const withFrames = async (
  dialogue: VideoRecording,
  made: (place: FramePlace) => Promise<Uint8Array>,
): Promise<VideoRecording> => {
  const frames: VideoRecording["frames"][number][] = [];
  for (const { t, jpeg } of dialogue.frames) {
    const size = sizeOfJpeg(jpeg);
    frames.push({ t, jpeg: size === undefined ? BROKEN : await made({ ...size, t }) });
  }
  return { ...dialogue, frames };
};

export const twin: Twin<"video"> = {
  make: ({ dialogue }, standIns: StandIns) => withFrames(dialogue, (place) => standIns.frame(place)),
};
