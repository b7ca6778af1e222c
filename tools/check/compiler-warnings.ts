import { isProduct, soliditySources } from "../support/sources.ts";

/** Size limits: only what is deployed on a chain must keep them, see code-size.ts. */
const SIZE_WARNINGS = ["5574", "3860"];

/** The compiler has nothing to say about our sources. */
export async function compilerWarnings(): Promise<string[]> {
  const sources = await soliditySources();
  return sources.flatMap((source) =>
    source.warnings
      .filter(({ code }) => isProduct(source.path) || !SIZE_WARNINGS.includes(code))
      .map(({ text }) => `the compiler warns:\n${text}`),
  );
}
