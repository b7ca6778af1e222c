import { createRequire } from "node:module";
import toolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { defineConfig } from "hardhat/config";
import { compilerSettings } from "./tools/support/compilerSettings.ts";
import { parallelCompilers } from "./tools/support/parallelCompilers.ts";

const fuzzRuns = Number(process.env.DOORKEY_FUZZ ?? 256);

// For coverage, code counts which of its statements run: larger than any chain allows, and not worth optimizing.
const forCoverage = process.env.DOORKEY_COVERAGE !== undefined;
const unoptimized = { enabled: true, details: { yul: true, yulDetails: { optimizerSteps: "u:" } } };

export default defineConfig({
  plugins: [toolbox, parallelCompilers],
  solidity: {
    version: "0.8.37",
    // The compiler comes from npm: nothing is downloaded, and the lock file pins it.
    path: createRequire(import.meta.url).resolve("solc/soljson.js"),
    settings: { ...compilerSettings, ...(forCoverage && { optimizer: unoptimized }) },
  },
  networks: {
    default: { type: "edr-simulated", chainType: "l1", hardfork: "osaka", allowUnlimitedContractSize: forCoverage },
  },
  coverage: { skipFiles: ["contracts/mocks/**"] },
  test: {
    mocha: { timeout: 120_000 },
    // Isolated calls start with cold storage: without it gas snapshots read warm slots.
    solidity: {
      isolate: true,
      fuzz: { runs: fuzzRuns, seed: "0x2a" },
      invariant: { runs: Math.max(8, Math.floor(fuzzRuns / 8)), depth: 32, failOnRevert: true },
    },
  },
});
