import type { Command } from "commander";
import { CommandError, exitCode, type Output } from "doorkey-server";
import { pino } from "pino";
import { readConfig } from "../config/readConfig.ts";
import { openKeys } from "../keys/keys.ts";
import { startOffice } from "../startOffice/startOffice.ts";
import { version } from "../version.ts";
import { CONFIG_OPTION } from "./options.ts";
import { pageFolders } from "./pageFolders.ts";

type Options = { readonly config: string; readonly logLevel: string };

const LEVELS = ["debug", "info", "warn", "error"];

export function startCommand(program: Command, output: Output, env: NodeJS.ProcessEnv): void {
  program
    .command("start")
    .description("run the office until SIGTERM")
    .option(...CONFIG_OPTION)
    .option("--log-level <level>", LEVELS.join(", "), "info")
    .addHelpText(
      "after",
      `
What was sold, claimed and imported is on the disk before it counts, so an office that ends at any moment goes on where
it was.

Example:
  $ DOORKEY_OFFICE_PASSWORD_FILE=/run/secrets/office doorkey-office start --config /etc/doorkey/office.yaml`,
    )
    .action((options: Options) => start(options, output, env));
}

async function start({ config: file, logLevel }: Options, output: Output, env: NodeJS.ProcessEnv): Promise<void> {
  if (!LEVELS.includes(logLevel)) {
    throw new CommandError(`--log-level must be one of ${LEVELS.join(", ")}.`, exitCode.usage);
  }
  const config = await readConfig(file, env);
  const keys = await openKeys(config, env);
  const logger = pino({ level: logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  const pages = pageFolders();
  if (pages.boxOffice === undefined) logger.warn({ msg: 'there is no built box office; "npm run build" makes it' });
  const office = await startOffice({ config, keys, logger, version, pages });
  if (output.isTerminal) {
    output.line(`The box office is on ${office.url}, and wallets reach the office as ${config.url}`);
    if (office.walletUrl !== undefined) output.line(`The wallet is on ${office.walletUrl}`);
    output.line(`Invite a clerk: doorkey-office invite-staff --config ${file} --name "Aya" --role clerk`);
  }
  await new Promise<void>((done) => {
    const stop = () => void office.stop().then(done);
    process.once("SIGTERM", stop);
    process.once("SIGINT", stop);
  });
  // An answer that was cut off may still hold a socket.
  setImmediate(() => process.exit(exitCode.done));
}
