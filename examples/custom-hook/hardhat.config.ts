import { createRequire } from "node:module";
import toolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { defineConfig } from "hardhat/config";

export default defineConfig({
  plugins: [toolbox],
  solidity: {
    version: "0.8.37",
    // The compiler comes from npm, so that the lock file pins it.
    path: createRequire(import.meta.url).resolve("solc/soljson.js"),
    settings: { viaIR: true, optimizer: { enabled: true, runs: 800 }, evmVersion: "osaka" },
  },
  networks: { local: { type: "http", chainType: "l1", url: process.env.RPC ?? "http://127.0.0.1:8545" } },
});
