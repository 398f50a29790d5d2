/** Where the operator is: "#/review/PACKET" is the page "review" with ["PACKET"]. */
import { signal } from "@preact/signals";
import { pages, type PageName } from "./pages.ts";

export interface Place {
  readonly page: PageName;
  readonly rest: readonly string[];
}

const isPage = (name: string): name is PageName => Object.hasOwn(pages, name);

const read = (): Place => {
  const [name = "", ...rest] = location.hash.replace(/^#\/?/u, "").split("/").map(decodeURIComponent);
  return isPage(name) ? { page: name, rest } : { page: "overview", rest: [] };
};

export const place = signal<Place>(read());
globalThis.addEventListener("hashchange", () => {
  place.value = read();
  document.querySelector<HTMLElement>("#page")?.focus({ preventScroll: true });
});
