/** Which tests look at the code of a folder. Each mutant is tried with those of them that reach it. */

export type Folder = {
  /** Below the package's `src/`. */
  readonly name: string;
  /** Below the package, as globs. */
  readonly tests: readonly string[];
  /** Those of them that start no chain and no database, if they find alone what all find. A change is tried with them. */
  readonly quick?: readonly string[];
  /** Whether tests need PostgreSQL. Then they share one server, because each mutant would wait for new ones. */
  readonly database?: boolean;
};

// Tests of time fail by chance while mutants are tried.
const VERDICTS = ["src/verdicts/!(*.time).test.ts", "src/gate/Lane.test.ts"];
const CODES = ["src/codes/**/*.test.ts", "src/verdicts/checkCode*.test.ts", "test/codeVectors.test.ts"];

/** By the folder of the package. A further package starts with a row here. */
export const FOLDERS: Readonly<Record<string, readonly Folder[]>> = {
  sdk: [
    { name: "verdicts", tests: VERDICTS, quick: VERDICTS },
    { name: "codes", tests: CODES, quick: CODES },
    {
      name: "calls",
      tests: [
        "src/calls/**/*.test.ts",
        "src/agent/grants/declined.test.ts",
        "src/gate/declined.test.ts",
        "src/gate/admitJournaled.test.ts",
        "src/gate/admitByHandJournaled.test.ts",
      ],
    },
    {
      name: "agent/grants",
      tests: [
        "src/agent/grants/*.test.ts",
        "src/agent/bulk/grantMany.test.ts",
        "src/agent/bulk/resume.test.ts",
        "src/agent/purchases/completePurchase.test.ts",
      ],
    },
    { name: "agent/bulk", tests: ["src/agent/bulk/**/*.test.ts"] },
    { name: "agent/purchases", tests: ["src/agent/purchases/**/*.test.ts", "src/agent/grants/**/*.test.ts"] },
    { name: "gate", tests: ["src/gate/!(night).test.ts"] },
    { name: "eventIndex", tests: ["src/eventIndex/**/*.test.ts"] },
  ],
  relay: [
    {
      name: "engine",
      tests: ["src/engine/**/*.test.ts"],
      database: true,
    },
    { name: "intake", tests: ["src/intake/**/*.test.ts"], database: true },
    { name: "policy", tests: ["src/policy/**/*.test.ts", "test/service/policy.test.ts"] },
    {
      name: "storage",
      tests: [
        "src/storage/**/*.test.ts",
        "test/budgets.test.ts",
        "test/enqueue.test.ts",
        "test/figures.test.ts",
        "test/listen.test.ts",
        "test/locks/storage.test.ts",
        "test/transact.test.ts",
        "test/service/deliveries.test.ts",
      ],
      database: true,
    },
    { name: "config", tests: ["src/config/**/*.test.ts", "test/service/*onfig.test.ts"] },
  ],
  gate: [
    { name: "scans", tests: ["src/**/*.test.ts", "test/**/*.test.ts"] },
    { name: "storage", tests: ["src/**/*.test.ts", "test/**/*.test.ts"] },
  ],
};
