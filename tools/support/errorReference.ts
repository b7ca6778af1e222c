/** Makes docs/errors.md from the tables: every failure that a user of SDK, contracts or relay can meet. */

import { problemTable } from "../../relay/src/problems/problemTable.ts";
import { contractSentences } from "../../sdk/src/abi/contractSentences.ts";
import { contractErrors } from "../../sdk/src/abi/generated/contractErrors.ts";
import { errorTable } from "../../sdk/src/core/errorTable.ts";
import { refusalSentences } from "../../sdk/src/rights/refusals.ts";

export const ERROR_REFERENCE = "docs/errors.md";

const remedies = new Map<string, string>(Object.entries(contractSentences).map(([name, { remedy }]) => [name, remedy]));

export function errorReference(): string {
  return `# Errors

Made from the tables by \`npm run generate\`. Codes and names never change their meaning.

## SDK

A \`DoorkeyError\` has one of these as its \`code\`. *Again* = the same call may succeed when it is made again
(\`retryable\`).

${table(
  ["code", "what happened", "what to do", "again"],
  Object.entries(errorTable).map(([code, { shortMessage, remedy, retryable }]) => [
    `\`${code}\``,
    shortMessage,
    remedy,
    retryable ? "yes" : "",
  ]),
)}

## Contracts

A \`CALL_REVERTED\` has one of these in \`contractError.name\`, with its arguments in \`contractError.args\`. The SDK makes
a sentence with their values, such as "Only 3 more rights are left of your allotment."

${table(
  ["error", "thrown when", "what to do"],
  Object.entries(contractErrors).map(([name, when]) => [`\`${name}\``, `${when}.`, remedies.get(name) ?? ""]),
)}

## Refusals

A call of many items passes over an item that the contracts refuse. Its \`reason\` is one of these.

${table(
  ["reason", "what happened"],
  Object.entries(refusalSentences).map(([name, sentence]) => [`\`${name}\``, sentence]),
)}

## Relay

What a relay refuses is answered with one of these as the \`code\` of its problem (RFC 9457).

${table(
  ["code", "HTTP", "what happened", "again"],
  Object.entries(problemTable).map(([code, { status, title, retryable }]) => [
    `\`${code}\``,
    String(status),
    title,
    retryable ? "yes" : "",
  ]),
)}
`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replace(/\|/g, "\\|")).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}
