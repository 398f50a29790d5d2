/** The signature: on the pad, or with a fingertip or pen on the screen itself. */
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { StrokePoint } from "../../../api/words/kiosk-command.ts";
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import { send } from "../link.ts";
import { Choice, Instruction, Stage, Title } from "../parts.tsx";
import { Drawing } from "../pictograms/things.tsx";
import { PadInk } from "./pad-ink.tsx";
import { Skip } from "./service.tsx";
import { WorksAgain } from "./paused.tsx";
import { words } from "../words.ts";

const points = signal<readonly StrokePoint[]>([]);
/** More than a signature ever has; a stuck digitiser must not fill the memory. */
const MOST_POINTS = 12_000;

export const forgetSignature = (): void => {
  points.value = [];
};

const draw = (canvas: HTMLCanvasElement): void => {
  const pen = canvas.getContext("2d");
  if (pen === null) return;
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.strokeStyle = "#101828";
  pen.lineCap = "round";
  pen.lineJoin = "round";
  let last: StrokePoint | undefined;
  for (const point of points.value) {
    if (point.contact && last?.contact === true) {
      pen.lineWidth = (canvas.width / 260) * (0.7 + point.pressure);
      pen.beginPath();
      pen.moveTo(last.x * canvas.width, last.y * canvas.height);
      pen.lineTo(point.x * canvas.width, point.y * canvas.height);
      pen.stroke();
    }
    last = point;
  }
};

const Field = () => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const began = useRef(0);
  useEffect(() => {
    const area = canvas.current;
    if (area === null) return;
    area.width = area.clientWidth * devicePixelRatio;
    area.height = area.clientHeight * devicePixelRatio;
    draw(area);
  }, []);
  useEffect(() => {
    if (canvas.current !== null) draw(canvas.current);
  }, [points.value]);
  const add = (event: PointerEvent, contact: boolean): void => {
    const area = canvas.current;
    if (area === null || points.value.length >= MOST_POINTS) return;
    const box = area.getBoundingClientRect();
    if (points.value.length === 0) began.current = event.timeStamp;
    const point = {
      x: Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)),
      y: Math.min(1, Math.max(0, (event.clientY - box.top) / box.height)),
      pressure: event.pressure > 0 ? event.pressure : 0.5,
      t: Math.max(0, Math.round(event.timeStamp - began.current)),
      contact,
    };
    points.value = [...points.value, point];
  };
  return (
    <canvas
      ref={canvas}
      class="sign-field"
      role="img"
      aria-label={words("signature-field")}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        add(event, true);
      }}
      onPointerMove={(event) => {
        if (event.buttons === 0) return;
        const all = event.getCoalescedEvents?.() ?? [];
        for (const one of all.length > 0 ? all : [event]) add(one, true);
      }}
      onPointerUp={(event) => add(event, false)}
      onPointerCancel={(event) => add(event, false)}
    />
  );
};

const sendStrokes = () => {
  const field = document.querySelector(".sign-field");
  void send({
    kind: "sign",
    points: points.value,
    width: field?.clientWidth ?? 1,
    height: field?.clientHeight ?? 1,
  });
};

export const Signature = ({ screen }: { screen: Extract<Screen, { kind: "signature" }> }) => {
  const onScreen = screen.surface === "screen";
  const unable = (
    <>
      <Choice kind="quiet" sign="no" of="signature-unable" does={{ kind: "cannot-sign" }} />
      {screen.optional === true && <Skip />}
    </>
  );
  return (
    <Stage
      name={onScreen ? "signing" : "pad"}
      picture={
        onScreen ? (
          <div class="sign-box">
            <Field />
            <span class="sign-line" />
          </div>
        ) : (
          <div class="pad-scene">
            <Drawing name="sign" />
            <PadInk />
          </div>
        )
      }
      actions={
        onScreen ? (
          <>
            <Choice
              sign="again"
              of="signature-erase"
              does={forgetSignature}
              disabled={points.value.length === 0}
            />
            <Choice
              kind="main"
              sign="yes"
              of="signature-send"
              does={sendStrokes}
              disabled={points.value.length === 0}
            />
            {unable}
          </>
        ) : (
          unable
        )
      }
    >
      <Title of="signature-title" />
      <div class="hint">
        {onScreen && (
          <span class="hint-sign small">
            <Drawing name="sign" />
          </span>
        )}
        <Instruction
          of={screen.hint === "sign" && !onScreen ? "signature-sign-pad" : `signature-${screen.hint}`}
        />
      </div>
      {screen.again === true && <WorksAgain />}
    </Stage>
  );
};

export const SignatureReview = ({ screen }: { screen: Extract<Screen, { kind: "signature-review" }> }) => (
  <Stage
    name="signature-review"
    picture={<img class="signature-picture" src={screen.picture} alt={words("review-signature")} />}
    actions={
      <>
        {screen.mayRepeat && (
          <Choice
            sign="again"
            of="signature-again"
            does={() => {
              forgetSignature();
              void send({ kind: "again", what: "signature" });
            }}
          />
        )}
        <Choice kind="main" sign="yes" of="signature-keep" does={{ kind: "keep" }} />
      </>
    }
  >
    <Title of="signature-review-title" />
  </Stage>
);
