import type { Command } from "commander";
import { pino } from "pino";
import { openSigners } from "../keys/openSigners.ts";
import { startRelay } from "../startRelay/startRelay.ts";
import { version } from "../version.ts";
import { CommandError, exitCode, fundingHint, type Output } from "./output.ts";

type Options = { readonly config: string; readonly dev?: boolean; readonly logLevel: string };

const LEVELS = ["debug", "info", "warn", "error"];

export function startCommand(program: Command, output: Output, env: NodeJS.ProcessEnv): void {
  program
    .command("start")
    .description("run the relay until SIGTERM; SIGHUP reads the configuration again")
    .option("-c, --config <file>", "configuration", "relay.yaml")
    .option("--dev", "allow a plain-text key in DOORKEY_RELAY_DEV_KEY")
    .option("--log-level <level>", LEVELS.join(", "), "info")
    .addHelpText(
      "after",
      "\nExample:\n  $ DOORKEY_RELAY_PASSWORD_FILE=/run/secrets/relay doorkey-relay start -c /etc/doorkey/relay.yaml",
    )
    .action((options: Options) => start(options, output, env));
}

async function start({ config: file, dev = false, logLevel }: Options, output: Output, env: NodeJS.ProcessEnv) {
  if (!LEVELS.includes(logLevel))
    throw new CommandError(`--log-level must be one of ${LEVELS.join(", ")}.`, exitCode.usage);
  const logger = pino({ level: logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  const relay = await startRelay({
    file,
    env,
    openSigners: async (config) => {
      const signers = await openSigners({ keystores: config.keystores, env, dev });
      if (output.isTerminal) for (const { address } of signers) fundingHint(output, address, config.chain.id);
      return signers;
    },
    logger,
    version,
  });

  process.on("SIGHUP", () => void relay.reload());
  await new Promise<void>((done) => {
    const stop = () => void relay.stop().then(done);
    process.once("SIGTERM", stop);
    process.once("SIGINT", stop);
  });
  // An answer that was cut off may still hold a socket.
  setImmediate(() => process.exit(exitCode.done));
}
