/** What is applied for here, what it costs and what to have along; the number of the receipt. */
import { signal } from "@preact/signals";
import type { Screen, ServiceView } from "../../../api/words/kiosk-http.ts";
import { NO_NATIONAL_NUMBER } from "../../../api/words/subject.ts";
import { send } from "../link.ts";
import { Choice, Text, Title } from "../parts.tsx";
import { Question, type Reason } from "../reasons.tsx";
import { Drawing, type DrawingName } from "../pictograms/things.tsx";
import { spell } from "../spelling.ts";
import { day, inLanguage, money } from "../texts.ts";
import { Typing } from "../typing.tsx";
import { words } from "../words.ts";

const typed = signal("");
const number = signal("");
const without = signal(false);

/** Another person begins: nothing of the one before stays in the page. */
export const forgetPayment = (): void => {
  typed.value = "";
  number.value = "";
  without.value = false;
};

const feesOf = ({ fees }: ServiceView): string => fees.map(money).join(" + ");

/** In words and dates why it cannot be chosen, or who does it; else what it costs. */
const Under = ({ service }: { service: ServiceView }) => {
  const { closed } = service;
  if (closed !== undefined)
    return (
      <span class="service-closed">
        {closed.notice !== undefined && (
          <span class="service-notice" dir="auto">
            {inLanguage(closed.notice)}
          </span>
        )}
        {closed.resumes === undefined ? (
          words("closed-no-date")
        ) : (
          <>
            {words("closed-resumes")} <time>{day(closed.resumes)}</time>
          </>
        )}
      </span>
    );
  if (service.atDesk === true) return <Text of="service-at-desk" />;
  return service.fees.length === 0 ? null : <span>{feesOf(service)}</span>;
};

export const Service = ({ screen }: { screen: Extract<Screen, { kind: "service" }> }) => (
  <main class="stage list is-service" id="stage">
    <div class="words">
      <Title of="service-title" />
    </div>
    <ul class="tiles">
      {screen.services.map((service) => (
        <li key={service.id}>
          <button
            type="button"
            class="tile"
            id={`service-${service.id}`}
            aria-disabled={service.closed === undefined ? undefined : "true"}
            onFocus={() => spell(inLanguage(service.name))}
            onClick={() =>
              service.closed === undefined && void send({ kind: "choose-service", service: service.id })
            }
          >
            <span class="tile-name" dir="auto">
              {inLanguage(service.name)}
            </span>
            <Under service={service} />
          </button>
        </li>
      ))}
    </ul>
  </main>
);

/** Beside the steps: the service, its fees, the papers it wants. */
export const ServiceFacts = ({ service }: { service: ServiceView }) => (
  <div class="service-facts">
    <p>
      <strong dir="auto">{inLanguage(service.name)}</strong>
      {service.fees.length > 0 && (
        <>
          {" – "}
          <Text of="notice-fee" /> <strong>{feesOf(service)}</strong>
        </>
      )}
    </p>
    {service.documents.length > 0 && (
      <>
        <p>
          <Text of="service-documents" />
        </p>
        <ul class="service-papers">
          {service.documents.map(({ name, required }) => (
            <li key={inLanguage(name)} dir="auto">
              {required ? <strong>{inLanguage(name)}</strong> : inLanguage(name)}
              {!required && (
                <>
                  {" "}
                  <Text of="notice-if-any" />
                </>
              )}
            </li>
          ))}
        </ul>
      </>
    )}
  </div>
);

export const Payment = ({ screen }: { screen: Extract<Screen, { kind: "payment" }> }) => (
  <Typing
    title="payment-title"
    label="payment-field"
    typed={typed}
    limit={40}
    problem={screen.problem === undefined ? undefined : "payment-unreadable"}
    give={() => void send({ kind: "give-payment", text: typed.value })}
    back={() => void send({ kind: "no-payment" })}
    leave={{ sign: "desk", of: "payment-none" }}
  />
);

const WHY: Record<(typeof NO_NATIONAL_NUMBER)[number], DrawingName> = {
  "never-had-one": "no-card",
  "not-at-hand": "card-at-home",
  "not-told": "not-said",
};

/** Many in the diaspora have none: why is asked, and whatever the answer, it goes on. */
export const Identifier = ({ screen }: { screen: Extract<Screen, { kind: "identifier" }> }) =>
  without.value ? (
    <Question
      title="identifier-why"
      of={NO_NATIONAL_NUMBER.map((reason): Reason => [
        `identifier-${reason}`,
        <Drawing name={WHY[reason]} />,
        { kind: "no-number", reason },
      ])}
      back={() => (without.value = false)}
    />
  ) : (
    <Typing
      title="identifier-title"
      label="identifier-field"
      typed={number}
      limit={30}
      problem={screen.problem === undefined ? undefined : "payment-unreadable"}
      give={() => void send({ kind: "give-number", text: number.value })}
      back={() => (without.value = true)}
      leave={{ sign: "no", of: "identifier-none" }}
    />
  );

/** Of a part that the service can do without. */
export const Skip = ({ sign = "on" }: { sign?: DrawingName }) => (
  <Choice kind="quiet" sign={sign} of="optional-skip" does={{ kind: "skip" }} />
);
