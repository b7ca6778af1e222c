import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { UsageError } from "../../cli/src/terminal/failures.ts";
import { refuseTakenPort } from "../../cli/src/terminal/ports.ts";
import { bad, good } from "../support/shell.ts";
import { printDescriptions, printRunning } from "./printDescriptions.ts";
import type { Context, RunningService, Service } from "./Service.ts";

type Environment = {
  /** The npm script that runs it. */
  readonly script: string;
  /** A sentence that describes it. */
  readonly summary: string;
  /** In the order in which they start. They stop in the reverse order. */
  readonly services: readonly Service[];
  /** Those that run with `--empty`, which leaves the chain to its user. */
  readonly onEmptyChain?: readonly Service[];
};

/** Starts the services with the options of this process, prints their descriptions, and stops them on Ctrl-C. */
export async function runServices(environment: Environment): Promise<void> {
  try {
    await start(environment);
  } catch (error) {
    console.error(`${bad("✗")} ${error instanceof Error ? error.message : error}`);
    if (error instanceof UsageError) console.error(`  ${error.remedy}`);
    process.exit(1);
  }
}

async function start(environment: Environment): Promise<void> {
  const { ports, services } = await readOptions(environment);
  const folder = await mkdtemp(join(tmpdir(), "doorkey-dev-"));
  const running: RunningService[] = [];
  const stop = once(async () => {
    for (const service of running.toReversed()) await service.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const context: Context = {
    port: (option) => {
      const found = ports.get(option);
      if (found === undefined) throw new Error(`no service declares --${option}`);
      return found;
    },
    folder,
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, async () => {
      await stop();
      console.log(`\n${good("✓")} stopped`);
      process.exit();
    });
  }
  try {
    for (const service of services) {
      const started = await service.start(context).catch((cause) => refuse(service.name, cause));
      running.push(started);
      // At once, because those that follow take their time.
      printRunning(await started.describe());
    }
    printDescriptions(await Promise.all(running.map((service) => service.describe())));
  } catch (error) {
    await stop();
    throw error;
  }
}

function refuse(name: string, cause: unknown): never {
  throw new Error(`the ${name} did not start: ${cause instanceof Error ? cause.message : cause}`, { cause });
}

type Choice = { readonly ports: ReadonlyMap<string, number>; readonly services: readonly Service[] };

/** Reads the services to start and the port of each option. Refuses a port that is taken. */
async function readOptions(environment: Environment): Promise<Choice> {
  const options = environment.services.flatMap(({ ports }) => ports);
  const config: ParseArgsOptionsConfig = { help: { type: "boolean" } };
  if (environment.onEmptyChain !== undefined) config.empty = { type: "boolean" };
  for (const { option } of options) config[option] = { type: "string" };
  const { values } = parseArgs({ options: config });
  if (values.help === true) {
    console.log(helpOf(environment));
    process.exit();
  }
  const { onEmptyChain } = environment;
  const services = values.empty === true && onEmptyChain !== undefined ? onEmptyChain : environment.services;
  const ports = new Map<string, number>();
  for (const { option, standard, count = 1 } of services.flatMap((service) => service.ports)) {
    const first = parsePort(`--${option}`, String(values[option] ?? standard));
    for (let port = first; port < first + count; port++) await refuseTakenPort(port);
    ports.set(option, first);
  }
  return { ports, services };
}

function parsePort(option: string, text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`${option} ${text}: a port must be a number from 1 to 65535`);
}

function helpOf({ script, summary, services, onEmptyChain }: Environment): string {
  const ports = services.flatMap((service) => service.ports);
  const rows: [string, string][] = [
    ...ports.map(({ option, standard, help }): [string, string] => [
      `--${option} <number>`,
      `${help}. Defaults to ${standard}`,
    ]),
    ...(onEmptyChain === undefined
      ? []
      : [["--empty", "start only the chain, the beacon and the relay"] satisfies [string, string]]),
    ["--help", "show this text"],
  ];
  const width = Math.max(...rows.map(([option]) => option.length));
  const lines = rows.map(([option, help]) => `  ${option.padEnd(width)}   ${help}`);
  return `${summary} Runs until Ctrl-C, and keeps nothing.\n\n  npm run ${script} -- [options]\n\n${lines.join("\n")}`;
}

/** Does `work` once. A second call waits for the same end, as on a second Ctrl-C. */
function once(work: () => Promise<void>): () => Promise<void> {
  let begun: Promise<void> | undefined;
  return () => {
    begun ??= work();
    return begun;
  };
}
