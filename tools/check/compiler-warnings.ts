import { isProduct, soliditySources } from "../support/sources.ts";

/** Warnings about size limits are ignored: code-size.ts checks what is deployed on a chain. */
const SIZE_WARNINGS = ["5574", "3860"];

/** The compiler has no warnings about our sources. */
export async function compilerWarnings(): Promise<string[]> {
  const sources = await soliditySources();
  return sources.flatMap((source) =>
    source.warnings
      .filter(({ code }) => isProduct(source.path) || !SIZE_WARNINGS.includes(code))
      .map(({ text }) => `the compiler warns:\n${text}`),
  );
}
