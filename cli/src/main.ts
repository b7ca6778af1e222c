/** The program `doorkey`. It loads only the command that runs, so that the list of commands appears at once. */

import { Command, CommanderError } from "commander";
import { type CommandName, headings, summaries } from "./summaries.ts";
import { EXIT, exit } from "./terminal/exit.ts";
import { DOORKEY } from "./terminal/invocation.ts";
import { surviveReaders } from "./terminal/output.ts";
import { withPlainErrors } from "./terminal/plainErrors.ts";
import { version } from "./version.ts";

const load: { readonly [name in CommandName]: () => Promise<Command> } = {
  key: async () => (await import("./commands/key.ts")).keyCommand,
  dev: async () => (await import("./commands/dev.ts")).devCommand,
  deploy: async () => (await import("./commands/deploy.ts")).deployCommand,
  verify: async () => (await import("./commands/verify.ts")).verifyCommand,
  organizer: async () => (await import("./commands/organizer.ts")).organizerCommand,
  presale: async () => (await import("./commands/presale.ts")).presaleCommand,
  draw: async () => (await import("./commands/draw.ts")).drawCommand,
  agents: async () => (await import("./commands/agents.ts")).agentsCommand,
  publish: async () => (await import("./commands/event/publish.ts")).publishCommand,
  status: async () => (await import("./commands/status.ts")).statusCommand,
  "set-sale-hook": async () => (await import("./commands/event/set-sale-hook.ts")).setSaleHookCommand,
  gates: async () => (await import("./commands/gates.ts")).gatesCommand,
  attesters: async () => (await import("./commands/attesters.ts")).attestersCommand,
  attest: async () => (await import("./commands/attest.ts")).attestCommand,
  grant: async () => (await import("./commands/grant.ts")).grantCommand,
  pause: async () => (await import("./commands/event/pause.ts")).pauseCommand,
  resume: async () => (await import("./commands/event/resume.ts")).resumeCommand,
  "raise-supply": async () => (await import("./commands/event/raise-supply.ts")).raiseSupplyCommand,
  "open-reserved": async () => (await import("./commands/event/open-reserved.ts")).openReservedCommand,
  right: async () => (await import("./commands/right/right.ts")).rightCommand,
  rebind: async () => (await import("./commands/right/rebind.ts")).rebindCommand,
  name: async () => (await import("./commands/right/name.ts")).nameCommand,
  "deliver-returns": async () => (await import("./commands/right/deliver-returns.ts")).deliverReturnsCommand,
  revoke: async () => (await import("./commands/right/revoke.ts")).revokeCommand,
  reopen: async () => (await import("./commands/event/reopen.ts")).reopenCommand,
  reschedule: async () => (await import("./commands/event/reschedule.ts")).rescheduleCommand,
  "extend-doors": async () => (await import("./commands/event/extend-doors.ts")).extendDoorsCommand,
  cancel: async () => (await import("./commands/event/cancel.ts")).cancelCommand,
  "hand-over": async () => (await import("./commands/event/hand-over.ts")).handOverCommand,
  accept: async () => (await import("./commands/event/accept.ts")).acceptCommand,
  codes: async () => (await import("./commands/codes.ts")).codesCommand,
  admit: async () => (await import("./commands/admit.ts")).admitCommand,
  "admit-by-hand": async () => (await import("./commands/admit-by-hand.ts")).admitByHandCommand,
  report: async () => (await import("./commands/report.ts")).reportCommand,
  audit: async () => (await import("./commands/audit.ts")).auditCommand,
  "check-seller": async () => (await import("./commands/check-seller.ts")).checkSellerCommand,
};

surviveReaders();
await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  const asked = args[0] === "help" ? args[1] : args[0];
  if (asked !== undefined && !asked.startsWith("-") && !isName(asked)) return refuse(asked, args);
  const program = withPlainErrors(new Command(DOORKEY))
    .description("Runs an event for its organizer, agents and gates, from the first key to the report.")
    .version(version)
    .usage("<command> [options]")
    .addHelpText("after", `\n${DOORKEY} <command> --help shows the options of a command, with examples.`);
  let heading = "";
  for (const name of Object.keys(summaries).filter(isName)) {
    heading = headings[name] ?? heading;
    const command = name === asked ? await load[name]() : new Command(name).description(summaries[name]);
    program.addCommand(command.helpGroup(heading));
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
