/** What a look at one thing found: good, doubtful (the night may suffer) or bad (the night will). */
export type Finding = {
  readonly about: string;
  readonly state: "good" | "doubtful" | "bad";
  /** What was found, and, unless it is good, what to do. */
  readonly sentence: string;
};

/** Findings about one thing, by its name. */
export function findings(about: string): {
  readonly good: (sentence: string) => Finding;
  readonly doubtful: (sentence: string) => Finding;
  readonly bad: (sentence: string) => Finding;
} {
  const of = (state: Finding["state"]) => (sentence: string) => ({ about, state, sentence });
  return { good: of("good"), doubtful: of("doubtful"), bad: of("bad") };
}
