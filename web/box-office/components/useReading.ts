import { useState } from "preact/hooks";
import { latestOf } from "../../shared/latest/latestOf.ts";
import type { Words } from "../words/Words.ts";
import { sentencesOf } from "./useAction.tsx";

/** What a screen reads by itself. No press waits for it. */
export type Reading = {
  readonly isBusy: boolean;
  /** Asks, and shows the answer unless a later question has its answer already. */
  readonly read: <answer>(ask: () => Promise<answer>, show: (answer: answer) => void) => Promise<void>;
  /** Why the latest question failed. */
  readonly sentences: readonly string[];
};

export function useReading(words: Words): Reading {
  const [latest] = useState(() => latestOf());
  const [open, setOpen] = useState(0);
  const [sentences, setSentences] = useState<readonly string[]>([]);
  const read: Reading["read"] = (ask, show) => {
    setOpen((count) => count + 1);
    setSentences([]);
    return latest(ask(), show)
      .catch((error: unknown) => setSentences(sentencesOf(error, words)))
      .finally(() => setOpen((count) => count - 1));
  };
  return { isBusy: open > 0, read, sentences };
}
