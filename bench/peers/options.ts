import { parseArgs } from "node:util";
import { FORKS, type Fork } from "./forks.ts";

export const USAGE = `Compares the gas of Doorkey and its peers: one chain, one run, whole transactions divided by N.

  npm run bench:gas                        measures, prints a table, writes bench/results/, charts and docs
  npm run bench:gas -- --json              prints the rows as JSON instead of the table
  npm run bench:gas -- --ratios            writes nothing; prints its ratios for npm run bench
  npm run bench:gas -- --check             writes nothing; fails if a peer is more than 2 % from the study,
                                           or if bench/results/ is not what was measured
  npm run bench:gas -- --fork amsterdam    on another fork: ${FORKS.join(" or ")} (experimental after osaka)
  npm run bench:gas -- --help              this text

Progress goes to stderr.`;

export type Options = {
  readonly help: boolean;
  readonly json: boolean;
  readonly ratios: boolean;
  readonly check: boolean;
  readonly fork: Fork;
};

/**
 * Parses the command line.
 *
 * @throws an Error that names the wrong option
 */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: "boolean", short: "h", default: false },
      json: { type: "boolean", default: false },
      ratios: { type: "boolean", default: false },
      check: { type: "boolean", default: false },
      fork: { type: "string", default: "osaka" },
    },
  });
  const fork = FORKS.find((name) => name === values.fork);
  if (fork === undefined) throw new Error(`--fork must be ${FORKS.join(" or ")}, not ${values.fork}`);
  if (values.check && fork !== "osaka")
    throw new Error("--check is for osaka, because the baselines were measured there");
  if (values.ratios && fork !== "osaka")
    throw new Error("--ratios is for osaka, because the constants were measured there");
  const { help, json, ratios, check } = values;
  return { help, json, ratios, check, fork };
}
