import type { Command } from "commander";
import { CommandError, exitCode, type Output } from "doorkey-server";
import { pino } from "pino";
import { LOOPBACK_ONLY } from "../config/parseConfig.ts";
import { readConfig } from "../config/readConfig.ts";
import { openKeys } from "../keys/keystore.ts";
import { startGate } from "../startGate/startGate.ts";
import { version } from "../version.ts";
import { CONFIG_OPTION } from "./options.ts";
import { pageFolder } from "./pageFolder.ts";

type Options = {
  readonly config: string;
  readonly trustClock?: boolean;
  readonly logLevel: string;
  readonly page?: string;
};

const LEVELS = ["debug", "info", "warn", "error"];

export function startCommand(program: Command, output: Output, env: NodeJS.ProcessEnv): void {
  program
    .command("start")
    .description("run the hub until SIGTERM")
    .option(...CONFIG_OPTION)
    .option("--trust-clock", "start even if the clock is behind the last stored scan")
    .option("--page <folder>", "serve another build of the gate page")
    .option("--log-level <level>", LEVELS.join(", "), "info")
    .addHelpText(
      "after",
      `
Entries that were let in are on the disk before the green light, so a hub that ends at any moment loses none.

Example:
  $ DOORKEY_GATE_PASSWORD_FILE=/run/secrets/gate doorkey-gate start --config /etc/doorkey/gate.yaml`,
    )
    .action((options: Options) => start(options, output, env));
}

async function start(options: Options, output: Output, env: NodeJS.ProcessEnv): Promise<void> {
  const { config: file, trustClock = false, logLevel, page = pageFolder() } = options;
  if (!LEVELS.includes(logLevel)) {
    throw new CommandError(`--log-level must be one of ${LEVELS.join(", ")}.`, exitCode.usage);
  }
  const config = await readConfig(file, env);
  const keys = await openKeys(config.keys, env);
  const logger = pino({ level: logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  // A signal during the start ends the process, because nothing was accepted so far.
  const gate = await startGate({ config, keys, logger, version, page, trustClock });
  if (output.isTerminal) {
    output.line(`The hub serves ${gate.url}`);
    if (config.tls === undefined) output.line(`It serves this machine alone: ${LOOPBACK_ONLY}.`);
    output.line(
      `Invite a gate: doorkey-gate invite --config ${file} --lane ${config.lanes[0]?.number} --name "Gate 1"`,
    );
  } else if (config.tls === undefined) {
    logger.warn({ msg: LOOPBACK_ONLY });
  }
  await new Promise<void>((done) => {
    const stop = () => void gate.stop().then(done);
    process.once("SIGTERM", stop);
    process.once("SIGINT", stop);
  });
  // An answer that was cut off may still hold a socket.
  setImmediate(() => process.exit(exitCode.done));
}
