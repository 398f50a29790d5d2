/** Where a screen or a sheet is longer than the glass, a button goes on in it: nobody has to drag (WCAG 2.2, 2.5.7). */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Drawing } from "./pictograms/things.tsx";
import { words } from "./words.ts";

/** Of a screenful; the rest stays, so that the eye finds its place. */
const STEP = 0.75;
/** Letters' heights of emptiness below the last line, which nobody misses. */
const SLACK = 1.7;
/** Rounding of a browser hides nothing. */
const PIXELS = 2;

type Rest = "none" | "on" | "back";

/** Something lies below the edge of what is seen. */
const hides = (long: Element): boolean => {
  const edge = long.getBoundingClientRect().bottom + PIXELS;
  return [...long.querySelectorAll("button:not(.more, .bar-button), h1, p, li")].some(
    (part) => part.getBoundingClientRect().bottom > edge,
  );
};

const restOf = (long: Element): Rest => {
  const slack = SLACK * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const left = long.scrollHeight - long.clientHeight - long.scrollTop;
  if (left > slack || (left > PIXELS && hides(long))) return "on";
  return long.scrollTop > PIXELS ? "back" : "none";
};

export const More = ({ within }: { within: "#stage" | "dialog" }) => {
  const rest = useSignal<Rest>("none");
  useEffect(() => {
    let asked = 0;
    const measure = () => {
      cancelAnimationFrame(asked);
      asked = requestAnimationFrame(() => {
        const long = document.querySelector(within);
        rest.value = long === null ? "none" : restOf(long);
      });
    };
    measure();
    // Whatever is drawn, scrolled, loaded or resized may end below the glass.
    const drawn = new MutationObserver(measure);
    drawn.observe(document.documentElement, { attributes: true, childList: true, subtree: true });
    const listened = ["scroll", "load", "resize"] as const;
    for (const what of listened) addEventListener(what, measure, { capture: true, passive: true });
    return () => {
      cancelAnimationFrame(asked);
      drawn.disconnect();
      for (const what of listened) removeEventListener(what, measure, { capture: true });
    };
  }, []);
  if (rest.value === "none") return null;
  const of = rest.value === "on" ? "bar-more" : "bar-more-back";
  const go = () => {
    const long = document.querySelector(within);
    if (long === null) return;
    long.scrollTo({ top: rest.value === "on" ? long.scrollTop + long.clientHeight * STEP : 0 });
  };
  return (
    <button type="button" class={`more ${rest.value}`} data-say={of} aria-label={words(of)} onClick={go}>
      <Drawing name="on" />
    </button>
  );
};
