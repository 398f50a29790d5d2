/** What the server put into the page for its first screen; taken once. */
import type { FirstPage } from "../../api/words/kiosk-http.ts";

export const firstPage = (): FirstPage | undefined => {
  const block = document.querySelector("#first");
  const text = block?.textContent;
  block?.remove();
  return text === undefined || text === null ? undefined : (JSON.parse(text) as FirstPage);
};
