/** The mirror, the oval and one instruction at a time; then keep or again. */
import { useEffect } from "preact/hooks";
import { PATHS } from "../../../api/words/kiosk-http.ts";
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import { pageCamera } from "../camera.ts";
import { send, view } from "../link.ts";
import { Choice, Instruction, Stage, Text, Title } from "../parts.tsx";
import { Drawing } from "../pictograms/things.tsx";
import { CoveredFace, FacePictogram, StepBack } from "../pictograms/face.tsx";
import { words } from "../words.ts";
import { WorksAgain } from "./paused.tsx";

type FaceScreen = Extract<Screen, { kind: "face" }>;

/** Head and shoulders as the portrait wants them: the oval is the head's place in the mirror. */
const Oval = ({ screen }: { screen: FaceScreen }) => {
  const good = screen.hint === "ready" || screen.phase !== "guide";
  return (
    <svg
      class={`oval ${good ? "good" : ""}`}
      viewBox="0 0 300 400"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
    >
      <defs>
        <mask id="hole">
          <rect width="300" height="400" fill="#fff" />
          <ellipse cx="150" cy="176" rx="88" ry="118" fill="#000" />
        </mask>
      </defs>
      <rect width="300" height="400" class="dim" mask="url(#hole)" />
      <ellipse cx="150" cy="176" rx="88" ry="118" class="rim" />
    </svg>
  );
};

/** Three lights go out one by one, with a tone each; no figure has to be read. */
const Countdown = ({ count }: { count: number }) => (
  <div class="countdown" aria-hidden="true">
    {[3, 2, 1].map((light) => (
      <span key={light} class={light <= count ? "lit" : ""} />
    ))}
  </div>
);

export const Face = ({ screen }: { screen: FaceScreen }) => {
  const session = view.value?.session ?? "";
  useEffect(() => (screen.camera === "page" ? pageCamera() : undefined), [screen.camera]);
  // Nobody praises a face that nobody sees.
  const guides = screen.phase === "guide" || (screen.phase === "countdown" && screen.unseen === true);
  const line = guides ? `face-${screen.hint}` : `face-${screen.phase}`;
  return (
    <Stage
      name="face"
      picture={
        <div class={`mirror-box phase-${screen.phase}`}>
          {screen.unseen === true ? (
            <span class="no-mirror">
              <FacePictogram hint={guides ? screen.hint : "look-here"} />
            </span>
          ) : screen.camera === "page" ? (
            <video id="mirror" class="mirror" autoplay muted playsInline aria-label={words("mirror-label")} />
          ) : (
            <img class="mirror" src={`${PATHS.camera}?session=${session}`} alt={words("mirror-label")} />
          )}
          {screen.unseen !== true && <Oval screen={screen} />}
          {screen.phase === "countdown" && <Countdown count={screen.count ?? 3} />}
          {screen.phase === "taking" && <span class="flash moves" />}
        </div>
      }
      actions={
        screen.contestable === undefined ? (
          screen.covered === undefined &&
          screen.phase === "guide" && (
            <Choice
              kind="quiet"
              sign="covered"
              of="covering-open"
              does={{ kind: "open", overlay: "head-covering" }}
            />
          )
        ) : (
          <Choice kind="quiet" sign="contest" of="contest-open" does={{ kind: "open", overlay: "contest" }} />
        )
      }
    >
      <Title of="face-title" />
      <div class="hint">
        <span class="hint-sign">
          <FacePictogram hint={guides ? screen.hint : "ready"} />
        </span>
        <Instruction of={line} />
      </div>
      {screen.again === true && <WorksAgain />}
      {screen.accompanied === true && screen.phase === "guide" && (
        <p class="noted">
          <span class="noted-sign">
            <StepBack />
          </span>
          <Text of="face-accompanied" />
        </p>
      )}
      {screen.covered !== undefined && (
        <p class="noted">
          <span class="noted-sign">
            <CoveredFace reason={screen.covered} />
          </span>
          <Text of="covering-noted" />
        </p>
      )}
    </Stage>
  );
};

type ReviewScreen = Extract<Screen, { kind: "face-review" }>;

/** Two that are equally good: the pictures themselves are what is touched, the earlier one first. */
const TwoPortraits = ({ screen, earlier }: { screen: ReviewScreen; earlier: string }) => (
  <Stage
    name="face-review"
    picture={
      <div class="two-portraits">
        {(
          [
            [earlier, "face-earlier", { kind: "keep", earlier: true }],
            [screen.picture, "face-newer", { kind: "keep" }],
          ] as const
        ).map(([picture, of, does]) => (
          <button type="button" key={of} class="tile" data-say={of} onClick={() => void send(does)}>
            <img class="portrait" src={picture} alt="" />
            <span class="kept-sign">
              <Drawing name="yes" />
            </span>
            <Text of={of} />
          </button>
        ))}
      </div>
    }
    actions={
      screen.mayRepeat && <Choice sign="again" of="face-again" does={{ kind: "again", what: "face" }} />
    }
  >
    <Title of="face-choose-title" />
  </Stage>
);

const OnePortrait = ({ screen }: { screen: ReviewScreen }) => (
  <Stage
    name="face-review"
    picture={<img class="portrait" src={screen.picture} alt={words("review-face")} />}
    actions={
      <>
        {screen.mayRepeat && <Choice sign="again" of="face-again" does={{ kind: "again", what: "face" }} />}
        <Choice kind="main" sign="yes" of="face-keep" does={{ kind: "keep" }} />
      </>
    }
  >
    <Title of="face-review-title" />
  </Stage>
);

export const FaceReview = ({ screen }: { screen: ReviewScreen }) =>
  screen.earlier === undefined ? (
    <OnePortrait screen={screen} />
  ) : (
    <TwoPortraits screen={screen} earlier={screen.earlier} />
  );
