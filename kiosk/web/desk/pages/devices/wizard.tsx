/** A calibration, step by step: what to show, what was seen, each value against its limit, and the certificate at the end. */
import { useSignal } from "@preact/signals";
import type { Measurement } from "../../../../../api/words/calibration.ts";
import { fileUrl } from "../../link.ts";
import { AskedTwice, Badge, Button, Field, Panel, perform, Table, type Tone } from "../../parts.tsx";
import { amount, words, wordsIfAny } from "../../words.ts";
import type { MeasuredView, StepView, WizardView } from "./views.ts";

/** A unit or a source in the desk's language, where it is more than a sign. */
const named = (kind: "unit" | "source", text: string): string => {
  const slug = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .replaceAll(/^-|-$/gu, "");
  return wordsIfAny(`${kind}-${slug}`) ?? text;
};

const bounds = ({ limit }: Measurement): string => {
  if (limit === undefined) return words("wizard-information");
  const { atLeast, atMost, source } = limit;
  const range =
    atLeast !== undefined && atMost !== undefined
      ? words("wizard-between", { least: amount(atLeast), most: amount(atMost) })
      : atLeast === undefined
        ? words("wizard-at-most", { most: amount(atMost ?? 0) })
        : words("wizard-at-least", { least: amount(atLeast) });
  return `${range} · ${named("source", source)}`;
};

/** In the desk's language; what the value is of, a frequency or a place, stands behind it. */
const nameOf = ({ id, name, of = [] }: MeasuredView): string => {
  const own = wordsIfAny(`value-${id.split(" ")[0] ?? id}`);
  return own === undefined ? name : [own, ...of].join(", ");
};

const Values = ({ step, measurements }: { step: string; measurements: readonly MeasuredView[] }) => (
  <Table
    of={`step-${step}`}
    heads={["wizard-value", "wizard-measured", "wizard-limit", "wizard-judged"]}
    rows={measurements.map((one) => ({
      key: one.id,
      ...(one.passed === false ? { tone: "bad" as const } : {}),
      cells: [
        nameOf(one),
        `${amount(one.value)}${one.uncertainty > 0 ? ` ± ${amount(one.uncertainty)}` : ""} ${named("unit", one.unit)}`,
        bounds(one),
        one.passed === undefined ? (
          ""
        ) : (
          <Badge tone={one.passed ? "good" : "bad"}>
            {words(one.passed ? "wizard-within" : "wizard-outside")}
          </Badge>
        ),
      ],
    }))}
  />
);

const toneOf = ({ outcome }: StepView): Tone => {
  if (outcome.kind === "measured") return outcome.passed ? "good" : "bad";
  return outcome.kind === "not-testable" ? "calm" : "warn";
};

const stateOf = ({ outcome }: StepView): string => {
  if (outcome.kind === "measured") return words(outcome.passed ? "verdict-passed" : "verdict-failed");
  return words(`wizard-${outcome.kind}`);
};

const LeaveOut = ({ step }: { step: string }) => {
  const reason = useSignal("");
  return (
    <details class="leave-out">
      <summary>{words("wizard-leave-out")}</summary>
      <Field of="wizard-reason" value={reason.value} takes={(value) => (reason.value = value)} />
      <Button
        of="wizard-leave"
        disabled={reason.value.trim() === ""}
        label={`${words("wizard-leave")}: ${words(`step-${step}`)}`}
        does={() => void perform("devices", "leave-out", { step, reason: reason.value.trim() })}
      />
    </details>
  );
};

/** What is to be shown to the device, in the desk's language. */
const shown = (what: string): string => wordsIfAny(`show-${what.replaceAll(/[^a-z0-9]+/gu, "-")}`) ?? what;

const Doing = ({ view }: { view: StepView }) => {
  const { step, taken, captures, next } = view;
  const again = view.outcome.kind === "measured";
  const name = words(`step-${step}`);
  const does = () => void perform("devices", "advance", { step });
  return (
    <>
      <p class="instruction">{words(`step-${step}-do`)}</p>
      {view.pattern && (
        <img class="pattern" alt={words("wizard-pattern")} src={fileUrl("devices", "pattern", { step })} />
      )}
      {next !== undefined && captures > 1 && step !== "flicker" && (!again || taken > 0) && (
        <p class="instruction next">
          {words("wizard-next", { number: taken + 1, count: captures })} <b>{shown(next)}</b>
        </p>
      )}
      <div class="row-actions">
        <Button
          of={again ? "wizard-again" : "wizard-measure"}
          kind={again ? "calm" : "main"}
          label={`${words(again ? "wizard-again" : "wizard-measure")}: ${name}`}
          does={does}
        />
        {view.judged && (
          <>
            <Button of="wizard-seen-whole" does={() => void perform("devices", "judge", { seen: true })} />
            <Button
              of="wizard-seen-broken"
              kind="grave"
              does={() => void perform("devices", "judge", { seen: false })}
            />
          </>
        )}
        {!again && <LeaveOut step={step} />}
      </div>
    </>
  );
};

const Step = ({ view, at }: { view: StepView; at: number }) => {
  const { step, outcome, advice, target, picture } = view;
  return (
    <Panel title={`${at + 1}. ${words(`step-${step}`)}`} class={`step ${step}`}>
      <p>
        <Badge tone={toneOf(view)}>{stateOf(view)}</Badge>{" "}
        {target !== undefined && (
          <span class="quiet">
            {words("wizard-target", { id: target.id, certificate: target.certificate })}
          </span>
        )}
      </p>
      {outcome.kind !== "measured" && <p class="quiet">{outcome.reason}</p>}
      {outcome.kind !== "not-testable" && <Doing view={view} />}
      {advice !== undefined && (
        <p class="fault" role="status">
          {advice}
        </p>
      )}
      <div class="found">
        {picture !== undefined && (
          <img
            class="target"
            alt={words("wizard-picture", { step: words(`step-${step}`) })}
            src={fileUrl("devices", "picture", { step, at: picture })}
          />
        )}
        {outcome.kind === "measured" && <Values step={step} measurements={outcome.measurements} />}
      </div>
    </Panel>
  );
};

const finish = async () => {
  const done = await perform<{ id: string; verdict: string }>(
    "devices",
    "finish",
    {},
    ({ verdict }) => `wizard-finished-${verdict}`,
  );
  if (done !== undefined) location.hash = "#/devices";
};

/** Above the steps and below them: nobody scrolls back to sign. */
const Ending = () => (
  <div class="actions">
    <Button of="wizard-finish" kind="main" does={() => void finish()} />
    <AskedTwice of="wizard-abandon" does={() => void perform("devices", "abandon", {})} />
  </div>
);

export const Wizard = ({ view }: { view: WizardView }) => {
  const open = view.steps.filter(({ outcome }) => outcome.kind === "not-done").length;
  return (
    <div class="wizard">
      <Panel title={words("wizard-of", { device: `${view.device.make} ${view.device.model}` })} class="about">
        <p>
          {words("wizard-by", {
            name: view.by,
            firmware: view.device.firmware ?? "–",
            serial: view.device.serial ?? "–",
          })}
        </p>
        {view.rehearsal !== undefined && (
          <p class="notice">{words("wizard-rehearsal", { what: view.rehearsal })}</p>
        )}
        <p>
          <Badge tone={view.verdict === "passed" ? "good" : view.verdict === "failed" ? "bad" : "warn"}>
            {words(`verdict-${view.verdict}`)}
          </Badge>{" "}
          {open > 0 && words("wizard-open", { count: open })}
        </p>
        <Ending />
      </Panel>
      {view.steps.map((step, at) => (
        <Step key={step.step} view={step} at={at} />
      ))}
      <Ending />
    </div>
  );
};
