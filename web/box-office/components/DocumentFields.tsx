import type { PersonDocument } from "../api/answers.ts";
import type { Words } from "../words/Words.ts";

export const NO_DOCUMENT: PersonDocument = { type: "passport", country: "", number: "" };

type Props = {
  readonly words: Words;
  readonly title: string;
  readonly document: PersonDocument;
  readonly onChange: (document: PersonDocument) => void;
};

/** What a clerk reads from one person's document. */
export function DocumentFields({ words, title, document, onChange }: Props) {
  const { person } = words;
  return (
    <fieldset class="choice stack">
      <legend>{title}</legend>
      <label>
        {person.type}
        <select
          value={document.type}
          onChange={({ currentTarget }) => onChange({ ...document, type: currentTarget.value })}
        >
          {Object.entries(person.types).map(([type, name]) => (
            <option key={type} value={type}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <div class="row fields">
        <label>
          {person.country}
          <input
            value={document.country}
            onInput={({ currentTarget }) => onChange({ ...document, country: currentTarget.value.toUpperCase() })}
            pattern="[A-Za-z]{3}"
            maxLength={3}
            autocomplete="off"
            required
          />
        </label>
        <label>
          {person.number}
          <input
            value={document.number}
            onInput={({ currentTarget }) => onChange({ ...document, number: currentTarget.value })}
            maxLength={64}
            autocomplete="off"
            spellcheck={false}
            required
          />
        </label>
      </div>
      <p class="soft hint">{person.kept}</p>
    </fieldset>
  );
}
