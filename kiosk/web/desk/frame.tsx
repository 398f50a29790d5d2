/** What stays the same on every page: the State and the kiosk's condition above, the pages at the side. */
import { DESK_LANGUAGES } from "../../../api/words/desk-http.ts";
import { listenAgain, lock, notice, signOut, state, summary } from "./link.ts";
import { hrefOf } from "./go.ts";
import { GROUPS, pages, type PageName } from "./pages.ts";
import { allowed, Badge, type Tone } from "./parts.tsx";
import { place } from "./route.ts";
import { duration, language, speak, words } from "./words.ts";

const worst = (): Tone => {
  const lines = summary.value?.health ?? [];
  if (lines.some(({ level }) => level === "blocked")) return "bad";
  return lines.some(({ level }) => level === "degraded") ? "warn" : "good";
};

const HEALTH = {
  good: "health-good",
  warn: "health-degraded",
  bad: "health-blocked",
  calm: "health-good",
} as const;

const Condition = () => {
  const now = summary.value;
  if (now === undefined) return null;
  const { offlineSince, at, waiting } = now;
  return (
    <div class="condition" role="status">
      {now.rehearsal && <Badge tone="warn">{words("rehearsal-on")}</Badge>}
      {state.value?.virtual === true && <Badge tone="calm">{words("virtual-note")}</Badge>}
      {now.health.length > 0 && <Badge tone={worst()}>{words(HEALTH[worst()])}</Badge>}
      <Badge tone={offlineSince === undefined ? "good" : "warn"}>
        {offlineSince === undefined
          ? words("line-up", { count: waiting })
          : words("line-down", { count: waiting, since: duration(at - offlineSince) })}
      </Badge>
    </div>
  );
};

export const Languages = () => (
  <div class="languages" role="group" aria-label={words("desk-language")}>
    {DESK_LANGUAGES.map((tag) => (
      <button
        key={tag}
        type="button"
        lang={tag}
        aria-pressed={language.value === tag}
        onClick={() => void speak(tag).then(listenAgain)}
      >
        {tag === "fr" ? "Français" : "English"}
      </button>
    ))}
  </div>
);

export const Head = () => {
  const { person, theme, mission, kiosk } = state.value ?? {};
  return (
    <header class="head">
      <div class="band" aria-hidden="true">
        <span />
        <span />
        <span />
      </div>
      <div class="head-line">
        <img class="seal" src={theme?.seal} alt="" />
        <div class="house">
          <p class="house-state">{theme?.state}</p>
          <p class="house-mission">
            {mission} · {kiosk}
          </p>
        </div>
        <Condition />
        <Languages />
        {person !== undefined && (
          <div class="person">
            <p>
              {person.name} <span class="role">{words(`role-${person.role}`)}</span>
            </p>
            <div class="person-does">
              <button type="button" data-does="lock" onClick={() => void lock()}>
                {words("action-lock")}
              </button>
              <button type="button" data-does="sign-out" onClick={() => void signOut()}>
                {words("action-sign-out")}
              </button>
            </div>
          </div>
        )}
      </div>
    </header>
  );
};

const NAMES = Object.keys(pages) as readonly PageName[];

const Entry = (props: { name: PageName }) => {
  const waiting = summary.value?.badges[props.name];
  return (
    <li>
      <a href={hrefOf(props.name)} aria-current={place.value.page === props.name ? "page" : undefined}>
        {words(`page-${props.name}`)}
        {waiting !== undefined && (
          <span class="count">
            {waiting}
            <span class="unseen"> {words("waiting-here")}</span>
          </span>
        )}
      </a>
    </li>
  );
};

export const Navigation = () => (
  <nav class="pages" aria-label={words("navigation")}>
    {GROUPS.map((group) => {
      const names = NAMES.filter((name) => pages[name].group === group && allowed(pages[name].right));
      return names.length === 0 ? null : (
        <div key={group}>
          <h2>{words(`group-${group}`)}</h2>
          <ul>
            {names.map((name) => (
              <Entry key={name} name={name} />
            ))}
          </ul>
        </div>
      );
    })}
  </nav>
);

export const Notice = () => {
  const now = notice.value;
  return (
    <div class="notice-place" role="status" aria-live="polite">
      {now !== undefined && (
        <p class={`notice ${now.kind}`}>
          {now.words}
          <button
            type="button"
            aria-label={words("action-dismiss")}
            onClick={() => {
              notice.value = undefined;
            }}
          >
            ×
          </button>
        </p>
      )}
    </div>
  );
};
