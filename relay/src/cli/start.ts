import type { Command } from "commander";
import { CommandError, exitCode, type Output } from "doorkey-server";
import { pino } from "pino";
import { isPort } from "../config/serverOf.ts";
import { openSigners } from "../keys/openSigners.ts";
import { startRelay } from "../startRelay/startRelay.ts";
import { version } from "../version.ts";
import { fundingHint } from "./fundingHint.ts";

type Options = {
  readonly config: string;
  readonly dev?: boolean;
  readonly logLevel: string;
  readonly host?: string;
  readonly port?: string;
  readonly metricsPort?: string;
};

const LEVELS = ["debug", "info", "warn", "error"];

export function startCommand(program: Command, output: Output, env: NodeJS.ProcessEnv): void {
  program
    .command("start")
    .description("run the relay until SIGTERM; SIGHUP reads the configuration again")
    .option("-c, --config <file>", "configuration", "relay.yaml")
    .option("--dev", "allow a plain-text key in DOORKEY_RELAY_DEV_KEY")
    .option("--host <address>", "where to listen; also DOORKEY_RELAY_HOST")
    .option("--port <port>", "port of the service, 0 for a free one; also DOORKEY_RELAY_PORT")
    .option("--metrics-port <port>", "port of the metrics, 0 for a free one; also DOORKEY_RELAY_METRICS_PORT")
    .option("--log-level <level>", LEVELS.join(", "), "info")
    .addHelpText(
      "after",
      "\nExample:\n  $ DOORKEY_RELAY_PASSWORD_FILE=/run/secrets/relay doorkey-relay start -c /etc/doorkey/relay.yaml",
    )
    .action((options: Options) => start(options, output, env));
}

async function start(options: Options, output: Output, environment: NodeJS.ProcessEnv) {
  const { config: file, dev = false, logLevel } = options;
  const env = { ...environment, ...listening(options) };
  if (!LEVELS.includes(logLevel))
    throw new CommandError(`--log-level must be one of ${LEVELS.join(", ")}.`, exitCode.usage);
  const logger = pino({ level: logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  const relay = await startRelay({
    file,
    env,
    openSigners: ({ signers }) => openSigners({ signers, env, dev }),
    logger,
    version,
    // Without a terminal the log says it, whose every line is JSON.
    onUnfunded: (needs) => {
      if (output.isTerminal) for (const need of needs) fundingHint(output, need);
    },
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

/** What the options override, in the words of the environment. */
function listening({ host, port, metricsPort }: Options): NodeJS.ProcessEnv {
  for (const [option, text] of [
    ["--port", port],
    ["--metrics-port", metricsPort],
  ]) {
    if (text !== undefined && !isPort(text)) {
      throw new CommandError(`${option} must be a whole number from 0 to 65535, not ${text}.`, exitCode.usage);
    }
  }
  return {
    ...(host !== undefined && { DOORKEY_RELAY_HOST: host }),
    ...(port !== undefined && { DOORKEY_RELAY_PORT: port }),
    ...(metricsPort !== undefined && { DOORKEY_RELAY_METRICS_PORT: metricsPort }),
  };
}
