/** What every screen is built of. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { KioskCommand } from "../../api/words/kiosk-command.ts";
import { busy, send } from "./link.ts";
import { Drawing, type DrawingName } from "./pictograms/things.tsx";
import { say } from "./voice.ts";
import { language, languageOf, words } from "./words.ts";

/** A line of text, marked with its own language where a draft falls back to another. */
export const Text = (props: { of: string; class?: string }) => {
  const tag = languageOf(props.of);
  return (
    <span class={props.class} {...(tag === language.value ? {} : { lang: tag, dir: "ltr" })}>
      {words(props.of)}
    </span>
  );
};

/**
 * The screen's title; takes the focus when the screen changes, so that a reader begins there. `own`: the page opened
 * this screen by itself, so that nobody else says its title.
 */
export const Title = (props: { of: string; own?: boolean }) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    if (props.own === true) say(props.of, "now");
  }, [props.of]);
  return (
    <h1 ref={heading} tabIndex={-1} data-say={props.of} data-own={props.own === true ? "" : undefined}>
      <Text of={props.of} />
    </h1>
  );
};

/** A large button: sign and words. `say` is its sentence where the screen is dark. */
export const Choice = (props: {
  sign: DrawingName;
  of: string;
  does: KioskCommand | (() => void);
  kind?: "main" | "calm" | "quiet";
  disabled?: boolean;
  id?: string;
}) => (
  <button
    type="button"
    id={props.id}
    class={`choice ${props.kind ?? "calm"}`}
    data-say={props.of}
    aria-disabled={props.disabled === true ? "true" : undefined}
    onClick={() => {
      if (props.disabled === true || busy()) return;
      if (typeof props.does === "function") props.does();
      else void send(props.does);
    }}
  >
    <span class="sign">
      <Drawing name={props.sign} />
    </span>
    <Text of={props.of} />
  </button>
);

/** A screen: the picture, what it says, what can be done. */
export const Stage = (props: {
  name: string;
  picture: ComponentChildren;
  children?: ComponentChildren;
  actions?: ComponentChildren;
  shape?: "plain" | "list";
}) => (
  <main class={`stage ${props.shape ?? "plain"} is-${props.name}`} id="stage">
    <div class="picture">{props.picture}</div>
    <div class="words">{props.children}</div>
    {props.actions !== undefined && props.actions !== false && <div class="actions">{props.actions}</div>}
  </main>
);

/** The one instruction of the moment; read out when it changes. */
export const Instruction = (props: { of: string }) => (
  <p class="instruction" role="status" aria-live="polite">
    <Text of={props.of} />
  </p>
);
