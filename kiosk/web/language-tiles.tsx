/** Tiles without flags: a language is its own name and its own voice. */
import { send, setting } from "./link.ts";
import { Drawing } from "./pictograms/things.tsx";
import { say } from "./voice.ts";
import { words } from "./words.ts";

export const LanguageTiles = () => (
  <ul class="tiles">
    {setting.value?.languages.map((offer) => (
      <li key={offer.tag}>
        <button
          type="button"
          class="tile"
          lang={offer.tag}
          dir={offer.direction}
          data-say="language-title"
          data-say-in={offer.tag}
          onClick={() => void send({ kind: "choose-language", language: offer.tag })}
        >
          <span class="tile-name">{offer.name}</span>
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
