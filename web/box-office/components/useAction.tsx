import { useState } from "preact/hooks";
import { OfficeProblem } from "../api/OfficeProblem.ts";
import type { Words } from "../words/Words.ts";

/** One thing that a clerk does: whether it is under way, and why it failed. */
export type Action = {
  readonly isBusy: boolean;
  /** A second press while it is under way does nothing. */
  readonly run: (act: () => Promise<void>) => void;
  readonly say: (...sentences: readonly string[]) => void;
  readonly sentences: readonly string[];
};

export function useAction(words: Words): Action {
  const [isBusy, setBusy] = useState(false);
  const [sentences, setSentences] = useState<readonly string[]>([]);
  const run = (act: () => Promise<void>) => {
    if (isBusy) return;
    setBusy(true);
    setSentences([]);
    act()
      .catch((error: unknown) => setSentences(sentencesOf(error, words)))
      .finally(() => setBusy(false));
  };
  return { isBusy, run, say: (...said) => setSentences(said), sentences };
}

/** What went wrong, as a clerk reads it. The office speaks for itself. */
export function sentencesOf(error: unknown, words: Words): readonly string[] {
  if (!(error instanceof OfficeProblem)) {
    console.error(error);
    return [words.failed];
  }
  return error.code === "SILENT" ? [words.silent] : error.sentences;
}

type Shown = Pick<Action, "isBusy" | "sentences">;

/** The state of an action under its button, or of what a screen reads, or of both. */
export function ActionState({ of, words }: { readonly of: readonly Shown[]; readonly words: Words }) {
  const sentences = [...new Set(of.flatMap((one) => one.sentences))];
  return (
    <>
      <p class="soft" role="status">
        {of.some(({ isBusy }) => isBusy) && words.working}
      </p>
      {sentences.length > 0 && (
        <div class="bad-text" role="alert">
          {sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      )}
    </>
  );
}
