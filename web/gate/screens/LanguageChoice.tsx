import { isLanguage, LANGUAGES } from "../../shared/locale/languages.ts";
import type { Gate } from "../Gate.ts";

/** Each language by its own name. */
export function LanguageChoice({ gate }: { readonly gate: Gate }) {
  const { language } = gate.state;
  return (
    <label>
      {gate.words.settings.language}
      <select
        value={language.value}
        onChange={({ currentTarget: { value } }) => {
          if (isLanguage(value)) void gate.choose({ language: value });
        }}
      >
        {Object.entries(LANGUAGES).map(([tag, name]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
