/** The program `doorkey`. It loads only the command that runs, so that the list of commands appears at once. */

import { Command, CommanderError } from "commander";
import { type CommandName, summaries } from "./summaries.ts";
import { EXIT, exit } from "./terminal/exit.ts";
import { DOORKEY } from "./terminal/invocation.ts";
import { withPlainErrors } from "./terminal/plainErrors.ts";
import { version } from "./version.ts";

const load: { readonly [name in CommandName]: () => Promise<Command> } = {
  key: async () => (await import("./commands/key.ts")).keyCommand,
  deploy: async () => (await import("./commands/deploy.ts")).deployCommand,
  organizer: async () => (await import("./commands/organizer.ts")).organizerCommand,
  "create-event": async () => (await import("./commands/create-event.ts")).createEventCommand,
  presale: async () => (await import("./commands/presale.ts")).presaleCommand,
  agents: async () => (await import("./commands/agents.ts")).agentsCommand,
  attest: async () => (await import("./commands/attest.ts")).attestCommand,
  grant: async () => (await import("./commands/grant.ts")).grantCommand,
  codes: async () => (await import("./commands/codes.ts")).codesCommand,
  admit: async () => (await import("./commands/admit.ts")).admitCommand,
  report: async () => (await import("./commands/report.ts")).reportCommand,
  "check-seller": async () => (await import("./commands/check-seller.ts")).checkSellerCommand,
};

// A reader such as `head` may close the pipe early. That is not a failure.
process.stdout.on("error", () => process.exit(EXIT.done));
await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  const asked = args[0] === "help" ? args[1] : args[0];
  if (asked !== undefined && !asked.startsWith("-") && !isName(asked)) return refuse(asked, args);
  const program = withPlainErrors(new Command(DOORKEY))
    .description("Runs an event for its organizer, agents and gates, from the first key to the report.")
    .version(version)
    .usage("<command> [options]")
    .addHelpText("after", `\n${DOORKEY} <command> --help shows the options of a command, with examples.`);
  for (const name of Object.keys(summaries).filter(isName)) {
    program.addCommand(name === asked ? await load[name]() : new Command(name).description(summaries[name]));
  }
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exit(EXIT.done);
    return endWrongUse(error.message.replace(/^error: /, ""), "See --help.", args);
  }
}

function isName(text: string): text is CommandName {
  return Object.hasOwn(summaries, text);
}

async function refuse(asked: string, args: readonly string[]): Promise<never> {
  // Loaded here only, because no other path of this file needs the SDK.
  const { suggestName } = await import("doorkey/organizer");
  const message = `Unknown command "${asked}"${suggestName(asked, Object.keys(summaries))}.`;
  const remedy = `See ${DOORKEY} --help.`;
  process.stderr.write(`✗ ${message}\n  ${remedy}\n`);
  return endWrongUse(message, remedy, args);
}

/** With `--json`, prints the failure for programs too. */
function endWrongUse(message: string, remedy: string, args: readonly string[]): Promise<never> {
  if (args.includes("--json")) {
    process.stdout.write(`${JSON.stringify({ error: { code: "USAGE", message, details: [], remedy } })}\n`);
  }
  return exit(EXIT.usage);
}
