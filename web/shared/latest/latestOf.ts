/** Waits for an answer and takes it, unless a later question has its answer already. Only the last question's failure counts. */
export type Latest = <answer>(question: Promise<answer>, take: (answer: answer) => void) => Promise<void>;

/** Keeps answers in the order of their questions, because an earlier one may come later. */
export function latestOf(): Latest {
  let latest = 0;
  let taken = 0;
  return async (question, take) => {
    latest += 1;
    const asked = latest;
    try {
      const answer = await question;
      if (asked < taken) return;
      taken = asked;
      take(answer);
    } catch (error) {
      if (asked === latest) throw error;
    }
  };
}
