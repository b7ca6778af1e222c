import { parseArgs } from "node:util";

export type Options = {
  readonly event: string;
  readonly buyers: string;
  readonly out: string;
  readonly seed: number;
  /** Whether a stranger audits the events at the end. */
  readonly audit: boolean;
};

export const HELP = `Plays the life of a ticket, from the event document to the last admission, on a chain in this process.

  npm run demo -- [options]

  --event FILE   schema.org/Event with a key "doorkey"       (examples/concert/event.json)
  --buyers FILE  order,class,quantity,seats,evidence         (examples/concert/buyers.csv)
  --out DIR      folder for report.html                      (demo)
  --seed N       makes other keys, and gives other parts     (1)
  --audit        a stranger checks everything at the end, and writes audit.html and audit-of-draw.html
  --help         shows this text

Defaults are in parentheses.
Exit codes: 0 if everything adds up, 1 if the input or the result is wrong, 130 on Ctrl-C.
Set NO_COLOR to print without colours.`;

const DEFAULTS: Options = {
  event: "examples/concert/event.json",
  buyers: "examples/concert/buyers.csv",
  out: "demo",
  seed: 1,
  audit: false,
};

/** Reads the options in `args`. Returns "help" if they ask for it, or a sentence if they are wrong. */
export function readOptions(args: readonly string[]): Options | "help" | { readonly mistake: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        event: { type: "string" },
        buyers: { type: "string" },
        out: { type: "string" },
        seed: { type: "string" },
        audit: { type: "boolean" },
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
