/** What every page of the desk is built of. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { DeskReply, Right } from "../../../api/words/desk-http.ts";
import { act, busy, isFault, notice, read, state, summary, type ReadFault } from "./link.ts";
import { language, words, wordsIfAny } from "./words.ts";

export const allowed = (right: Right): boolean => state.value?.rights.includes(right) ?? false;

/** Reads at once, again when the server says that something changed, and again when the input changes. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the page names what the server's part gives
export const useRead = <T,>(
  part: string,
  name: string,
  input: Readonly<Record<string, string>> = {},
): { readonly value: T | undefined; readonly fault: ReadFault | undefined; readonly again: () => void } => {
  const value = useSignal<T | undefined>(undefined);
  const fault = useSignal<ReadFault | undefined>(undefined);
  // Sentences of the server come in the desk's language.
  const key = JSON.stringify([part, name, input, language.value]);
  const take = async (quiet: boolean): Promise<void> => {
    const answer = await read<T>(part, name, input, quiet);
    if (answer === undefined) return;
    if (isFault(answer)) fault.value = answer;
    else {
      fault.value = undefined;
      value.value = answer;
    }
  };
  useEffect(() => {
    value.value = undefined;
    void take(false);
  }, [key]);
  const revision = summary.value?.revision;
  useEffect(() => {
    if (value.value !== undefined || fault.value !== undefined) void take(true);
  }, [revision]);
  return { value: value.value, fault: fault.value, again: () => void take(true) };
};

/** What a result has to say in numbers and names. */
const valuesOf = (result: unknown): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(result ?? {}).filter(
      (field): field is [string, string | number] =>
        typeof field[1] === "string" || typeof field[1] === "number",
    ),
  );

/** Says what came of an action; a refusal says what to do. */
const tell = (reply: DeskReply, done?: string): void => {
  if (reply.outcome === "refused") {
    const own = wordsIfAny(`fault-${reply.code}`);
    notice.value = {
      kind: "refused",
      words: [own, reply.words].filter((line) => line !== undefined && line !== "").join(" "),
    };
  } else if (reply.outcome === "asked") notice.value = { kind: "asked", words: words("notice-asked") };
  else if (done !== undefined) {
    notice.value = { kind: "done", words: words(done, valuesOf(reply.result)) };
  }
};

/** Acts and says what came of it; undefined where it was refused or has to be approved first. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as above
export const perform = async <T,>(
  part: string,
  name: string,
  input: unknown,
  /** The line that says so; its values are the result's. */
  done?: string | ((result: T) => string),
): Promise<{ readonly result: T } | undefined> => {
  const reply = await act(part, name, input);
  if (reply.outcome !== "done" && reply.outcome !== "repeated") {
    tell(reply);
    return undefined;
  }
  const result = reply.result as T;
  tell(reply, typeof done === "function" ? done(result) : done);
  return { result };
};

export const Button = (props: {
  of: string;
  does: () => void;
  kind?: "main" | "calm" | "grave";
  disabled?: boolean;
  label?: string;
}) => (
  <button
    type="button"
    class={`button ${props.kind ?? "calm"}`}
    data-does={props.of}
    aria-label={props.label}
    disabled={props.disabled === true || busy.value > 0}
    onClick={props.does}
  >
    {words(props.of)}
  </button>
);

/** For what cannot be taken back. Its lines: what it is called, NAME-lead what would be lost, NAME-sure. */
export const AskedTwice = (props: { of: string; does: () => void }) => {
  const asked = useSignal(false);
  if (!asked.value) return <Button of={props.of} kind="grave" does={() => (asked.value = true)} />;
  return (
    <div class="actions" role="group" aria-label={words(props.of)}>
      <span>{words(`${props.of}-lead`)}</span>
      <Button of={`${props.of}-sure`} kind="grave" does={props.does} />
      <Button of="action-cancel" does={() => (asked.value = false)} />
    </div>
  );
};

export const Page = (props: { name: string; children: ComponentChildren; aside?: ComponentChildren }) => (
  <main class={`page is-${props.name}`} id="page" tabIndex={-1}>
    <div class="page-head">
      <h1>{words(`page-${props.name}`)}</h1>
      {props.aside}
    </div>
    {props.children}
  </main>
);

export const Panel = (props: {
  of?: string;
  title?: string;
  children: ComponentChildren;
  class?: string;
}) => {
  const title = props.title ?? (props.of === undefined ? undefined : words(props.of));
  return (
    <section class={`panel ${props.class ?? ""}`} aria-label={title}>
      {title !== undefined && <h2>{title}</h2>}
      {props.children}
    </section>
  );
};

/** While a page reads, and when it could not. */
export const Waiting = (props: { fault: ReadFault | undefined }) =>
  props.fault === undefined ? (
    <p class="quiet" role="status">
      {words("reading")}
    </p>
  ) : (
    <p class="fault" role="alert">
      {props.fault.words}
    </p>
  );

export type Tone = "good" | "warn" | "bad" | "calm";

export const Badge = (props: { tone: Tone; children: ComponentChildren }) => (
  <span class={`badge ${props.tone}`}>{props.children}</span>
);

export const Field = (props: {
  of: string;
  /** Where one page has several of a kind; default: what its words are. */
  name?: string;
  value: string;
  takes: (value: string) => void;
  secret?: boolean;
  /** Across the panel. */
  wide?: boolean;
  most?: number;
  help?: string;
  autocomplete?: "username" | "current-password" | "new-password" | "off";
}) => {
  const common = {
    name: props.name ?? props.of,
    autocomplete: props.autocomplete ?? "off",
    maxLength: props.most ?? 400,
    value: props.value,
    onInput: (event: { readonly currentTarget: { readonly value: string } }) =>
      props.takes(event.currentTarget.value),
  };
  return (
    <label class={`field ${props.wide === true ? "wide" : ""}`}>
      <span>{words(props.of)}</span>
      {props.secret === true ? <input type="password" {...common} /> : <input type="text" {...common} />}
      {props.help !== undefined && <small>{words(props.help)}</small>}
    </label>
  );
};

export const Choice = (props: {
  of: string;
  value: string;
  options: readonly (readonly [value: string, words: string])[];
  takes: (value: string) => void;
}) => (
  <label class="field">
    <span>{words(props.of)}</span>
    <select name={props.of} value={props.value} onChange={(event) => props.takes(event.currentTarget.value)}>
      {props.options.map(([value, text]) => (
        <option key={value} value={value} selected={value === props.value}>
          {text}
        </option>
      ))}
    </select>
  </label>
);

/** A table that scrolls sideways in its own box; the first cell of a row is its head. */
export const Table = (props: {
  of: string;
  heads: readonly string[];
  rows: readonly {
    readonly key: string;
    readonly cells: readonly ComponentChildren[];
    readonly tone?: Tone;
  }[];
  empty?: string;
}) =>
  props.rows.length === 0 && props.empty !== undefined ? (
    <p class="quiet">{words(props.empty)}</p>
  ) : (
    <div class="table" tabIndex={0} role="group" aria-label={words(props.of)}>
      <table>
        <thead>
          <tr>
            {props.heads.map((head) => (
              <th key={head} scope="col">
                {head === "" ? <span class="unseen">{words("column-actions")}</span> : words(head)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map(({ key, cells, tone }) => (
            <tr key={key} class={tone ?? ""} data-row={key}>
              {cells.map((cell, at) =>
                at === 0 ? (
                  <th key={at} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={at}>{cell}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
