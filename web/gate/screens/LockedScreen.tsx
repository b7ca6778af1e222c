import type { Gate } from "../Gate.ts";

/** A revoked device. It decides nothing any more. */
export function LockedScreen({ gate }: { readonly gate: Gate }) {
  const { waiting } = gate.state;
  const { locked } = gate.words;
  return (
    <main class="locked">
      <h1>{locked.title}</h1>
      <p role="alert">{waiting.value > 0 ? locked.sending(waiting.value) : locked.done}</p>
      {waiting.value > 0 && <p>{locked.keeps(waiting.value)}</p>}
    </main>
  );
}
