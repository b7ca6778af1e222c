/** Which tests look at the code of a folder. Each mutant is tried with those of them that reach it. */

export type Folder = {
  /** Below the package's `src/`. */
  readonly name: string;
  /** Below the package, as globs. */
  readonly tests: readonly string[];
};

const FLOWS = "src/agent/**/*.test.ts";

/** By the folder of the package. A further package starts with a row here. */
export const FOLDERS: Readonly<Record<string, readonly Folder[]>> = {
  sdk: [
    { name: "verdicts", tests: ["src/verdicts/**/*.test.ts", "src/gate/Lane.test.ts"] },
    { name: "codes", tests: ["src/codes/**/*.test.ts", "src/verdicts/*ode*.test.ts", "test/codeVectors.test.ts"] },
    { name: "calls", tests: ["src/calls/**/*.test.ts", FLOWS, "src/gate/admitJournaled.test.ts"] },
    { name: "agent/grants", tests: [FLOWS] },
    { name: "agent/bulk", tests: ["src/agent/bulk/**/*.test.ts", "src/agent/grants/**/*.test.ts"] },
    { name: "agent/purchases", tests: ["src/agent/purchases/**/*.test.ts", "src/agent/grants/**/*.test.ts"] },
    { name: "gate", tests: ["src/gate/**/*.test.ts"] },
    { name: "eventIndex", tests: ["src/eventIndex/**/*.test.ts"] },
  ],
  relay: [
    { name: "engine", tests: ["src/engine/**/*.test.ts", "test/*.test.ts", "test/{faults,locks}/**/*.test.ts"] },
    { name: "intake", tests: ["src/intake/**/*.test.ts"] },
    { name: "policy", tests: ["src/policy/**/*.test.ts", "test/service/policy.test.ts"] },
    { name: "storage", tests: ["src/storage/**/*.test.ts", "test/*.test.ts", "test/{locks,service}/**/*.test.ts"] },
    { name: "config", tests: ["src/config/**/*.test.ts", "test/service/*onfig.test.ts"] },
  ],
  gate: [
    { name: "scans", tests: ["{src,test}/**/*.test.ts"] },
    { name: "storage", tests: ["{src,test}/**/*.test.ts"] },
  ],
};
