/** The operator's desk: the door, or the page that the address names. */
import { effect } from "@preact/signals";
import { render } from "preact";
import { Head, Navigation, Notice } from "./frame.tsx";
import { offline, refresh, state } from "./link.ts";
import type { DeskPage } from "./page.ts";
import { pages } from "./pages.ts";
import { allowed } from "./parts.tsx";
import { place } from "./route.ts";
import { Locked, SignIn } from "./sign-in.tsx";
import { language, ready, speak, words } from "./words.ts";

const Inside = () => {
  const { page, rest } = place.value;
  const { draw: Draw, right }: DeskPage = pages[page];
  return (
    <div class="desk" data-page={page}>
      <a
        class="skip"
        href="#page"
        onClick={(event) => {
          event.preventDefault();
          document.querySelector<HTMLElement>("#page")?.focus();
        }}
      >
        {words("skip")}
      </a>
      <Head />
      <Navigation />
      <div class="stage">
        <Notice />
        {allowed(right) ? <Draw rest={rest} /> : <p class="fault">{words("page-not-yours")}</p>}
      </div>
    </div>
  );
};

const Desk = () => {
  const now = state.value;
  if (now === undefined || !ready.value) return null;
  return (
    <>
      {now.person === undefined ? <SignIn /> : now.locked ? <Locked /> : <Inside />}
      {offline.value && (
        <p class="offline" role="alert">
          {words("server-gone")}
        </p>
      )}
    </>
  );
};

effect(() => {
  const theme = state.value?.theme;
  if (theme === undefined) return;
  const names: Readonly<Record<string, string>> = { onPrimary: "on-primary", onAccent: "on-accent" };
  const own = Object.entries(theme.colours).map(([key, colour]) => `--${names[key] ?? key}:${colour}`);
  const bands = theme.band.map((colour, index) => `--band-${index + 1}:${colour}`);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:root{${[...own, ...bands].join(";")}}`);
  document.adoptedStyleSheets = [sheet];
});
effect(() => {
  if (ready.value) document.title = `${words("desk-title")} · ${state.value?.mission ?? ""}`;
});

/** A person who reads or types keeps the desk open; at most so often. */
const TOUCH_MS = 30_000;
let touched = 0;
const touch = () => {
  const now = Date.now();
  if (now - touched < TOUCH_MS || state.value?.person === undefined || state.value.locked) return;
  touched = now;
  void fetch("/desk/api/read/overview/here");
};
for (const event of ["pointerdown", "keydown"] as const) document.addEventListener(event, touch);

const root = document.querySelector("#desk");
if (root !== null) render(<Desk />, root);
void speak(language.value);
void refresh();
