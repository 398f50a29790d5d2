/** What lies over a screen for a moment: a dialog with its title, its picture and what can be done. */
import { useEffect, useRef } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { send } from "./link.ts";
import { Always } from "./frame.tsx";
import { More } from "./more.tsx";
import { Text } from "./parts.tsx";
import { Drawing, type DrawingName } from "./pictograms/things.tsx";

export const Sheet = (props: {
  name: string;
  title: string;
  sign?: DrawingName;
  children: ComponentChildren;
}) => {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = box.current;
    // The bar's height differs with letters and languages; a sheet ends above it.
    const bar = document.querySelector<HTMLElement>(".kiosk > .bar");
    dialog?.style.setProperty("--bar", `${bar?.offsetHeight ?? 0}px`);
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>("h1")?.focus();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={box}
      class={`sheet is-${props.name}`}
      aria-labelledby="sheet-title"
      onCancel={(event) => {
        event.preventDefault();
        void send({ kind: props.name === "still-there" ? "still-here" : "close" });
      }}
    >
      {props.sign !== undefined && (
        <div class="sheet-picture">
          <Drawing name={props.sign} />
        </div>
      )}
      <h1 id="sheet-title" tabIndex={-1} data-say={props.title}>
        <Text of={props.title} />
      </h1>
      {props.children}
      <More within="dialog" />
      <Always />
    </dialog>
  );
};
