/** Which paper goes under the camera, what the camera sees of it, what to do better; then keep, another side, or again. */
import { useEffect } from "preact/hooks";
import { PATHS } from "../../../api/words/kiosk-http.ts";
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import { KNOWN_PAPERS, type PaperName } from "../../../api/words/kiosk-paper.ts";
import { pageCamera } from "../camera.ts";
import { view } from "../link.ts";
import { Choice, Instruction, Stage, Title } from "../parts.tsx";
import { PaperHintPictogram, PaperPictogram } from "../pictograms/papers.tsx";
import { words } from "../words.ts";

const KNOWN = new Set<string>(KNOWN_PAPERS);

/** The catalogue's own name where the paper has no sentence and no voice. */
const nameOf = ({ name }: PaperName): readonly [tag: string, text: string] => {
  const language = view.value?.language ?? "";
  const [tag = "", text = ""] =
    Object.entries(name).find(([each]) => each === language) ?? Object.entries(name)[0] ?? [];
  return [tag, text];
};

const PaperTitle = ({ paper }: { paper: PaperName }) => {
  if (KNOWN.has(paper.id)) return <Title of={`paper-${paper.id}`} />;
  const [tag, text] = nameOf(paper);
  return (
    <>
      <Title of="paper-title" />
      <p lang={tag} dir="auto" data-spell={text}>
        {text}
      </p>
    </>
  );
};

type PaperScreen = Extract<Screen, { kind: "paper" }>;

const Seen = ({ screen }: { screen: PaperScreen }) => {
  const session = view.value?.session ?? "";
  useEffect(() => (screen.camera === "page" ? pageCamera() : undefined), [screen.camera]);
  return (
    <div class={`paper-seen ${screen.hint === "hold" ? "good" : ""}`}>
      {screen.camera === "page" ? (
        <video id="mirror" autoplay muted playsInline aria-label={words("paper-seen")} />
      ) : (
        <img src={`${PATHS.paper}?session=${session}`} alt={words("paper-seen")} />
      )}
    </div>
  );
};

export const Paper = ({ screen }: { screen: PaperScreen }) => (
  <Stage
    name="paper"
    picture={
      <div class="paper-scene">
        <div class="paper-which">
          <PaperPictogram id={screen.paper.id} />
        </div>
        <Seen screen={screen} />
      </div>
    }
    actions={
      <Choice
        kind="quiet"
        sign={screen.another === true ? "on" : "no"}
        of={screen.another === true ? "paper-no-more" : "paper-absent"}
        does={{ kind: "no-paper" }}
      />
    }
  >
    <PaperTitle paper={screen.paper} />
    <div class="hint">
      <span class="hint-sign">
        <PaperHintPictogram hint={screen.hint} />
      </span>
      <Instruction
        of={screen.another === true && screen.hint === "lay" ? "paper-another" : `paper-${screen.hint}`}
      />
    </div>
  </Stage>
);

export const PaperReview = ({ screen }: { screen: Extract<Screen, { kind: "paper-review" }> }) => (
  <Stage
    name="paper-review"
    picture={<img class="paper-kept" src={screen.picture} alt={words("paper-seen")} />}
    actions={
      <>
        <Choice sign="again" of="paper-again" does={{ kind: "again" }} />
        <Choice sign="other-side" of="paper-other-side" does={{ kind: "another-page" }} />
        <Choice kind="main" sign="yes" of="paper-keep" does={{ kind: "keep" }} />
      </>
    }
  >
    <Title of="paper-review-title" />
  </Stage>
);
