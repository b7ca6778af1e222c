/** Waits for an answer and takes it, unless a later question was asked meanwhile. Then its failure does not count either. */
export type Latest = <answer>(question: Promise<answer>, take: (answer: answer) => void) => Promise<void>;

/** Keeps answers in the order of their questions, because an earlier one may come later. */
export function latestOf(): Latest {
  let latest = 0;
  return async (question, take) => {
    latest += 1;
    const asked = latest;
    try {
      const answer = await question;
      if (asked === latest) take(answer);
    } catch (error) {
      if (asked === latest) throw error;
    }
  };
}
