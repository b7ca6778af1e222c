import { useRef, useState } from "preact/hooks";
import type { Words } from "../words/Words.ts";
import { sentencesOf } from "./useAction.tsx";

/** What a screen reads by itself. No press waits for it. */
export type Reading = {
  readonly isBusy: boolean;
  /** Asks, and shows the answer unless a later question was asked meanwhile. */
  readonly read: <answer>(ask: () => Promise<answer>, show: (answer: answer) => void) => void;
  /** Why the latest question failed. */
  readonly sentences: readonly string[];
};

export function useReading(words: Words): Reading {
  const [isBusy, setBusy] = useState(false);
  const [sentences, setSentences] = useState<readonly string[]>([]);
  const latest = useRef(0);
  const read: Reading["read"] = (ask, show) => {
    latest.current += 1;
    const asked = latest.current;
    const ifLatest = (act: () => void) => asked === latest.current && act();
    setBusy(true);
    setSentences([]);
    ask()
      .then((answer) => ifLatest(() => show(answer)))
      .catch((error: unknown) => ifLatest(() => setSentences(sentencesOf(error, words))))
      .finally(() => ifLatest(() => setBusy(false)));
  };
  return { isBusy, read, sentences };
}
