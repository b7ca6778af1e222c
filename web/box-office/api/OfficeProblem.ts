/** A refusal of the office in its own sentences, or its silence, whose code is SILENT. */
export class OfficeProblem extends Error {
  readonly code: string;
  readonly sentences: readonly string[];

  constructor(code: string, sentences: readonly string[], options: ErrorOptions = {}) {
    super(`${code} ${sentences.join(" ")}`, options);
    this.code = code;
    this.sentences = sentences;
  }

  /** Whether nobody is signed in any more. */
  get isSignedOut(): boolean {
    return this.code.startsWith("SESSION_");
  }
}
