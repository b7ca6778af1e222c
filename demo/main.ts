import { describeMistake, type Mistake } from "doorkey/organizer";
import { randomBySeed } from "../tools/support/randomBySeed.ts";
import { castRoles, findClasses } from "./cast.ts";
import { readInput } from "./input/read.ts";
import { JourneyError } from "./JourneyError.ts";
import type { Cast } from "./journey.ts";
import { HELP, type Options, readOptions } from "./options.ts";
import { formatNumber, Screen } from "./screen.ts";

const screen = new Screen(process.stdout, process.env);

process.once("SIGINT", () => {
  screen.interrupt();
  screen.line("\nStopped. Nothing was written.");
  process.exit(130);
});
// A reader such as `head` may close the pipe early. That is not a failure.
process.stdout.on("error", () => process.exit(0));

const options = readOptions(process.argv.slice(2));
if (options === "help") {
  screen.line(HELP);
  process.exit(0);
}
if ("mistake" in options) {
  screen.error(`${options.mistake} See npm run demo -- --help.`);
  process.exit(1);
}
// Exits explicitly, because a chain in this process keeps handles open.
process.exit(await demo(options));

async function demo(options: Options): Promise<number> {
  const start = Date.now();
  const input = await readInput(options);
  if (!("event" in input)) return refuse(input);
  const cast = castOf(input, options);
  if (!("roles" in cast)) return refuse(cast);

  screen.line(`${input.event.name} · ${input.event.venue}`);
  // Loaded only now, so that help and mistakes appear without waiting for a chain.
  const { runJourney } = await import("./journey.ts");
  const { writeAudits, writeReport } = await import("./report.ts");
  try {
    const told = await runJourney(input, cast, options.seed, screen, options);
    const report = writeReport(options.out, told);
    const audits = writeAudits(options.out, told);
    screen.heading("The end");
    for (const audit of audits) screen.fact("", `audit: ${audit}`);
    screen.fact("", `report: ${report}`, `${seconds(start)} s`);
    return 0;
  } catch (error) {
    screen.interrupt();
    if (!(error instanceof JourneyError)) throw error;
    screen.line();
    screen.error(`The journey failed: ${error.message}`);
    return 1;
  }
}

function castOf(input: Parameters<typeof findClasses>[0], { event, buyers, seed }: Options): Cast | readonly Mistake[] {
  const classes = findClasses(input, event);
  if (!("standing" in classes)) return classes;
  const roles = castRoles(input, classes, randomBySeed(seed), buyers);
  return "away" in roles ? { classes, roles } : roles;
}

/** Prints every mistake at once. Nothing was sent, because the chain does not run yet. */
function refuse(mistakes: readonly Mistake[]): number {
  for (const mistake of mistakes) screen.error(describeMistake(mistake));
  screen.line(`${formatNumber(mistakes.length)} ${mistakes.length === 1 ? "mistake" : "mistakes"}; nothing was sent.`);
  return 1;
}

function seconds(since: number): string {
  return ((Date.now() - since) / 1000).toFixed(1);
}
