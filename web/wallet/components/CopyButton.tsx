import { useState } from "preact/hooks";
import type { Words } from "../words/Words.ts";

/** Copies a text. Where the browser refuses, the text is shown, so that it can be copied by hand. */
export function CopyButton({ text, words }: { readonly text: string; readonly words: Words }) {
  const [state, setState] = useState<"open" | "copied" | "refused">("open");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      setState("refused");
    }
  };
  return (
    <>
      <button type="button" class="button wide" onClick={copy}>
        {state === "copied" ? words.copied : words.copy}
      </button>
      {state === "refused" && <code class="whole">{text}</code>}
    </>
  );
}
