/** No session starts now: why, and from when on one does, in words and dates. */
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import type { Closure } from "../../../api/words/kiosk-service.ts";
import { day, inLanguage } from "../texts.ts";
import { words } from "../words.ts";
import { Simple } from "./begin.tsx";

const Lines = ({ closure }: { closure: Extract<Closure, { reason: "service" }> }) => (
  <>
    <p class="closed-name" dir="auto">
      {inLanguage(closure.name)}
    </p>
    {closure.notice !== undefined && <p dir="auto">{inLanguage(closure.notice)}</p>}
    {closure.since !== undefined && (
      <p>
        {words("closed-since")} <time>{day(closure.since)}</time>
      </p>
    )}
    <p>
      {closure.resumes === undefined ? (
        words("closed-no-date")
      ) : (
        <>
          {words("closed-resumes")} <time>{day(closure.resumes)}</time>
        </>
      )}
    </p>
    <p>{words("closed-kept")}</p>
  </>
);

export const Closed = ({ screen: { closure } }: { screen: Extract<Screen, { kind: "closed" }> }) =>
  closure.reason === "kiosk" ? (
    <Simple name="closed" sign="tools" title="closed-title" line="closed-kiosk" />
  ) : (
    <Simple name="closed" sign="desk" title="closed-title">
      <div class="closed-lines">
        <Lines closure={closure} />
      </div>
    </Simple>
  );
