/** What is written on the pad, seen on the screen while it is written. */
import { useEffect, useRef } from "preact/hooks";
import { PATHS, type PadInk as Ink } from "../../../api/words/kiosk-http.ts";
import { words } from "../words.ts";

/** Pixels of the drawing's own width; CSS scales it. */
const WIDTH = 900;

const drawOn = (canvas: HTMLCanvasElement) => {
  const pen = canvas.getContext("2d");
  let last: Ink["points"][number] | undefined;
  return {
    anew: () => {
      last = undefined;
      pen?.clearRect(0, 0, canvas.width, canvas.height);
    },
    ink: ({ aspect, points }: Ink) => {
      const height = Math.round(WIDTH / aspect);
      if (canvas.height !== height) {
        canvas.height = height;
        last = undefined;
      }
      if (pen === null) return;
      pen.strokeStyle = "#101828";
      pen.lineCap = "round";
      for (const point of points) {
        if (point.contact && last?.contact === true) {
          pen.lineWidth = 2 + point.pressure * 4;
          pen.beginPath();
          pen.moveTo(last.x * canvas.width, last.y * canvas.height);
          pen.lineTo(point.x * canvas.width, point.y * canvas.height);
          pen.stroke();
        }
        last = point;
      }
    },
  };
};

export const PadInk = () => {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current === null) return undefined;
    const drawing = drawOn(canvas.current);
    const source = new EventSource(PATHS.pad);
    // Who comes back gets all of it again.
    source.addEventListener("open", drawing.anew);
    source.addEventListener("anew", drawing.anew);
    source.addEventListener("ink", (event) =>
      drawing.ink(JSON.parse((event as MessageEvent<string>).data) as Ink),
    );
    return () => source.close();
  }, []);
  return (
    <canvas
      ref={canvas}
      class="pad-ink"
      width={WIDTH}
      height={360}
      role="img"
      aria-label={words("signature-field")}
    />
  );
};
