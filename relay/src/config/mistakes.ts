/** A mistake in a configuration, and its place: `relay.yaml:12  sponsors/0/budget/perDay: must be …`. */
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

/** Reports a mistake: a path such as `/sponsors/0/id`, and what is wrong there. */
export type Report = (path: string, message: string) => void;

/** Reports each item whose id an earlier one has. */
export function reportRepeated(items: readonly { id: string }[], pathOf: (i: number) => string, report: Report): void {
  const seen = new Set<string>();
  for (const [i, { id }] of items.entries()) {
    if (seen.has(id)) report(pathOf(i), `${id} is used twice`);
    seen.add(id);
  }
}
