#!/usr/bin/env node
// The compiler of npm's package `solc` as a program, for forge, which otherwise downloads one.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const solc = createRequire(import.meta.url)("solc");
if (process.argv.includes("--version")) {
  // Forge reads only names of platforms that it knows.
  console.log(
    `solc, the solidity compiler commandline interface\nVersion: ${solc.version().replace(".Emscripten.clang", ".Linux.g++")}`,
  );
} else {
  process.stdout.write(solc.compile(await text(process.stdin)));
}
