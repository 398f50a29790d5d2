/** The hand on the program of range.ts: started when first needed, ended when it no longer answers. */
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Answer, Setting, Trial } from "./range.ts";

export class Warm {
  readonly #setting: Setting;
  readonly #variables: Readonly<Record<string, string>>;
  #child: ChildProcess | undefined;

  constructor(setting: Setting, variables: Readonly<Record<string, string>> = {}) {
    this.#setting = setting;
    this.#variables = variables;
  }

  /** Sends a trial, if any, and waits; none when the time is over. */
  async ask(trial: Trial | undefined, limitMs: number): Promise<Answer | undefined> {
    const child = this.#child ?? this.#start();
    if (trial !== undefined) child.send(trial);
    const over = new AbortController();
    const timer = setTimeout(() => over.abort(), limitMs);
    try {
      const ended = once(child, "exit", { signal: over.signal }).then(() => {
        throw new Error("The program that tries mutants has ended by itself.");
      });
      const [answer] = (await Promise.race([once(child, "message", { signal: over.signal }), ended])) as [
        Answer,
      ];
      return answer;
    } catch (fault) {
      this.end();
      if (over.signal.aborted) return undefined;
      throw fault;
    } finally {
      clearTimeout(timer);
      over.abort();
    }
  }

  end(): void {
    const child = this.#child;
    this.#child = undefined;
    if (child?.pid === undefined) return;
    try {
      // Its test process too, which a loop without end keeps from hearing anything.
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // Gone already.
    }
  }

  #start(): ChildProcess {
    const env = { ...process.env, ...this.#variables };
    const child = fork(new URL("range.js", import.meta.url), { env, detached: true, stdio: "ignore" });
    child.send(this.#setting);
    this.#child = child;
    return child;
  }
}
