/** State machines as pure functions; an input that the state does not know is refused, never ignored. */
import { Bug } from "./faults.ts";

export interface Step<State, Effect> {
  readonly state: State;
  readonly effects: readonly Effect[];
}

/** Undefined: this input is illegal in this state. */
export type Machine<State, Input, Effect> = (state: State, input: Input) => Step<State, Effect> | undefined;

/** Steps a machine; an illegal transition stops the program (ARCHITECTURE.md, habit 5). */
export const step = <
  State extends { readonly kind: string },
  Input extends { readonly kind: string },
  Effect,
>(
  machine: Machine<State, Input, Effect>,
  state: State,
  input: Input,
): Step<State, Effect> => {
  const next = machine(state, input);
  if (next === undefined) throw new Bug(`illegal transition: ${input.kind} in state ${state.kind}`);
  return next;
};
