import { useState } from "preact/hooks";
import { Sheet } from "../../shared/components/Sheet.tsx";
import { ChangeState } from "./ChangeState.tsx";
import type { SheetProps } from "./RightProps.ts";
import { signedStatement } from "./signedStatement.ts";
import { useChange } from "./useChange.ts";

/** Delivers a return that the fan's phone signed, for a phone without a network. */
export function ReturnSheet(props: SheetProps) {
  const { office, right, onClose } = props;
  const { giveBack, close } = office.words;
  const [text, setText] = useState("");
  const { action, act, change } = useChange(props);
  const deliver = () => {
    const signed = signedStatement(text, "rightId", "count", "rebinds", "expiresAt", "signature");
    if (signed === undefined || signed.rightId !== right.rightId) action.say(giveBack.wrong);
    else change("returns", { returns: [signed] });
  };
  return (
    <Sheet title={office.words.right.return} close={close} onClose={onClose}>
      <p>{giveBack.how}</p>
      <form
        class="stack"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          deliver();
        }}
      >
        <label>
          {giveBack.paste}
          <textarea rows={4} value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} required />
        </label>
        <button type="submit" class="button main wide">
          {giveBack.do}
        </button>
      </form>
      <ChangeState office={office} action={action} act={act} />
    </Sheet>
  );
}
