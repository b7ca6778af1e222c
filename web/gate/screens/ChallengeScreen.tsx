import type { Challenge } from "doorkey/code";
import { useEffect } from "preact/hooks";
import { Qr } from "../../shared/components/Qr.tsx";
import { useNow } from "../../shared/screen/useNow.ts";
import type { Gate } from "../Gate.ts";
import { nowAt } from "../state/state.ts";

/** A challenge for the next guest, whose phone answers with a code that nobody could make before. */
export function ChallengeScreen({ gate, challenge }: { readonly gate: Gate; readonly challenge: Challenge }) {
  const words = gate.words.challenge;
  useNow();
  const left = Math.max(0, Math.ceil(challenge.expiresAt - nowAt(gate.state)));
  useEffect(() => {
    if (left === 0) gate.renewChallenge();
  }, [left]);
  return (
    <section class="challenge" aria-label={words.code}>
      <h1>{words.title}</h1>
      <Qr text={challenge.text} label={words.code} />
      <p class="countdown" role="timer">
        {words.left(left)}
      </p>
      <p>{words.how}</p>
      <button type="button" class="button wide" onClick={() => gate.toggleChallenge()}>
        {words.stop}
      </button>
    </section>
  );
}
