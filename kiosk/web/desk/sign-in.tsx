/** Before anybody is known, and after silence: who is it. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { SignInReply } from "../../../api/words/desk-http.ts";
import { Languages } from "./frame.tsx";
import { refresh, signIn, signOut, state, unlock } from "./link.ts";
import { Field } from "./parts.tsx";
import { duration, words } from "./words.ts";

const refusal = (reply: SignInReply): string => {
  switch (reply.outcome) {
    case "wait":
      return words("sign-in-wait", { duration: duration(reply.seconds * 1000) });
    case "locked":
      return words("sign-in-locked");
    case "trouble":
      return reply.words;
    default:
      return words("sign-in-refused");
  }
};

const Card = (props: {
  title: string;
  submit: () => Promise<string | undefined>;
  of: string;
  children: ComponentChildren;
  also?: ComponentChildren;
}) => {
  const trouble = useSignal<string | undefined>(undefined);
  const running = useSignal(false);
  const go = async (event: Event) => {
    event.preventDefault();
    if (running.value) return;
    running.value = true;
    trouble.value = undefined;
    try {
      trouble.value = await props.submit();
    } finally {
      running.value = false;
    }
  };
  const { theme, mission, kiosk } = state.value ?? {};
  return (
    <main class="door">
      <form class="card" onSubmit={(event) => void go(event)}>
        <img class="seal" src={theme?.seal} alt="" />
        <p class="house-state">{theme?.state}</p>
        <p class="house-mission">
          {mission} · {kiosk}
        </p>
        <h1>{props.title}</h1>
        {props.children}
        {trouble.value !== undefined && (
          <p class="fault" role="alert">
            {trouble.value}
          </p>
        )}
        <button type="submit" class="button main" data-does={props.of} disabled={running.value}>
          {words(props.of)}
        </button>
        {props.also}
        <Languages />
      </form>
    </main>
  );
};

export const SignIn = () => {
  const id = useSignal("");
  const passphrase = useSignal("");
  if (state.value?.nobody === true)
    return (
      <Card
        title={words("nobody-title")}
        of="action-look-again"
        submit={async () => {
          await refresh();
          return undefined;
        }}
      >
        <p>{words("nobody-line")}</p>
        <code class="command">kiosk operators add NAME --role supervisor</code>
      </Card>
    );
  const submit = async () => {
    const reply = await signIn(id.value, passphrase.value);
    passphrase.value = "";
    return reply.outcome === "in" ? undefined : refusal(reply);
  };
  return (
    <Card title={words("sign-in-title")} of="action-sign-in" submit={submit}>
      <Field of="sign-in-name" value={id.value} autocomplete="username" takes={(text) => (id.value = text)} />
      <Field
        of="sign-in-passphrase"
        secret
        autocomplete="current-password"
        value={passphrase.value}
        takes={(text) => (passphrase.value = text)}
      />
    </Card>
  );
};

export const Locked = () => {
  const passphrase = useSignal("");
  const submit = async () => {
    const reply = await unlock(passphrase.value);
    passphrase.value = "";
    return reply === undefined || reply.outcome === "in" ? undefined : refusal(reply);
  };
  return (
    <Card
      title={words("locked-title", { name: state.value?.person?.name ?? "" })}
      of="action-unlock"
      submit={submit}
      also={
        <button type="button" class="button calm" data-does="sign-out" onClick={() => void signOut()}>
          {words("action-other-person")}
        </button>
      }
    >
      <Field
        of="sign-in-passphrase"
        secret
        autocomplete="current-password"
        value={passphrase.value}
        takes={(text) => (passphrase.value = text)}
      />
    </Card>
  );
};
