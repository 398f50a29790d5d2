/** What is applied for here, what it costs and what to have along; the number of the receipt. */
import { signal } from "@preact/signals";
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import type { ServiceProcess, ServiceView } from "../../../api/words/kiosk-service.ts";
import { NO_NATIONAL_NUMBER } from "../../../api/words/subject.ts";
import { send } from "../link.ts";
import { Choice, Text, Title } from "../parts.tsx";
import { Question, type Reason } from "../reasons.tsx";
import { PaperPictogram } from "../pictograms/papers.tsx";
import { Drawing, type DrawingName } from "../pictograms/things.tsx";
import { serviceSentences } from "../service-key.ts";
import { voiceLeads } from "../spelling.ts";
import { day, inLanguage, money } from "../texts.ts";
import { Typing } from "../typing.tsx";
import { sayAll, speaking } from "../voice.ts";
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

const SIGNS: Record<ServiceProcess, DrawingName> = {
  "new-passport": "passport-new",
  replacement: "passport-again",
  "emergency-travel-document": "paper-in-haste",
  visa: "visa",
};

const isSaid = ({ process }: ServiceView): boolean => speaking.value?.key === `service-${process}`;

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

const ServiceTile = ({ service }: { service: ServiceView }) => (
  <li>
    <button
      type="button"
      class={`tile ${isSaid(service) ? "speaking" : ""}`}
      id={`service-${service.id}`}
      aria-disabled={service.closed === undefined ? undefined : "true"}
      onFocus={() => {
        if (voiceLeads()) sayAll(serviceSentences(service), "now");
      }}
      onClick={() => {
        if (service.closed === undefined) void send({ kind: "choose-service", service: service.id });
        else sayAll(serviceSentences(service), "now");
      }}
    >
      <span class="tile-picture">
        <Drawing name={SIGNS[service.process]} />
      </span>
      <span class="tile-words">
        <span class="tile-name" dir="auto">
          {inLanguage(service.name)}
        </span>
        <Under service={service} />
      </span>
    </button>
    <button
      type="button"
      class="tile-voice"
      aria-label={`${inLanguage(service.name)}: ${words("help-listen")}`}
      onClick={() => sayAll(serviceSentences(service), "now")}
    >
      <Drawing name="listen" />
    </button>
  </li>
);

export const Service = ({ screen }: { screen: Extract<Screen, { kind: "service" }> }) => (
  <main class="stage list is-service" id="stage">
    <div class="words">
      <Title of="service-title" />
    </div>
    <ul class="tiles">
      {screen.services.map((service) => (
        <ServiceTile key={service.id} service={service} />
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
          {service.documents.map(({ id, name, required }) => (
            <li key={id}>
              <span class="paper-sign">
                <PaperPictogram id={id} />
              </span>
              <span dir="auto">
                {required ? <strong>{inLanguage(name)}</strong> : inLanguage(name)}
                {!required && (
                  <>
                    {" "}
                    <Text of="notice-if-any" />
                  </>
                )}
              </span>
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
