/** The line to the server: the view comes by SSE, commands go by POST and are repeated with their key until answered. */
import { signal } from "@preact/signals";
import { PATHS, type FirstPage, type KioskSetting, type KioskView } from "../../api/words/kiosk-http.ts";
import type { CommandEnvelope, CommandReply, KioskCommand } from "../../api/words/kiosk-command.ts";

export const view = signal<KioskView | undefined>(undefined);
export const setting = signal<KioskSetting | undefined>(undefined);
/** The server does not answer; the page says so and keeps trying by itself. */
export const offline = signal(false);
/** What has been sent and not yet been answered, by the screen on which it was touched. */
const waiting = signal<readonly string[]>([]);
const place = (): string => {
  const now = view.value;
  return now === undefined ? "" : `${now.session} ${now.screen.kind} ${now.overlay?.kind ?? ""}`;
};
/** A button does not act twice; on another screen, which may be there before the answer is, every button acts. */
export const busy = (): boolean => waiting.value.includes(place());

let source: EventSource | undefined;
const RETRY_MS = 700;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const fetchSetting = async (): Promise<boolean> => {
  try {
    const answer = await fetch(PATHS.setting);
    if (answer.ok) setting.value = (await answer.json()) as KioskSetting;
    return answer.ok;
  } catch {
    offline.value = true;
    return false;
  }
};

const take = (next: KioskView): void => {
  const now = view.value;
  if (now !== undefined && now.boot !== next.boot) return location.reload();
  if (now !== undefined && next.revision <= now.revision) return;
  // Another person: sentences may have been recorded at the desk since.
  if (now !== undefined && now.session !== next.session) void fetchSetting();
  view.value = next;
};

const listen = (): void => {
  source?.close();
  source = new EventSource(PATHS.events);
  source.addEventListener("view", (event) => {
    offline.value = false;
    take(JSON.parse((event as MessageEvent<string>).data) as KioskView);
  });
  source.addEventListener("error", () => {
    offline.value = true;
    // A browser does not come back by itself from a refused connection: the page does.
    if (source?.readyState === EventSource.CLOSED) setTimeout(listen, RETRY_MS);
  });
};

/** Starts from what the page brought along, or fetches it; then follows the session. */
export const connect = async (first: FirstPage | undefined): Promise<void> => {
  if (first === undefined) while (!(await fetchSetting())) await pause(RETRY_MS);
  else {
    setting.value = first.setting;
    view.value = first.view;
  }
  listen();
};

const post = async (envelope: CommandEnvelope): Promise<CommandReply | undefined> => {
  const answer = await fetch(PATHS.commands, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(envelope),
  });
  if (answer.status >= 500) return undefined;
  return (await answer.json()) as CommandReply;
};

/** Sends a command; the same key is sent again until the server has answered, so that it is done exactly once. */
export const send = async (command: KioskCommand): Promise<void> => {
  const envelope = { key: crypto.randomUUID(), revision: view.value?.revision ?? 0, command };
  const from = place();
  waiting.value = [...waiting.value, from];
  try {
    for (let tries = 0; tries < 20; tries += 1) {
      try {
        if ((await post(envelope)) !== undefined) return;
      } catch {
        offline.value = true;
      }
      await pause(RETRY_MS);
    }
  } finally {
    waiting.value = waiting.value.filter((_one, at) => at !== waiting.value.indexOf(from));
  }
};
