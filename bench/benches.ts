/**
 * Every bench. A bench is a program that, given `--ratios`, prints a JSON line for each of its ratios on standard
 * output, `{"what": "a ÷ b", "ratio": 4.2}`. It may print other lines. Add a bench by adding a line here.
 */

export type Bench = {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
};

export const benches: readonly Bench[] = [
  npmBench("gas", "bench:gas"),
  npmBench("checkCode", "bench", "doorkey"),
  npmBench("manifest", "bench:manifest", "doorkey"),
  npmBench("audit", "bench:audit"),
  npmBench("first sale", "bench:first-sale"),
  npmBench("relay", "bench:relay", "doorkey-relay"),
  npmBench("stadium", "bench:stadium", "doorkey-relay", "--rights", "2000"),
  npmBench("gate", "bench:gate", "doorkey-gate"),
];

/** A script of the root's package.json, or of a workspace's. */
function npmBench(name: string, script: string, workspace?: string, ...further: readonly string[]): Bench {
  const where = workspace === undefined ? [] : ["-w", workspace];
  return { name, program: "npm", args: ["run", "--silent", script, ...where, "--", "--ratios", ...further] };
}
