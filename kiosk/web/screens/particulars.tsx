/** Name, birth and sex, typed one after the other where nobody can be asked who an appointment is of. */
import { signal } from "@preact/signals";
import type { Sex } from "../../../api/words/subject.ts";
import { send } from "../link.ts";
import { Drawing, type DrawingName } from "../pictograms/things.tsx";
import { Question, type Reason } from "../reasons.tsx";
import { Typing } from "../typing.tsx";

const FIELDS = ["surname", "given", "birth"] as const;
type Field = (typeof FIELDS)[number];
const SEXES = [
  ["female", "woman"],
  ["male", "man"],
  ["unspecified", "not-said"],
] as const satisfies readonly (readonly [Sex, DrawingName])[];
/** A birth date is eight digits; names are as long as a register keeps them. */
const LIMITS: Record<Field, number> = { surname: 60, given: 60, birth: 10 };

const typed = { surname: signal(""), given: signal(""), birth: signal("") };
const at = signal(0);

/** Another person begins: nothing of the one before stays in the page. */
export const forgetParticulars = (): void => {
  for (const field of FIELDS) typed[field].value = "";
  at.value = 0;
};

export const Particulars = ({ leave, problem }: { leave: () => void; problem: string | undefined }) => {
  const field = FIELDS[at.value];
  const back = () => (at.value === 0 ? leave() : (at.value -= 1));
  if (field !== undefined)
    return (
      <Typing
        key={field}
        title={`particulars-${field}`}
        label={`particulars-${field}`}
        own
        typed={typed[field]}
        limit={LIMITS[field]}
        letters
        problem={at.value === 0 ? problem : undefined}
        give={() => (at.value += 1)}
        back={back}
        mayBeEmpty={field === "given"}
      />
    );
  return (
    <Question
      title="particulars-sex"
      of={SEXES.map(([sex, sign]): Reason => [
        `particulars-${sex}`,
        <Drawing name={sign} />,
        () => {
          at.value = 0;
          void send({
            kind: "give-particulars",
            surname: typed.surname.value,
            givenNames: typed.given.value,
            birth: typed.birth.value,
            sex,
          });
        },
      ])}
      back={back}
    />
  );
};
