import { access, mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { password as askPassword, isCancel } from "@clack/prompts";
import type { Command } from "commander";
import { bold, CommandError, createKeystore, type Output, passwordIn } from "doorkey-server";
import { parseConfig } from "../config/parseConfig.ts";
import { starter } from "../config/starter.ts";
import { PASSWORD_VARIABLE } from "../keys/keystore.ts";
import { hashOfPin, newPin } from "../keys/pin.ts";
import { wholeNumber } from "./options.ts";

type Options = {
  readonly dir: string;
  readonly event: string;
  readonly rpc: string;
  readonly relay?: string;
  readonly name?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly lane: readonly string[];
  readonly desk?: boolean;
  readonly json?: boolean;
};

const [SCANNER, DESK] = ["keys/scanner.json", "keys/desk.json"];

export function initCommand(program: Command, output: Output, env: NodeJS.ProcessEnv): void {
  program
    .command("init")
    .description("write gate.yaml, and the encrypted keys with which the hub admits")
    .requiredOption("--event <id>", "the event's id")
    .option("--dir <folder>", "where to write", ".")
    .option("--rpc <url>", "JSON-RPC of a node", "http://127.0.0.1:8545")
    .option("--relay <url>", "the relay that pays for admissions")
    .option("--name <host>", "the name under which gates reach the hub; it is in the certificate")
    .option("--cert <file>", "PEM certificate chain")
    .option("--key <file>", "PEM key of the certificate")
    .option("--lane <name...>", "names of the lanes, in their order", ["Main door"])
    .option("--desk", "also make a key that admits by hand")
    .option("--json", "print what was made as JSON")
    .addHelpText(
      "after",
      `
The password of the keys comes from DOORKEY_GATE_PASSWORD_FILE, or in a terminal from a prompt. The supervisors' PIN is
shown once.

Example:
  $ doorkey-gate init --event 7 --rpc https://rpc.example --relay https://relay.example --lane North South --desk`,
    )
    .action((options: Options) => init(options, output, env));
}

async function init(options: Options, output: Output, env: NodeJS.ProcessEnv): Promise<void> {
  const folder = resolve(options.dir);
  const file = join(folder, "gate.yaml");
  if (await exists(file)) throw new CommandError(`${file} exists already. Nothing was changed.`);
  if ((options.cert === undefined) !== (options.key === undefined)) {
    throw new CommandError("--cert and --key belong together. Give both, or none.", 2);
  }
  const pin = newPin();
  const text = starter({
    event: wholeNumber("--event", options.event, 0xffff_ffff),
    rpc: options.rpc,
    relay: options.relay,
    name: options.name,
    tls: options.cert === undefined || options.key === undefined ? undefined : { cert: options.cert, key: options.key },
    lanes: options.lane,
    scanner: SCANNER,
    desk: options.desk ? DESK : undefined,
    supervisorPin: await hashOfPin(pin),
  });
  parseConfig(text, file); // before anything is written, because options may be wrong

  const password = await passwordFor(output, env);
  await mkdir(folder, { recursive: true });
  const scanner = await createKeystore(join(folder, SCANNER), password);
  const desk = options.desk ? await createKeystore(join(folder, DESK), password) : undefined;
  await writeFile(file, text, { flag: "wx", mode: 0o600 });

  if (options.json) return output.json({ file, scanner, ...(desk && { desk }), pin });
  output.line(`${bold(file)} was written, and the keys beside it.`);
  output.line();
  output.line(`The supervisors' PIN is shown only once:  ${bold(pin)}`);
  output.line();
  output.line("The organizer lets the keys admit:");
  output.line(`  doorkey gates set ${scanner} --event ${options.event}`);
  if (desk !== undefined) output.line(`  doorkey gates set ${desk} --event ${options.event} --kind desk --limit 50`);
  output.line();
  output.line(`Then: doorkey-gate doctor --config ${file} && doorkey-gate start --config ${file}`);
}

async function passwordFor(output: Output, env: NodeJS.ProcessEnv): Promise<string> {
  const isGiven = env.DOORKEY_GATE_PASSWORD !== undefined || env.DOORKEY_GATE_PASSWORD_FILE !== undefined;
  if (isGiven || !output.isTerminal) return passwordIn(env, PASSWORD_VARIABLE); // says what to set
  const [first, second] = [await ask("Password for the keys"), await ask("Repeat the password")];
  if (first !== second) throw new CommandError("The two passwords differ. Nothing was written.");
  return first;
}

async function ask(message: string): Promise<string> {
  const answer = await askPassword({
    message,
    validate: (text) => ((text ?? "").length < 12 ? "At least twelve characters." : undefined),
  });
  if (isCancel(answer)) throw new CommandError("Nothing was written.");
  return answer;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
