/**
 * Prints every line with an idiom below a path.
 *
 *   node --import tsx tools/check/proseReport.ts sdk/src/agent
 */

import { idiomLines } from "./prose.ts";

const prefix = process.argv[2] ?? "";
const lines = (await idiomLines()).filter(({ path }) => path.startsWith(prefix));
for (const { kind, path, line, text } of lines) console.log(`${path}:${line}  ${kind}  ${text.trim()}`);
console.log(`${lines.length} lines`);
