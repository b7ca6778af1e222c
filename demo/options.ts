import { parseArgs } from "node:util";

export type Options = {
  readonly event: string;
  readonly buyers: string;
  readonly out: string;
  readonly seed: number;
};

export const HELP = `The life of a ticket, from an event document to the last admission, on a chain in this process.

  npm run demo -- [options]

  --event FILE   schema.org/Event with one key "doorkey"     (examples/concert/event.json)
  --buyers FILE  order,class,quantity,seats,evidence         (examples/concert/buyers.csv)
  --out DIR      where report.html goes                      (demo)
  --seed N       another seed: other keys, other parts       (1)
  --help         this text

Ends with 0 when everything adds up, 1 when the input or the outcome is wrong, 130 on Ctrl-C.
NO_COLOR is respected.`;

const DEFAULTS: Options = {
  event: "examples/concert/event.json",
  buyers: "examples/concert/buyers.csv",
  out: "demo",
  seed: 1,
};

/** The options in `args`; "help"; or a sentence about what is wrong with them. */
export function readOptions(args: readonly string[]): Options | "help" | { readonly mistake: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        event: { type: "string" },
        buyers: { type: "string" },
        out: { type: "string" },
        seed: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
    if (values.help) return "help";
    const { seed = String(DEFAULTS.seed), help: _, ...files } = values;
    if (!/^\d{1,9}$/.test(seed))
      return { mistake: `--seed must be a whole number below 1,000,000,000, not "${seed}".` };
    return { ...DEFAULTS, ...files, seed: Number(seed) };
  } catch (error) {
    return { mistake: error instanceof Error ? error.message : String(error) };
  }
}
