/** Sentences of a source file: its string and template literals that begin like one and end like one. */

/** What stands in a hole while a test looks for the sentence's line. */
const FILLING = "X1";

/** From an opening quote on: the text, its holes filled, and where it ends. */
const literalAt = (source: string, start: number): { readonly text: string; readonly end: number } => {
  const quote = source[start];
  let [text, at] = ["", start + 1];
  while (at < source.length && source[at] !== quote) {
    if (source[at] === "\\") {
      text += source[at + 1] ?? "";
      at += 2;
    } else if (quote === "`" && source.startsWith("${", at)) {
      text += FILLING;
      let depth = 1;
      for (at += 2; depth > 0 && at < source.length;) {
        const here = source[at] ?? "";
        if (`"'\``.includes(here)) at = literalAt(source, at).end;
        else {
          depth += here === "{" ? 1 : here === "}" ? -1 : 0;
          at += 1;
        }
      }
    } else {
      text += source[at];
      at += 1;
    }
  }
  return { text, end: at + 1 };
};

/** Comments are passed over. */
export const sentencesIn = (source: string): readonly string[] => {
  const found: string[] = [];
  for (let at = 0; at < source.length;) {
    if (source.startsWith("//", at))
      at = source.indexOf("\n", at) < 0 ? source.length : source.indexOf("\n", at);
    else if (source.startsWith("/*", at)) at = source.indexOf("*/", at) + 2;
    else if (`"'\``.includes(source[at] ?? " ")) {
      const { text, end } = literalAt(source, at);
      if (/^"?[A-Z].* .*\.$/su.test(text)) found.push(text);
      at = end;
    } else at += 1;
  }
  return found;
};
