// Writes the test language from the English one: every letter changed, every line longer by a third, so that a tester
// sees at once what is not translated and what does not fit. `node scripts/test-language.mjs`.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const folder = path.resolve(import.meta.dirname, "../kiosk/web/languages");
const LETTERS = {
  a: "á",
  c: "ç",
  e: "é",
  i: "î",
  n: "ñ",
  o: "ö",
  s: "š",
  u: "û",
  y: "ý",
  A: "Á",
  E: "É",
  I: "Î",
  O: "Ö",
  S: "Š",
  T: "Ť",
  Y: "Ý",
};

/** The English strings as the test language has them. */
export const disguised = (source) =>
  source
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .map((line) => {
      const [, head, text] = /^((?:\s+\.say|[a-z][a-z-]*) = )(.*)$/u.exec(line) ?? [];
      if (head === undefined || text === undefined) return line;
      const changed = text.replaceAll(/[A-Za-z]/gu, (letter) => LETTERS[letter] ?? letter);
      return `${head}‹${changed}${" ~".repeat(Math.ceil(text.length / 6))}›`;
    })
    .join("\n");

if (import.meta.filename === path.resolve(process.argv[1] ?? "")) {
  const place = path.join(folder, "en-x-test");
  mkdirSync(place, { recursive: true });
  const about = {
    name: "‹Ťéšť›",
    direction: "ltr",
    state: "test",
    note: "Made by scripts/test-language.mjs from the English one.",
  };
  writeFileSync(path.join(place, "language.json"), `${JSON.stringify(about, null, 2)}\n`);
  writeFileSync(
    path.join(place, "strings.ftl"),
    disguised(readFileSync(path.join(folder, "en/strings.ftl"), "utf8")),
  );
}
