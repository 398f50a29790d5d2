/** What a second person was asked for about this session, and has not decided yet. */
import { Badge } from "../parts.tsx";
import { dateTime, words } from "../words.ts";
import { nameOf } from "./judged.tsx";

export interface AskedFor {
  readonly what: "override" | "refuse";
  /** Of the session. */
  readonly part?: string;
  readonly by: string;
  readonly at: number;
}

export const Asked = ({ asked }: { asked: readonly AskedFor[] }) => (
  <ul class="lines" data-asked={asked.length}>
    {asked.map(({ what, part, by, at }) => (
      <li key={`${what}${part}${at}`}>
        <Badge tone="warn">{words("review-asked")}</Badge>
        {words(`approval-waits-${what}`, { part: nameOf(part ?? "") })} ·{" "}
        {words("review-asked-by", { name: by })} · {dateTime(at)}
      </li>
    ))}
  </ul>
);
