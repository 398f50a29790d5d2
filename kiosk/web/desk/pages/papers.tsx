/** Papers of a session as a person at the desk sees them: each page whole, and larger in a window of its own. */
import { Badge, Panel } from "../parts.tsx";
import { words } from "../words.ts";
import { nameOf } from "./judged.tsx";

export interface KeptPapers {
  readonly pages: readonly { readonly number: number; readonly paper: string; readonly legible: boolean }[];
  /** Asked for, and not brought along. */
  readonly absent: readonly string[];
}

export const Papers = (props: { papers: KeptPapers; urlOf: (number: number) => string }) => {
  const { pages, absent } = props.papers;
  if (pages.length === 0 && absent.length === 0) return null;
  return (
    <Panel of="what-documents">
      {pages.length > 0 && (
        <div class="papers">
          {pages.map(({ number, paper, legible }) => (
            <figure key={number}>
              <a href={props.urlOf(number)} target="_blank" rel="noreferrer">
                <img src={props.urlOf(number)} alt={nameOf(paper)} />
              </a>
              <figcaption>
                {nameOf(paper)}{" "}
                <Badge tone={legible ? "good" : "bad"}>
                  {words(legible ? "paper-legible" : "paper-illegible")}
                </Badge>
              </figcaption>
            </figure>
          ))}
        </div>
      )}
      {absent.length > 0 && (
        <p>
          {words("paper-absent")}: {absent.map(nameOf).join(", ")}
        </p>
      )}
    </Panel>
  );
};
