import { useState } from "preact/hooks";
import { LanguageChoice } from "../components/LanguageChoice.tsx";
import { ActionState, sentencesOf, useAction } from "../components/useAction.tsx";
import type { ScreenProps } from "../ScreenProps.ts";

/** Before anybody has signed in, and after. */
export function SignInScreen({ office }: ScreenProps) {
  const { entryProblem, isAway } = office.state;
  const { words } = office;
  const [link, setLink] = useState("");
  const action = useAction(words);
  const why = entryProblem.value;
  return (
    <main class="page narrow">
      <h1>{words.title}</h1>
      <p class="soft">{words.signIn.how}</p>
      {isAway.value && (
        <p class="bad-text" role="alert">
          {words.bar.away}
        </p>
      )}
      {why !== undefined && (
        <p class="bad-text" role="alert">
          {sentencesOf(why, words).join(" ")}
        </p>
      )}
      <form
        class="stack card"
        onSubmit={(event) => {
          event.preventDefault();
          action.run(() => office.signIn(link));
        }}
      >
        <label>
          {words.signIn.paste}
          <input
            value={link}
            onInput={({ currentTarget }) => setLink(currentTarget.value)}
            autocomplete="off"
            spellcheck={false}
            inputMode="url"
            required
          />
        </label>
        <button type="submit" class="button main wide">
          {words.signIn.open}
        </button>
        <ActionState of={[action]} words={words} />
      </form>
      <LanguageChoice office={office} />
    </main>
  );
}
