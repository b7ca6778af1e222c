import { useState } from "preact/hooks";
import { Sheet } from "../../shared/components/Sheet.tsx";
import type { Gate } from "../Gate.ts";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;
const MOST_DIGITS = 12;

/** Asks for the supervisor's PIN. The hub checks it. */
export function PinSheet(props: { readonly gate: Gate; readonly onClose: () => void; readonly onRaised: () => void }) {
  const { gate, onClose, onRaised } = props;
  const { pin: words, cancel } = gate.words;
  const [pin, setPin] = useState("");
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const add = (digit: string) => setPin((before) => (before + digit).slice(0, MOST_DIGITS));
  const send = async () => {
    const why = await gate.raise(pin);
    setPin("");
    setProblem(why);
    if (why === undefined) onRaised();
  };
  return (
    <Sheet title={words.title} close={cancel} onClose={onClose}>
      <p class="soft">{words.why}</p>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <label>
          {words.field}
          <input
            class="dots"
            type="password"
            value={pin}
            onInput={({ currentTarget: { value } }) => setPin(value.replace(/\D/g, "").slice(0, MOST_DIGITS))}
            inputMode="none"
            autocomplete="off"
          />
        </label>
        {problem !== undefined && (
          <p class="bad-text" role="alert">
            {problem}
          </p>
        )}
        <div class="pin">
          {KEYS.map((digit) => (
            <button key={digit} type="button" class="button" onClick={() => add(digit)}>
              {digit}
            </button>
          ))}
          <button type="button" class="button" onClick={() => setPin("")}>
            {words.erase}
          </button>
          <button type="button" class="button" onClick={() => add("0")}>
            0
          </button>
          <button type="submit" class="button main" disabled={pin.length < 4}>
            {words.ok}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
