import { useState } from "preact/hooks";
import type { Gate } from "../Gate.ts";
import { LanguageChoice } from "./LanguageChoice.tsx";

/** Before this device has joined a hub. */
export function JoinScreen({ gate }: { readonly gate: Gate }) {
  const { joining, joinProblem, waiting } = gate.state;
  const { join } = gate.words;
  const [link, setLink] = useState("");
  return (
    <main class="page">
      <h1>{join.title}</h1>
      {joining.value ? (
        <p role="status">{join.working}</p>
      ) : (
        <>
          <p class="soft">{join.how}</p>
          {joinProblem.value !== undefined && (
            <p class="bad-text" role="alert">
              {joinProblem.value}
            </p>
          )}
          {waiting.value > 0 && <p class="warn-text">{join.waits(waiting.value)}</p>}
          <form
            class="stack card"
            onSubmit={(event) => {
              event.preventDefault();
              void gate.join(link);
            }}
          >
            <label>
              {join.paste}
              <input
                value={link}
                onInput={({ currentTarget }) => setLink(currentTarget.value)}
                autocomplete="off"
                autocapitalize="off"
                spellcheck={false}
                inputMode="url"
                required
              />
            </label>
            <button type="submit" class="button main wide">
              {waiting.value > 0 ? join.again : join.join}
            </button>
          </form>
        </>
      )}
      <LanguageChoice gate={gate} />
    </main>
  );
}
