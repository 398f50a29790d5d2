/** A hand that does what a page does: sends commands with keys and revisions, and waits for screens. */
import { randomUUID } from "node:crypto";
import type { KioskCommand } from "../../../api/words/kiosk-command.ts";
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import { Acts } from "../../../kiosk/server/act.ts";
import type { Walk } from "../../../kiosk/server/walk.ts";

const PATIENCE_MS = 15_000;

export class PageHand {
  readonly walk: Walk;
  readonly acts: Acts;
  readonly #patience: number;

  constructor(walk: Walk, patience: number = PATIENCE_MS) {
    this.walk = walk;
    this.acts = new Acts(walk);
    this.#patience = patience;
  }

  send(command: KioskCommand, key: string = randomUUID(), revision = this.walk.view().revision) {
    return this.acts.act({ key, revision, command });
  }

  /** The first view that satisfies; fails with the screen it stands on. */
  until<S extends Screen = Screen>(kind: S["kind"], holds: (screen: S) => boolean = () => true): Promise<S> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const screen = this.walk.screen();
        if (screen.kind !== kind || !holds(screen as S)) return;
        off();
        clearTimeout(timer);
        resolve(screen as S);
      };
      const off = this.walk.onChange(look);
      const timer = setTimeout(() => {
        off();
        reject(new Error(`waited for ${kind}, stands on ${JSON.stringify(this.walk.screen())}`));
      }, this.#patience);
      look();
    });
  }

  /** From the first touch on. */
  async toConsent(reference = "BKO-2026-000123"): Promise<Extract<Screen, { kind: "consent" }>> {
    await this.send({ kind: "begin" });
    await this.send({ kind: "choose-language", language: "fr" });
    await this.send({ kind: "understood" });
    await this.send({ kind: "give-reference", way: "typed", text: reference });
    return this.until("consent");
  }

  /** From the first touch to the face. */
  async begin(reference?: string): Promise<void> {
    const { textVersion } = await this.toConsent(reference);
    await this.send({ kind: "agree", textVersion });
  }

  /** On to the review, keeping everything. */
  async keepAll(): Promise<void> {
    await this.until("face-review");
    await this.send({ kind: "keep" });
    await this.until("signature-review");
    await this.send({ kind: "keep" });
    await this.until("review");
  }
}
