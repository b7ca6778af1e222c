/** Compiles the contracts and writes ABI and TypeScript types. */

import { build } from "./support/build.ts";
import { good } from "./support/shell.ts";

await build();
console.log(`${good("✓")} contracts, ABI and types are built`);
