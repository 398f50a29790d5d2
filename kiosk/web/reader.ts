/** Keys of a document reader among those of hands: the reader's go to the kiosk's own driver, the others to where they were meant. */
import { PATHS } from "../../api/words/kiosk-http.ts";
import { view } from "./link.ts";
import { KeyboardWedge, WEDGE_GAP } from "./wedge.ts";

/** What a hand typed goes where it would have gone. */
const type = (keys: readonly string[]): void => {
  for (const key of keys) {
    const target = document.activeElement;
    if (target instanceof HTMLInputElement) {
      if (key === "Enter") target.form?.requestSubmit();
      else {
        target.setRangeText(key, target.selectionStart ?? 0, target.selectionEnd ?? 0, "end");
        target.dispatchEvent(new Event("input", { bubbles: true }));
      }
    } else if ((key === "Enter" || key === " ") && target instanceof HTMLElement) target.click();
  }
};

const hand = async (text: string): Promise<void> => {
  // A burst that is lost is read once more by whoever holds the document.
  await fetch(PATHS.reader, { method: "POST", headers: { "content-type": "text/plain" }, body: text }).catch(
    () => undefined,
  );
};

/** Only where a document may be shown: elsewhere keys are keys. */
export const listenToReader = (): void => {
  const wedge = new KeyboardWedge((text) => void hand(text));
  let timer: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener(
    "keydown",
    (event) => {
      const screen = view.value?.screen;
      if (screen?.kind !== "reference" || !screen.ways.includes("document")) return;
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key.length !== 1 && event.key !== "Enter") return;
      // No line of a document begins with these: alone, they press the control that has the focus now.
      if ((event.key === "Enter" || event.key === " ") && wedge.empty) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const { key, code, shiftKey: shifted } = event;
      type(wedge.press({ key, code, shifted }, event.timeStamp));
      clearTimeout(timer);
      timer = setTimeout(() => type(wedge.rest()), WEDGE_GAP + 5);
    },
    { capture: true },
  );
};
