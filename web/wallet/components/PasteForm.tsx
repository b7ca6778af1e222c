import { useState } from "preact/hooks";

/** A field for a text that was copied elsewhere: the way on where no camera can be used. */
export function PasteForm(props: {
  readonly label: string;
  readonly button: string;
  readonly take: (text: string) => void;
}) {
  const { label, button, take } = props;
  const [text, setText] = useState("");
  return (
    <form
      class="stack card"
      onSubmit={(event) => {
        event.preventDefault();
        take(text.trim());
      }}
    >
      <label>
        {label}
        <input
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          required
        />
      </label>
      <button type="submit" class="button wide">
        {button}
      </button>
    </form>
  );
}
