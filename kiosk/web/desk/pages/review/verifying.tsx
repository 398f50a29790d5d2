/** The person in front of the desk against the session: face beside face, finger against finger. */
import { fileUrl } from "../../link.ts";
import { Badge, Button, Panel, perform } from "../../parts.tsx";
import { number, words } from "../../words.ts";
import { nameOf } from "../judged.tsx";
import { sampleOf, type Session } from "./session.ts";

export const Faces = ({ session }: { session: Session }) => {
  const { packet, live } = session;
  const face = session.judged.find(({ part }) => part === "face");
  return (
    <Panel of="review-faces">
      <div class="faces">
        <figure>
          {face === undefined ? (
            <p class="no-picture">{words("review-no-portrait")}</p>
          ) : (
            <img src={sampleOf(session, face.number)} alt={words("review-enrolled")} />
          )}
          <figcaption>{words("review-enrolled")}</figcaption>
        </figure>
        <figure>
          {live.faceAt === undefined ? (
            <p class="no-picture">{words("review-not-live-yet")}</p>
          ) : (
            <img
              src={fileUrl("review", "live", { packet, at: String(live.faceAt) })}
              alt={words("review-live")}
            />
          )}
          <figcaption>{words("review-live")}</figcaption>
        </figure>
      </div>
      <div class="actions">
        <Button of="review-take-face" kind="main" does={() => void perform("review", "face", { packet })} />
      </div>
    </Panel>
  );
};

export const Fingers = ({ session }: { session: Session }) => {
  const { packet, fingers, live, judged, threshold, rate } = session;
  return (
    <Panel of="review-fingers">
      <p class="quiet">{words("review-finger-rule", { threshold: number(threshold, 1), rate })}</p>
      {fingers.length === 0 && <p class="quiet">{words("review-no-fingers")}</p>}
      <ul class="finger-list">
        {fingers.map((position) => {
          const sample = judged.find(({ what }) => what === position);
          const taken = live.fingers.find((one) => one.position === position);
          return (
            <li key={position}>
              {sample !== undefined && <img src={sampleOf(session, sample.number)} alt={nameOf(position)} />}
              <div>
                <h3>{nameOf(position)}</h3>
                {taken !== undefined && (
                  <p role="status">
                    <Badge tone={taken.same ? "good" : "bad"}>
                      {words(taken.same ? "review-same" : "review-other")}
                    </Badge>{" "}
                    {words("review-score", { score: number(taken.score, 1) })}
                  </p>
                )}
                <Button
                  of="review-take-finger"
                  label={`${words("review-take-finger")}: ${nameOf(position)}`}
                  does={() => void perform("review", "finger", { packet, position })}
                />
              </div>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
};
