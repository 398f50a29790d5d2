/**
 * The real kiosk whose crashes are studied: a person comes back to the review after a power cut and confirms, the desk
 * passes that session while its slip is still on the screen (or the kiosk seals alone) and refuses the one that waited,
 * the packet goes out and is erased, the next person begins and leaves. Run from dist, under the tracer; it says what it
 * has promised by a line in the file `said`.
 */
import { appendFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PageHand } from "../server/page-hand.ts";
import { openRealKiosk, REFERENCE, REFUSED, REVIEWED, type Way } from "./real-kiosk.ts";

const [root = "", way = "desk"] = process.argv.slice(2) as [string?, Way?];
const said = path.join(root, "said");
writeFileSync(said, "");
const say = (line: string) => appendFileSync(said, `${line}\n`);

const kiosk = await openRealKiosk(path.join(root, "kiosk"), way);
const { runtime, walk, controlling } = kiosk;
/** At night, beside other work, a screen may take long; that is no crash. */
const hand = new PageHand(walk, 300_000);
await walk.comeBack();
say("open");

await hand.until("reference");
await hand.send({ kind: "give-reference", way: "typed", text: REFERENCE });
await hand.until("review");
await hand.send({ kind: "confirm" });
/** The screen says so only when it is true. */
const wiped = () =>
  new Promise<void>((resolve) => {
    const off = walk.onChange(() => look());
    const look = () => {
      if (!walk.presentation.wiped) return;
      off();
      resolve();
    };
    look();
  });
if (way === "desk") {
  await hand.until("desk");
  say("parked");
  const note = "Passport shown, the same person.";
  await controlling.pass(REVIEWED, "moussa", { faceSame: true, note });
  // The slip is still on the screen, and the next second passes.
  walk.input({ kind: "tick", at: Date.now() });
} else {
  await hand.until("ticket");
  await wiped();
  await hand.send({ kind: "done" });
}
say("sealed");
say("refusing");
await controlling.refuse(REFUSED, "moussa", "Another person came with the ticket.");
say("refused");

await runtime.uploader.sendDue();
if ((await runtime.queue.outbox.item(REVIEWED))?.state.kind === "erased") say("erased");

walk.reset();
await hand.send({ kind: "begin" });
await hand.send({ kind: "choose-language", language: "fr" });
await hand.send({ kind: "understood" });
await hand.until("reference");
walk.leave();
await hand.until("wiped", (screen) => screen.kind === "wiped" && screen.done);
say("next");
await kiosk[Symbol.asyncDispose]();
say("end");
