/** The desk's summary as server-sent events: at once, on every change, and when only the clock has moved something. */
import type { Request, Response } from "express";
import type { DeskSummary } from "../../api/words/desk-http.ts";
import type { Desk } from "./desk.ts";
import { languageOf } from "./entrance.ts";
import { inLanguage } from "./speech.ts";

/** Between two looks at what changes by itself: ages, the line, the lock. */
const LOOK_MS = 3000;

/** What makes a summary worth sending again; its time alone does not. */
const gist = ({ at: _at, ...rest }: DeskSummary): string => JSON.stringify(rest);

export const streamSummary = (desk: Desk, token: string, request: Request, response: Response): void => {
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    connection: "keep-alive",
  });
  response.flushHeaders();
  const speech = desk.options.speeches[languageOf(request)];
  let last = "";
  let looking = false;
  let again = false;
  const look = async (): Promise<void> => {
    const signedIn = desk.sessions.of(token);
    if (signedIn === undefined) {
      response.end("event: over\ndata: {}\n\n");
      return;
    }
    const summary = await desk.summary(signedIn.locked);
    const now = gist(summary);
    if (response.writableEnded) return;
    if (now === last) response.write(": still here\n\n");
    else response.write(`event: summary\ndata: ${JSON.stringify(inLanguage(summary, speech))}\n\n`);
    last = now;
  };
  const send = () => {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    void look()
      // A disk that fails here says so on the next page that is read.
      .catch(() => undefined)
      .finally(() => {
        looking = false;
        if (again) {
          again = false;
          send();
        }
      });
  };
  send();
  const off = desk.onChange(send);
  const beat = setInterval(send, LOOK_MS);
  request.on("close", () => {
    off();
    clearInterval(beat);
  });
};
