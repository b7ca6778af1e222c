/** A mistake in a configuration, and its place: `gate.yaml:12  policy/alone: must be …`. */
export type Mistake = { readonly path: string; readonly line?: number; readonly message: string };

/** Thrown with every mistake of a configuration at once. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly mistakes: readonly Mistake[];

  constructor(file: string, mistakes: readonly Mistake[]) {
    const lines = mistakes.map(
      ({ path, line, message }) => `  ${file}${line === undefined ? "" : `:${line}`}  ${path || "(file)"}: ${message}`,
    );
    super([`${mistakes.length} mistake${mistakes.length === 1 ? "" : "s"} in the configuration:`, ...lines].join("\n"));
    this.mistakes = mistakes;
  }
}

/** Reports a mistake: a path such as `/lanes/0/name`, and what is wrong there. */
export type Report = (path: string, message: string) => void;
