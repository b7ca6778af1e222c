import { LANGUAGES } from "../../shared/locale/languages.ts";
import type { ScreenProps } from "../ScreenProps.ts";

/** Each language by its own name. */
export function LanguageChoice({ office }: ScreenProps) {
  return (
    <label>
      {office.words.language}
      <select
        value={office.state.language.value}
        onChange={({ currentTarget }) => void office.speak(currentTarget.value)}
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
