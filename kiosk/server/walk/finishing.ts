/** The end of a session on the station: sealed, parked for the desk, ticketed or wiped. */
import { OutsideFault } from "../../../api/base/faults.ts";
import { id } from "../../../api/base/log.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { Scene } from "./scene.ts";

export const seal = async (scene: Scene): Promise<void> => {
  const { station, clock, log } = scene.options;
  if (scene.state.kind !== "sealing") return;
  const { data } = scene.state;
  try {
    await station.seal(data, scene.subject);
    scene.input({ kind: "sealed", at: clock.now() });
  } catch (error) {
    if (!(error instanceof OutsideFault)) throw error;
    log.write("error", "sealing failed", { code: id(error.code) });
    scene.input({ kind: "seal-failed", at: clock.now(), code: error.code, sentence: error.message });
  }
};

export const park = async (scene: Scene, until: Milliseconds): Promise<void> => {
  if (scene.state.kind === "awaiting-control")
    await scene.options.station.park(scene.state.data, scene.subject, until);
};

export const issueTicket = async (scene: Scene): Promise<void> => {
  if (!("data" in scene.state)) return;
  const { doubts, held } = scene.state.data;
  const ticket = await scene.options.station.ticket(scene.state.data);
  const deskReason = held !== undefined ? "device" : doubts.length > 0 ? "asked" : "profile";
  scene.present((now) => ({ ...now, ticket, deskReason }));
  await printSlip(scene);
};

/** On paper where a printer is joined; what it cannot do, the screen says. */
export const printSlip = async (scene: Scene): Promise<void> => {
  const { station } = scene.options;
  const { ticket, language, slip } = scene.presentation;
  if (!station.prints || ticket === undefined || slip === "printing") return;
  scene.present((now) => ({ ...now, slip: "printing" }));
  const done = await station.print(ticket, language);
  // The person may have gone meanwhile; another's slip is another's.
  if (scene.presentation.ticket === ticket) scene.present((now) => ({ ...now, slip: done }));
};

export const wipe = async (scene: Scene): Promise<void> => {
  const { state } = scene;
  // After the seal as after a refusal: what is in the outbox is sealed, and nothing else is kept.
  if (state.kind === "ended") await scene.options.station.wipe(state.packetId);
  else if (state.kind === "ticket") await scene.options.station.wipe(state.data.packetId);
  scene.present((now) => ({ ...now, wiped: true }));
};
