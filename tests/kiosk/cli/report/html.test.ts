import { expect, test } from "vitest";
import { html } from "../../../../kiosk/cli/report/html.ts";

test("text is escaped, markup is not, lists are joined, nothing prints nothing", () => {
  const name = `<b onload="x">O'Neil & Co`;
  expect(html`<p>${name}${[html`<i>1</i>`, 2]}${undefined}${false}</p>`.markup).toBe(
    "<p>&lt;b onload=&quot;x&quot;&gt;O&#39;Neil &amp; Co<i>1</i>2</p>",
  );
});
