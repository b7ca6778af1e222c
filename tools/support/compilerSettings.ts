/** How the contracts are compiled, without what only tools need. The bytecode follows from it and from the sources. */
export const compilerSettings = {
  viaIR: true,
  optimizer: { enabled: true, runs: 800 },
  evmVersion: "osaka",
  // Without a hash of the sources in it, code changes only when it does something else: its hash is worth keeping.
  metadata: { bytecodeHash: "none" },
} as const;
