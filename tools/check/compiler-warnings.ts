import { isProduct, soliditySources } from "../support/sources.ts";

/** Warnings about size. Only deployed contracts must keep the limits, which code-size.ts checks. */
const SIZE_WARNINGS = ["5574", "3860"];

/** The compiler warns about none of our sources. */
export async function compilerWarnings(): Promise<string[]> {
  const sources = await soliditySources();
  return sources.flatMap((source) =>
    source.warnings
      .filter(({ code }) => isProduct(source.path) || !SIZE_WARNINGS.includes(code))
      .map(({ text }) => `the compiler warns:\n${text}`),
  );
}
