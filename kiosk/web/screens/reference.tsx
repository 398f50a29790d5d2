/** The appointment's code: shown to the camera, typed on large keys, or read from a document. */
import { signal } from "@preact/signals";
import { PATHS, type Screen } from "../../../api/words/kiosk-http.ts";
import { send } from "../link.ts";
import { Choice, Stage, Text, Title } from "../parts.tsx";
import { Drawing } from "../pictograms/things.tsx";
import { words } from "../words.ts";

const mode = signal<"code" | "typed" | "document">("code");
const typed = signal("");

/** Another person begins: nothing of the one before stays in the page. */
export const forgetReference = (): void => {
  mode.value = "code";
  typed.value = "";
};

const LIMIT = { typed: 64, document: 200 } as const;
const ROWS = ["1234567890", "ABCDEFGHIJ", "KLMNOPQRST", "UVWXYZ-/<"] as const;

const Keys = (props: { limit: number }) => (
  <div class="keys" dir="ltr">
    {ROWS.map((row) => (
      <div class="row" key={row}>
        {row.split("").map((key) => (
          <button
            type="button"
            class="key"
            key={key}
            onClick={() => (typed.value = (typed.value + key).slice(0, props.limit))}
          >
            {key}
          </button>
        ))}
        {row.endsWith("<") && (
          <button
            type="button"
            class="key"
            aria-label={words("reference-erase")}
            onClick={() => (typed.value = typed.value.slice(0, -1))}
          >
            <span class="key-sign">
              <Drawing name="back" />
            </span>
          </button>
        )}
      </div>
    ))}
  </div>
);

const Typing = (props: { way: "typed" | "document"; problem: string | undefined }) => {
  const label = props.way === "typed" ? "reference-field" : "reference-mrz-field";
  const give = () => void send({ kind: "give-reference", way: props.way, text: typed.value });
  return (
    <main class="stage list is-typing" id="stage">
      <div class="words">
        <Title of={props.way === "typed" ? "reference-typed" : "reference-document"} />
        {props.problem !== undefined && <Problem of={props.problem} />}
      </div>
      <form
        class="typing"
        onSubmit={(event) => {
          event.preventDefault();
          give();
        }}
      >
        <div class="typing-field">
          <label for="reference-input">
            <Text of={label} />
          </label>
          <input
            id="reference-input"
            dir="ltr"
            type="text"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            maxLength={LIMIT[props.way]}
            value={typed.value}
            onInput={(event) => (typed.value = event.currentTarget.value)}
          />
        </div>
        <Keys limit={LIMIT[props.way]} />
      </form>
      <div class="actions two">
        <Choice sign="back" of="action-back" does={() => (mode.value = "code")} />
        <Choice kind="main" sign="on" of="reference-send" does={give} disabled={typed.value.trim() === ""} />
      </div>
    </main>
  );
};

const Problem = (props: { of: string }) => (
  <p class="problem" role="status" aria-live="polite">
    <Text of={props.of} />
  </p>
);

export const Reference = ({ screen }: { screen: Extract<Screen, { kind: "reference" }> }) => {
  const problem = screen.problem && `reference-${screen.problem}`;
  if (mode.value !== "code") return <Typing way={mode.value} problem={problem} />;
  return (
    <Stage
      name="reference"
      picture={
        screen.ways.includes("qr") ? (
          <div class="finder">
            <img class="mirror" src={PATHS.camera} alt="" />
            <span class="finder-frame moves" />
            <span class="finder-sign">
              <Drawing name="show-code" />
            </span>
          </div>
        ) : (
          <Drawing name="reference" />
        )
      }
      actions={
        <>
          {screen.ways.includes("typed") && (
            <Choice sign="typed" of="reference-typed" does={() => (mode.value = "typed")} />
          )}
          {screen.ways.includes("document") && (
            <Choice sign="document" of="reference-document" does={() => (mode.value = "document")} />
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
