/** Tiles without flags: a language is its own name and its own voice. */
import { send, setting } from "./link.ts";
import { Drawing } from "./pictograms/things.tsx";
import { say, speaking } from "./voice.ts";
import { words } from "./words.ts";

/** More than these are shown as rows: all of them are seen at once. */
const FEW = 4;

export const LanguageTiles = () => (
  <ul class={`tiles ${(setting.value?.languages.length ?? 0) > FEW ? "many" : ""}`}>
    {setting.value?.languages.map((offer) => (
      <li key={offer.tag}>
        <button
          type="button"
          class={`tile ${speaking.value?.key === "language-title" && speaking.value.tag === offer.tag ? "speaking" : ""}`}
          lang={offer.tag}
          data-say="language-title"
          data-say-in={offer.tag}
          onClick={() => void send({ kind: "choose-language", language: offer.tag })}
        >
          <span class="tile-name" dir={offer.direction}>
            {offer.name}
          </span>
        </button>
        {offer.spoken.includes("language-title") && (
          <button
            type="button"
            class="tile-voice"
            aria-label={`${offer.name}: ${words("help-listen")}`}
            onClick={() => say("language-title", "now", offer.tag)}
          >
            <Drawing name="listen" />
          </button>
        )}
      </li>
    ))}
  </ul>
);
