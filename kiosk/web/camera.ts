/** The camera where the page owns it: frames go to the server as JPEG, newest only, and are judged there like any other. */
import { PATHS } from "../../api/words/kiosk-http.ts";

const WIDTH = 1280;
const HEIGHT = 720;
const QUALITY = 0.92;

const frameOf = async (video: HTMLVideoElement, canvas: HTMLCanvasElement): Promise<Blob | null> => {
  if (video.videoWidth === 0) return null;
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d")?.drawImage(video, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
};

/** Starts the camera and sends frames until the returned function is called. */
export const pageCamera = (): (() => void) => {
  const stopping = new AbortController();
  const run = async () => {
    const stream = await navigator.mediaDevices.getUserMedia({
      video: { width: { ideal: WIDTH }, height: { ideal: HEIGHT }, facingMode: "user" },
    });
    stopping.signal.addEventListener("abort", () => {
      for (const track of stream.getTracks()) track.stop();
    });
    const canvas = document.createElement("canvas");
    while (!stopping.signal.aborted) {
      const video = document.querySelector<HTMLVideoElement>("#mirror");
      if (video !== null && video.srcObject !== stream) video.srcObject = stream;
      const frame = video === null ? null : await frameOf(video, canvas);
      if (frame === null) await new Promise((resolve) => setTimeout(resolve, 50));
      else
        await fetch(PATHS.camera, {
          method: "POST",
          headers: { "content-type": "image/jpeg" },
          body: frame,
          signal: stopping.signal,
        });
    }
  };
  run().catch(() => {
    // No camera or no permission: the server sees no frames, and says so on the screen.
  });
  return () => stopping.abort();
};
