/** The appointment's code: shown to the camera, typed on large keys, or read from a document. */
import { signal } from "@preact/signals";
import { PATHS } from "../../../api/words/kiosk-http.ts";
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import { send } from "../link.ts";
import { Choice, Stage, Text, Title } from "../parts.tsx";
import { Drawing } from "../pictograms/things.tsx";
import { Problem, Typing } from "../typing.tsx";
import { say } from "../voice.ts";
import { Particulars, forgetParticulars } from "./particulars.tsx";

const mode = signal<"code" | "typed" | "document" | "particulars">("code");
const typed = signal("");

/** Another person begins: nothing of the one before stays in the page. */
export const forgetReference = (): void => {
  mode.value = "code";
  typed.value = "";
  forgetParticulars();
};

const LIMIT = { typed: 64, document: 200 } as const;
const FIELDS = {
  typed: ["reference-typed", "reference-field"],
  document: ["reference-document", "reference-mrz-field"],
} as const;

/** Where a code is held up. */
export const Finder = () => (
  <div class="finder">
    <img class="mirror" src={PATHS.camera} alt="" />
    <span class="finder-frame moves" />
    <span class="finder-sign">
      <Drawing name="show-code" />
    </span>
  </div>
);

const toCode = (): void => {
  mode.value = "code";
  say("reference-title", "now");
};

export const Reference = ({ screen }: { screen: Extract<Screen, { kind: "reference" }> }) => {
  const problem = screen.problem && `reference-${screen.problem}`;
  const way = mode.value;
  if (way === "particulars")
    return <Particulars leave={toCode} problem={problem === "reference-incomplete" ? problem : undefined} />;
  if (way !== "code") {
    const [title, label] = FIELDS[way];
    return (
      <Typing
        {...{ title, label, typed, problem }}
        limit={LIMIT[way]}
        own
        give={() => void send({ kind: "give-reference", way, text: typed.value })}
        back={toCode}
      />
    );
  }
  return (
    <Stage
      name="reference"
      picture={screen.ways.includes("qr") ? <Finder /> : <Drawing name="reference" />}
      actions={
        <>
          {screen.ways.includes("typed") && (
            <Choice sign="typed" of="reference-typed" does={() => (mode.value = "typed")} />
          )}
          {screen.ways.includes("document") && (
            <Choice sign="document" of="reference-document" does={() => (mode.value = "document")} />
          )}
          {screen.declares === true && (
            <Choice sign="identity" of="reference-particulars" does={() => (mode.value = "particulars")} />
          )}
          {screen.ways.includes("none") && (
            <Choice
              sign="no-code"
              of="reference-none"
              does={{ kind: "give-reference", way: "none", text: "" }}
            />
          )}
        </>
      }
    >
      <Title of={screen.resumes === true ? "reference-resume" : "reference-title"} />
      {problem === undefined ? (
        screen.ways.includes("qr") && (
          <p>
            <Text of="reference-qr" />
          </p>
        )
      ) : (
        <Problem of={problem} />
      )}
    </Stage>
  );
};
