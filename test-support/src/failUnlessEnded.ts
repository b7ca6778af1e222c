/**
 * A run of tests that stops before its end has failed. Mocha alone would exit with 0, without a word, for example where
 * two errors that it compares hold a bigint. Each package's `.mocharc.json` requires this file.
 */
let isUnderWay = false;

export const mochaHooks = {
  beforeAll(): void {
    isUnderWay = true;
  },
  afterAll(): void {
    isUnderWay = false;
  },
};

process.once("exit", (code) => {
  if (!isUnderWay || code !== 0) return;
  console.error("The run stopped before its last test.");
  process.exitCode = 1;
});
