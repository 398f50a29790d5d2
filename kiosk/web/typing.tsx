/** A number typed on large keys or on a keyboard; every key says its name where the voice leads. */
import type { Signal } from "@preact/signals";
import { Choice, Text, Title } from "./parts.tsx";
import { Drawing, type DrawingName } from "./pictograms/things.tsx";
import { keySentence, spell } from "./spelling.ts";
import { words } from "./words.ts";

const ROWS = ["1234567890", "ABCDEFGHIJ", "KLMNOPQRST", "UVWXYZ-/<"] as const;

/** With the marks of French and the letters of the national languages. */
const NAME_ROWS = ["1234567890", "ABCDEFGHIJ", "KLMNOPQRST", "UVWXYZ-' ", "ÉÈÊËÇÏÎÔÀÂ", "ƐƆŊƝƁƊƘƳ<"] as const;

const Keys = ({ typed, limit, rows }: { typed: Signal<string>; limit: number; rows: readonly string[] }) => (
  <div class="keys" dir="ltr">
    {rows.map((row) => (
      <div class="row" key={row}>
        {row.split("").map((key) => (
          <button
            type="button"
            class="key"
            key={key}
            data-say={keySentence(key)}
            data-spell={keySentence(key) === undefined ? key : undefined}
            onClick={() => (typed.value = (typed.value + key).slice(0, limit))}
          >
            {key === " " ? "␣" : key}
          </button>
        ))}
        {row.endsWith("<") && (
          <button
            type="button"
            class="key"
            aria-label={words("reference-erase")}
            data-say="reference-erase"
            onClick={() => (typed.value = typed.value.slice(0, -1))}
          >
            <span class="key-sign">
              <Drawing name="letter-back" />
            </span>
          </button>
        )}
      </div>
    ))}
  </div>
);

export const Problem = (props: { of: string }) => (
  <p class="problem" role="status" aria-live="polite">
    <Text of={props.of} />
  </p>
);

export const Typing = (props: {
  title: string;
  label: string;
  typed: Signal<string>;
  limit: number;
  problem: string | undefined;
  give: () => void;
  back: () => void;
  /** What going back is called where it is no going back. */
  leave?: { readonly sign: DrawingName; readonly of: string };
  /** Names have letters, marks and spaces that numbers have not. */
  letters?: boolean;
  mayBeEmpty?: boolean;
  /** The page opened it by itself. */
  own?: boolean;
}) => (
  <main class="stage list is-typing" id="stage">
    <div class="words">
      <Title of={props.title} own={props.own === true} />
      {props.problem !== undefined && <Problem of={props.problem} />}
    </div>
    <form
      class="typing"
      onSubmit={(event) => {
        event.preventDefault();
        props.give();
      }}
    >
      <div class="typing-field">
        <label for="reference-input" class={props.label === props.title ? "unseen" : undefined}>
          <Text of={props.label} />
        </label>
        <input
          id="reference-input"
          dir="ltr"
          type="text"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          maxLength={props.limit}
          value={props.typed.value}
          data-say={props.label}
          onFocus={() => spell(props.typed.value)}
          onInput={(event) => {
            const { value } = event.currentTarget;
            spell(value.slice(Math.min(props.typed.value.length, value.length - 1)));
            props.typed.value = value;
          }}
        />
      </div>
      <Keys typed={props.typed} limit={props.limit} rows={props.letters === true ? NAME_ROWS : ROWS} />
    </form>
    <div class="actions two">
      <Choice sign={props.leave?.sign ?? "back"} of={props.leave?.of ?? "action-back"} does={props.back} />
      <Choice
        kind="main"
        sign="on"
        of="reference-send"
        does={props.give}
        disabled={props.mayBeEmpty !== true && props.typed.value.trim() === ""}
      />
    </div>
  </main>
);
