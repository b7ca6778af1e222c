import { useState } from "preact/hooks";
import { Sheet } from "../../shared/components/Sheet.tsx";
import type { Gate } from "../Gate.ts";

/** Typing or pasting a code. */
export function TypeSheet({ gate, onClose }: { readonly gate: Gate; readonly onClose: () => void }) {
  const { typing, cancel } = gate.words;
  const [text, setText] = useState("");
  const check = (code: string) => {
    if (code.trim() === "") return;
    onClose();
    void gate.scan(code.trim());
  };
  return (
    <Sheet title={typing.title} close={cancel} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          check(text);
        }}
      >
        <label>
          {typing.field}
          <textarea
            rows={4}
            value={text}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
          />
        </label>
        <div class="row">
          <button
            type="button"
            class="button"
            onClick={async () => check(await navigator.clipboard.readText().catch(() => ""))}
          >
            {typing.paste}
          </button>
          <button type="submit" class="button main">
            {typing.check}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
