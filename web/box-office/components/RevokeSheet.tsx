import { useState } from "preact/hooks";
import { Sheet } from "../../shared/components/Sheet.tsx";
import { ChangeState } from "./ChangeState.tsx";
import type { SheetProps } from "./RightProps.ts";
import { useChange } from "./useChange.ts";

/** Most bytes of a reason, as the chain keeps it. */
const ROOM = 31;

/** Takes a right back for good, with a reason that everybody can read. */
export function RevokeSheet(props: SheetProps) {
  const { office, right, onClose } = props;
  const { revoke, close } = office.words;
  const [reason, setReason] = useState("");
  const { action, act, change } = useChange(props);
  const left = ROOM - new TextEncoder().encode(reason.trim()).length;
  return (
    <Sheet title={office.words.right.revoke} close={close} onClose={onClose}>
      <p>{revoke.how}</p>
      <form
        class="stack"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          if (left >= 0) change("revocations", { rightIds: [right.rightId], reason: reason.trim() });
        }}
      >
        <label>
          {revoke.reason}
          <input
            value={reason}
            onInput={({ currentTarget }) => setReason(currentTarget.value)}
            autocomplete="off"
            aria-describedby="room"
            aria-invalid={left < 0}
            required
          />
          <span class={left < 0 ? "bad-text hint" : "soft hint"} id="room">
            {revoke.bytes(left)}
          </span>
        </label>
        <button type="submit" class="button bad wide">
          {revoke.do}
        </button>
      </form>
      <ChangeState office={office} action={action} act={act} />
    </Sheet>
  );
}
