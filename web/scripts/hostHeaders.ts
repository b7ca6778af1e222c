import type { HeaderTable } from "./securityHeaders.ts";

/** The table of headers as hosts of static files read it from a file `_headers`: a path, then its headers, indented. */
export function hostHeaders(table: HeaderTable): string {
  return Object.entries(table)
    .map(([path, headers]) => [path, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`)])
    .flatMap((lines) => [...lines, ""])
    .join("\n");
}
