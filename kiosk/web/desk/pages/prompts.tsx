/** The prompt studio: a mission's own voices, sentence by sentence; and which languages are offered. */
import { useSignal } from "@preact/signals";
import { hrefOf } from "../go.ts";
import { fileUrl, notice } from "../link.ts";
import { allowed, Badge, Button, Page, perform, Table, useRead, Waiting, type Tone } from "../parts.tsx";
import { recording, startRecording, stopRecording } from "../recorder.ts";
import { words } from "../words.ts";

interface Pack {
  readonly tag: string;
  readonly name: string;
  readonly state: "complete" | "draft" | "test";
  readonly offered: boolean;
  readonly sentences: number;
  readonly translated: number;
  readonly site: number;
  readonly shipped: number;
}
interface Sentence {
  readonly key: string;
  readonly text: string;
  readonly textTag: string;
  readonly source: "site" | "shipped" | "none";
}

const Packs = () => {
  const { value: packs, fault } = useRead<readonly Pack[]>("prompts", "languages");
  return (
    <Page name="prompts">
      <p class="lead">{words("prompts-lead")}</p>
      {packs === undefined ? (
        <Waiting fault={fault} />
      ) : (
        <Table
          of="page-prompts"
          heads={[
            "prompts-language",
            "prompts-state",
            "prompts-translated",
            "prompts-spoken",
            "prompts-own",
            "prompts-offered",
            "",
          ]}
          rows={packs.map((pack) => ({
            key: pack.tag,
            cells: [
              <span lang={pack.tag}>{pack.name}</span>,
              words(`pack-${pack.state}`),
              `${pack.translated} / ${pack.sentences}`,
              pack.shipped + pack.site,
              pack.site,
              <Badge tone={pack.offered ? "good" : "calm"}>
                {words(pack.offered ? "pack-offered" : "pack-not-offered")}
              </Badge>,
              <div class="row-actions">
                <a class="button" href={hrefOf("prompts", pack.tag)}>
                  {words("prompts-open")}
                  <span class="unseen"> {pack.name}</span>
                </a>
                {allowed("prompts") && pack.state !== "complete" && (
                  <Button
                    of={pack.offered ? "pack-withdraw" : "pack-offer"}
                    label={`${words(pack.offered ? "pack-withdraw" : "pack-offer")}: ${pack.name}`}
                    does={() =>
                      void perform("prompts", "offer", { tag: pack.tag, on: !pack.offered }, "pack-changed")
                    }
                  />
                )}
              </div>,
            ],
          }))}
        />
      )}
    </Page>
  );
};

const SOURCES: Readonly<Record<Sentence["source"], Tone>> = { site: "good", shipped: "calm", none: "warn" };

const Sentences = ({ tag }: { tag: string }) => {
  const { value: all, fault, again } = useRead<readonly Sentence[]>("prompts", "list", { tag });
  const only = useSignal(false);
  const playing = useSignal<{ readonly key: string; readonly at: number } | undefined>(undefined);
  const keep = async (key: string, sound: string) => {
    if ((await perform("prompts", "keep", { tag, key, sound }, "prompt-kept")) !== undefined) again();
  };
  const record = async (key: string) => {
    if (!(await startRecording(key, (sound) => void keep(key, sound))))
      notice.value = { kind: "refused", words: words("prompt-no-microphone") };
  };
  const shown = all?.filter(({ source }) => !only.value || source !== "site");
  return (
    <Page name="prompts">
      <a href={hrefOf("prompts")}>{words("prompts-back")}</a>
      <h2 lang={tag}>{tag}</h2>
      <label class="check">
        <input
          type="checkbox"
          checked={only.value}
          onChange={(event) => {
            only.value = event.currentTarget.checked;
          }}
        />
        {words("prompts-only-open")}
      </label>
      {playing.value !== undefined && (
        <audio
          key={playing.value.at}
          autoplay
          src={fileUrl("prompts", "heard", { tag, key: playing.value.key, at: String(playing.value.at) })}
        />
      )}
      {shown === undefined ? (
        <Waiting fault={fault} />
      ) : (
        <Table
          of="prompts-sentences"
          heads={["prompts-sentence", "prompts-source", ""]}
          rows={shown.map(({ key, text, textTag, source }) => ({
            key,
            cells: [
              <span lang={textTag}>{text}</span>,
              <Badge tone={SOURCES[source]}>{words(`source-${source}`)}</Badge>,
              <div class="row-actions">
                {source !== "none" && (
                  <Button
                    of="prompt-listen"
                    label={`${words("prompt-listen")}: ${text}`}
                    does={() => {
                      playing.value = { key, at: Date.now() };
                    }}
                  />
                )}
                {allowed("prompts") &&
                  (recording.value === key ? (
                    <Button of="prompt-stop" kind="grave" does={stopRecording} />
                  ) : (
                    <Button
                      of="prompt-record"
                      label={`${words("prompt-record")}: ${text}`}
                      disabled={recording.value !== undefined}
                      does={() => void record(key)}
                    />
                  ))}
                {allowed("prompts") && source === "site" && (
                  <Button
                    of="prompt-restore"
                    label={`${words("prompt-restore")}: ${text}`}
                    does={() => void perform("prompts", "restore", { tag, key }, "prompt-restored")}
                  />
                )}
              </div>,
            ],
          }))}
        />
      )}
    </Page>
  );
};

export const Prompts = ({ rest }: { readonly rest: readonly string[] }) => {
  const [tag] = rest;
  return tag === undefined ? <Packs /> : <Sentences key={tag} tag={tag} />;
};
