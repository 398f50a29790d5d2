/** How long a session still waits, loudly when it is soon over. */
import { summary } from "../link.ts";
import { Badge } from "../parts.tsx";
import { duration, words } from "../words.ts";

/** Under an hour is soon. */
const SOON_MS = 3_600_000;

export const Left = ({ until }: { until: number }) => {
  const left = until - (summary.value?.at ?? until);
  return (
    <Badge tone={left < SOON_MS ? "bad" : left < 4 * SOON_MS ? "warn" : "calm"}>
      {words("review-left", { duration: duration(left) })}
    </Badge>
  );
};
