import { createRequire } from "node:module";
import toolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { defineConfig } from "hardhat/config";

const fuzzRuns = Number(process.env.DOORKEY_FUZZ ?? 256);

export default defineConfig({
  plugins: [toolbox],
  solidity: {
    version: "0.8.37",
    // The compiler comes from npm: nothing is downloaded, and the lock file pins it.
    path: createRequire(import.meta.url).resolve("solc/soljson.js"),
    settings: {
      viaIR: true,
      optimizer: { enabled: true, runs: 800 },
      evmVersion: "osaka",
    },
  },
  networks: {
    default: { type: "edr-simulated", chainType: "l1", hardfork: "osaka" },
  },
  test: {
    // Isolated calls start with cold storage: without it gas snapshots read warm slots.
    solidity: {
      isolate: true,
      fuzz: { runs: fuzzRuns, seed: "0x2a" },
      invariant: { runs: Math.max(8, Math.floor(fuzzRuns / 8)), depth: 32, failOnRevert: true },
    },
  },
});
