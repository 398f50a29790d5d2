/** Name, birth and sex, typed one after the other where nobody can be asked who an appointment is of. */
import { signal } from "@preact/signals";
import type { Sex } from "../../../api/words/subject.ts";
import { send } from "../link.ts";
import { Choice, Title } from "../parts.tsx";
import { Typing } from "../typing.tsx";

const FIELDS = ["surname", "given", "birth"] as const;
type Field = (typeof FIELDS)[number];
const SEXES: readonly Sex[] = ["female", "male", "unspecified"];
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
    <main class="stage list is-identifier" id="stage">
      <div class="words">
        <Title of="particulars-sex" />
      </div>
      <div class="actions">
        {SEXES.map((sex) => (
          <Choice
            key={sex}
            sign="on"
            of={`particulars-${sex}`}
            does={() => {
              at.value = 0;
              void send({
                kind: "give-particulars",
                surname: typed.surname.value,
                givenNames: typed.given.value,
                birth: typed.birth.value,
                sex,
              });
            }}
          />
        ))}
        <Choice kind="quiet" sign="back" of="action-back" does={back} />
      </div>
    </main>
  );
};
