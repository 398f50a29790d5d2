/**
 * Signs of an attack are for the desk alone (BSI TR-03121-3.2 v6.0, FM PAD-FI-APP1): every byte that the kiosk sends to the
 * applicant's page, in sessions where a device raises the alarm, is searched for them.
 */
import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { expect, test } from "vitest";
import { PATHS } from "../../../api/words/kiosk-http.ts";
import type { KioskCommand } from "../../../api/words/kiosk-command.ts";
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import type { CapturedSample } from "../../../api/words/sample.ts";
import type { AssessEffect, Judgement } from "../../../kiosk/server/station.ts";
import { PageHand } from "./page-hand.ts";
import { playedKiosk, type PlayedKiosk } from "./played-kiosk.ts";
import { mirrored, PlayedStation } from "./played-station.ts";

/** As a detector grades and words it; nothing else in a session looks like it. */
const GRADE = 0.83719;
const SAYS = `PresentationAttackCues ${GRADE}: moire-and-banding, a screen was held up`;

/** A played station whose devices suspect an attack in samples of that characteristic. */
const suspicious = (of: CapturedSample["characteristic"] | undefined) =>
  class extends PlayedStation {
    override async judge(effect: AssessEffect, sample: CapturedSample): Promise<Judgement> {
      const judgement = await super.judge(effect, sample);
      if (sample.characteristic !== of) return judgement;
      const assessment = { ...judgement.assessment, attackSuspected: true, reason: SAYS, failed: [SAYS] };
      return { ...judgement, assessment };
    }
  };

/** Everything that comes over the wire to the page, command by command, stream by stream. */
class Wire extends PageHand implements Disposable {
  readonly #kiosk: PlayedKiosk;
  readonly #bytes: Buffer[] = [];
  readonly #streams: ReturnType<typeof request>[] = [];
  readonly #camera: Buffer[] = [];

  constructor(kiosk: PlayedKiosk) {
    super(kiosk.walk);
    this.#kiosk = kiosk;
    for (const place of [PATHS.events, PATHS.pad]) this.#streams.push(this.#stream(place, this.#bytes));
    this.#streams.push(this.#stream(PATHS.camera, this.#camera));
  }

  #headers() {
    const { token, origin } = this.#kiosk;
    return { cookie: `kiosk=${token}`, origin };
  }

  #stream(place: string, into: Buffer[]) {
    const asked = request(`${this.#kiosk.origin}${place}`, { headers: this.#headers() }, (answer) => {
      this.#bytes.push(Buffer.from(JSON.stringify(answer.rawHeaders)));
      answer.on("data", (part: Buffer) => void into.push(part));
    });
    asked.on("error", () => undefined).end();
    return asked;
  }

  async #take(answer: Response): Promise<string> {
    const bytes = Buffer.from(await answer.arrayBuffer());
    this.#bytes.push(Buffer.from(JSON.stringify([...answer.headers])), bytes);
    return bytes.toString();
  }

  get(place: string): Promise<string> {
    return fetch(this.#kiosk.origin + place, { headers: this.#headers() }).then((one) => this.#take(one));
  }

  override async send(command: KioskCommand) {
    const { revision } = this.walk.view();
    const answer = await fetch(`${this.#kiosk.origin}/api/commands`, {
      method: "POST",
      headers: { "content-type": "application/json", ...this.#headers() },
      body: JSON.stringify({ key: randomUUID(), revision, command }),
    });
    return JSON.parse(await this.#take(answer)) as Awaited<ReturnType<PageHand["send"]>>;
  }

  /** The pictures that the page was told of so far, the page as a reload gives it, and the rest. */
  async look(): Promise<void> {
    const pictures = new Set(this.everything().match(/\/api\/pictures?\/[\w-]+/gu));
    for (const place of ["/", "/api/setting", "/api/health", ...pictures]) await this.get(place);
  }

  /** The person's mirror, taken apart: each whole picture, and whatever was sent around the pictures. */
  mirror(): { readonly pictures: readonly Buffer[]; readonly around: string } {
    const sent = Buffer.concat(this.#camera);
    const pictures: Buffer[] = [];
    let around = "";
    for (let at = 0; at < sent.length;) {
      const end = sent.indexOf("\r\n\r\n", at);
      const heads = sent.toString("latin1", at, end < 0 ? undefined : end + 4);
      around += heads;
      const length = Number(/Content-Length: (\d+)/u.exec(heads)?.[1] ?? 0);
      const from = at + heads.length;
      if (length > 0 && from + length <= sent.length) pictures.push(sent.subarray(from, from + length));
      at = from + length;
    }
    return { pictures, around };
  }

  everything(): string {
    return Buffer.concat(this.#bytes).toString("latin1");
  }

  [Symbol.dispose](): void {
    for (const stream of this.#streams) stream.destroy();
  }
}

/** What a page was sent from the first touch to the ticket, or to where the desk is asked for; and how it ended. */
const session = async (of: CapturedSample["characteristic"] | undefined) => {
  const Suspicious = suspicious(of);
  await using kiosk = await playedKiosk({ frameMs: 10 }, { stationOf: (script) => new Suspicious(script) });
  using wire = new Wire(kiosk);
  const screens: string[] = [];
  kiosk.walk.onChange(() => {
    const { kind } = kiosk.walk.screen();
    if (screens.at(-1) !== kind) screens.push(kind);
  });
  await wire.begin();
  await wire.until("face-review");
  await wire.look();
  await wire.send({ kind: "keep" });
  await wire.until("signature-review");
  await wire.send({ kind: "keep" });
  await wire.until<Extract<Screen, { kind: "review" }>>("review");
  await wire.look();
  const { state } = kiosk.walk;
  const data = "data" in state ? state.data : undefined;
  await wire.send({ kind: "confirm" });
  await wire.until(of === undefined ? "ticket" : "desk");
  await wire.look();
  return { sent: wire.everything(), mirror: wire.mirror(), screens, data };
};

const TELLS = /attack|suspect|spoof|moire|banding|liveness|held up|\bcues?\b|alarm|83719|doubt/giu;

test.each(["face", "finger"] as const)(
  "of an alarm at the %s nothing reaches the applicant's page, byte by byte; the desk has it",
  async (of) => {
    const { sent, mirror, screens, data } = await session(of);
    expect(data?.tries.some(({ assessment }) => assessment?.attackSuspected === true)).toBe(true);
    expect(data?.warnings.length).toBeGreaterThan(0);
    expect(sent).toContain("event: view");
    expect(sent.length).toBeGreaterThan(20_000);
    expect(sent.match(TELLS)).toBeNull();
    // The mirror shows what the camera gave, byte for byte, and nothing stands beside it.
    expect(mirror.pictures.length).toBeGreaterThan(3);
    const given = await mirrored();
    expect(mirror.pictures.filter((one) => !given.some((frame) => one.equals(frame)))).toEqual([]);
    expect(mirror.around.match(TELLS)).toBeNull();
    expect(mirror.around.replaceAll(/--frame|Content-Type: image\/jpeg|Content-Length: \d+|\s/gu, "")).toBe(
      "",
    );
    expect(screens).toContain("review");
  },
  60_000,
);

test("up to its end a suspected session is walked through the screens of any other", async () => {
  const [suspected, trusted] = await Promise.all([session("face"), session(undefined)]);
  const walked = trusted.screens.slice(0, trusted.screens.indexOf("review") + 1);
  expect(suspected.screens).toEqual([...walked, "desk"]);
}, 60_000);
