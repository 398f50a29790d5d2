/** The line to the server: the summary comes by SSE, pages read what they show, actions go once by their key. */
import { signal } from "@preact/signals";
import {
  DESK_PATHS,
  type DeskEnvelope,
  type DeskReply,
  type DeskState,
  type DeskSummary,
  type SignInReply,
} from "../../../api/words/desk-http.ts";

export const state = signal<DeskState | undefined>(undefined);
export const summary = signal<DeskSummary | undefined>(undefined);
/** The server does not answer; the page says so and keeps trying by itself. */
export const offline = signal(false);
/** What the last action said; shown until it is dismissed or the next one runs. */
export const notice = signal<
  { readonly kind: "done" | "asked" | "refused"; readonly words: string } | undefined
>(undefined);
export const busy = signal(0);

const RETRY_MS = 800;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const JSON_BODY = { "content-type": "application/json" };

let source: EventSource | undefined;

const listen = (): void => {
  source?.close();
  source = new EventSource(DESK_PATHS.events);
  source.addEventListener("summary", (event) => {
    offline.value = false;
    const next = JSON.parse((event as MessageEvent<string>).data) as DeskSummary;
    summary.value = next;
    const now = state.value;
    if (now !== undefined && now.locked !== next.locked) void refresh();
  });
  source.addEventListener("over", () => {
    source?.close();
    void refresh();
  });
  source.addEventListener("error", () => {
    offline.value = true;
    if (source?.readyState === EventSource.CLOSED) setTimeout(() => void refresh(), RETRY_MS);
  });
};

/** In another language from now on. */
export const listenAgain = (): void => {
  if (source !== undefined && source.readyState !== EventSource.CLOSED) listen();
};

/** Who am I, and is the desk open. */
export const refresh = async (): Promise<void> => {
  for (;;) {
    try {
      const answer = await fetch(DESK_PATHS.state);
      if (answer.ok) {
        offline.value = false;
        const next = (await answer.json()) as DeskState;
        state.value = next;
        if (next.person === undefined) source?.close();
        else if (source === undefined || source.readyState === EventSource.CLOSED) listen();
        return;
      }
    } catch {
      offline.value = true;
    }
    await pause(RETRY_MS);
  }
};

const post = (path: string, body: unknown) =>
  fetch(path, { method: "POST", headers: JSON_BODY, body: JSON.stringify(body) });

export const signIn = async (id: string, passphrase: string): Promise<SignInReply> => {
  const answer = await post(DESK_PATHS.signIn, { id, passphrase });
  const reply = (await answer.json()) as SignInReply;
  if (reply.outcome === "in") await refresh();
  return reply;
};

export const unlock = async (passphrase: string): Promise<SignInReply | undefined> => {
  const answer = await post(DESK_PATHS.unlock, { passphrase });
  const reply = answer.ok ? ((await answer.json()) as SignInReply) : undefined;
  if (reply === undefined || reply.outcome === "in") await refresh();
  return reply;
};

export const lock = async (): Promise<void> => {
  await post(DESK_PATHS.lock, {});
  await refresh();
};

export const signOut = async (): Promise<void> => {
  await post(DESK_PATHS.signOut, {});
  summary.value = undefined;
  await refresh();
};

const query = (input: Readonly<Record<string, string>>): string => {
  const text = new URLSearchParams(input).toString();
  return text === "" ? "" : `?${text}`;
};

export interface ReadFault {
  readonly words: string;
}

/** What a page shows. `quiet`: the page asks by itself, nobody touched anything. Undefined: signed out or locked. */
export const read = async <T>(
  part: string,
  name: string,
  input: Readonly<Record<string, string>> = {},
  quiet = false,
): Promise<T | ReadFault | undefined> => {
  const headers: Record<string, string> = quiet ? { "x-desk-quiet": "1" } : {};
  const answer = await fetch(`${DESK_PATHS.read}/${part}/${name}${query(input)}`, { headers });
  if (answer.status === 401 || answer.status === 423) {
    await refresh();
    return undefined;
  }
  const body = (await answer.json()) as T & { words?: string };
  return answer.ok ? body : { words: body.words ?? String(answer.status) };
};

export const isFault = (value: unknown): value is ReadFault =>
  typeof value === "object" && value !== null && Object.keys(value).length === 1 && "words" in value;

export const fileUrl = (part: string, name: string, input: Readonly<Record<string, string>> = {}): string =>
  `${DESK_PATHS.file}/${part}/${name}${query(input)}`;

const postOnce = async (envelope: DeskEnvelope): Promise<DeskReply | undefined> => {
  const answer = await post(DESK_PATHS.act, envelope);
  if (answer.status >= 500) return undefined;
  if (answer.status === 401 || answer.status === 423) {
    await refresh();
    return { outcome: "refused", code: "signed-out", words: "" };
  }
  return (await answer.json()) as DeskReply;
};

/** Does something, exactly once: the same key is sent until the server has answered. */
export const act = async (part: string, name: string, input: unknown): Promise<DeskReply> => {
  const envelope = { key: crypto.randomUUID(), part, name, input };
  busy.value += 1;
  notice.value = undefined;
  try {
    for (let tries = 0; tries < 20; tries += 1) {
      try {
        const reply = await postOnce(envelope);
        if (reply !== undefined) return reply;
      } catch {
        offline.value = true;
      }
      await pause(RETRY_MS);
    }
    return { outcome: "refused", code: "network-down", words: "" };
  } finally {
    busy.value -= 1;
  }
};
