/** Runs all checks of the repository, and prints a line for each. Fails after all of them, not at the first. */

import { build } from "../support/build.ts";
import { bad, dim, good, run, withSpinner } from "../support/shell.ts";
import { chainTable } from "./chain-table.ts";
import { codeSize } from "./code-size.ts";
import { compilerWarnings } from "./compiler-warnings.ts";
import { contractReferenceLinks } from "./contractReference.ts";
import { errorNames } from "./error-names.ts";
import { gasTable } from "./gas-table.ts";
import { generatedIsFresh } from "./generated.ts";
import { layers } from "./layers.ts";
import { links } from "./links.ts";
import { natspec } from "./natspec.ts";
import { performanceFigures } from "./performance.ts";
import { prose } from "./prose.ts";
import { references } from "./references.ts";
import { sellers } from "./sellers.ts";
import { sender } from "./sender.ts";
import { wrapped } from "./wrapped.ts";

/** `find` returns a sentence for each fault. */
type Check = { readonly title: string; readonly find: () => Promise<string[]> };

const colours = process.stdout.isTTY === true;

const checks: readonly Check[] = [
  {
    title: "TypeScript is formatted and linted",
    find: tool("biome", "ci", `--colors=${colours ? "force" : "off"}`, "--error-on-warnings", "."),
  },
  { title: "Solidity is formatted", find: tool("prettier", "--check", "--log-level=warn", "contracts/**/*.sol") },
  {
    title: "Solidity is linted",
    find: tool("solhint", "--noPoster", "--disc", "--max-warnings=0", "contracts/**/*.sol"),
  },
  { title: "types are correct", find: tool("tsc", "--noEmit", "--pretty", String(colours)) },
  { title: "imports form no cycle, and no file imports a higher layer", find: layers },
  { title: "the compiler does not warn", find: compilerWarnings },
  { title: "error names are unique", find: errorNames },
  { title: "contracts keep the code-size ceiling", find: codeSize },
  { title: "no contract acts on msg.sender", find: sender },
  { title: "interfaces are documented", find: natspec },
  { title: "the README shows the gas of the snapshots", find: gasTable },
  { title: "generated files are fresh", find: generatedIsFresh },
  { title: "the guide to going live shows the chains of the list", find: chainTable },
  { title: "charts and docs show the results of the benches", find: performanceFigures },
  { title: "natspec names only what exists", find: contractReferenceLinks },
  { title: "links in documents work", find: links },
  { title: "texts name only documents that exist", find: references },
  { title: "lines of documents are wrapped", find: wrapped },
  { title: "texts are plain English", find: prose },
  { title: "few functions take a Seller", find: sellers },
  { title: "the SDK's examples compile", find: tool("npm", "run", "check:examples", "-w", "doorkey") },
  { title: "the code in docs compiles", find: tool("node", "--import", "tsx", "tools/examples/check-docs.ts") },
];

await build();
let failed = 0;
for (const { title, find } of checks) {
  const start = performance.now();
  const faults = await withSpinner(title, find);
  const time = dim(`${((performance.now() - start) / 1000).toFixed(1)} s`);
  console.log(`${faults.length === 0 ? good("✓") : bad("✗")} ${title} ${time}`);
  for (const fault of faults) console.log(fault.replace(/^/gm, "    "));
  if (faults.length > 0) failed++;
}

console.log(failed === 0 ? `${checks.length} checks passed` : `${failed} of ${checks.length} checks failed`);
process.exit(failed === 0 ? 0 : 1);

/** A tool that prints what is wrong, and then exits with a code other than 0. */
function tool(program: string, ...args: string[]): () => Promise<string[]> {
  return async () => {
    const { code, output } = await run(program, args);
    return code === 0 ? [] : [output.trim()];
  };
}
