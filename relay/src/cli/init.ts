import { access, mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { bold, CommandError, exitCode, type Output } from "doorkey-server";
import { parseConfig } from "../config/parseConfig.ts";
import { isPreset, PRESETS } from "../config/presets.ts";
import { ticketing } from "../config/ticketing.ts";
import { hashOfKey, newApiKey } from "../http/auth.ts";
import { createKeystore } from "../keys/keystore.ts";
import { fundingHint } from "./fundingHint.ts";
import { passwordFor } from "./newPassword.ts";

type Options = {
  readonly dir: string;
  readonly chain: string;
  readonly rpc: string;
  readonly sponsor: string;
  readonly organizer?: readonly string[];
  readonly preset: string;
  readonly json?: boolean;
};

const KEYSTORE = "keys/signer-1.json";

export function initCommand(program: Command, output: Output, env: NodeJS.ProcessEnv): void {
  program
    .command("init")
    .description("write relay.yaml for ticketing, and an encrypted key that pays")
    .option("--dir <folder>", "where to write", ".")
    .option("--chain <id>", "chain id", "31337")
    .option("--rpc <url>", "JSON-RPC of a node", "http://127.0.0.1:8545")
    .option("--sponsor <id>", "name of the first sponsor", "tickets")
    .option("--organizer <id...>", "organizers whose events it pays for")
    .option("--preset <name>", "ticketing, or stadium for an on-sale of tens of thousands of orders", "ticketing")
    .option("--json", "print what was made as JSON")
    .addHelpText(
      "after",
      `
The password of the key comes from DOORKEY_RELAY_PASSWORD_FILE, or in a terminal from a prompt.

Example:
  $ doorkey-relay init --dir /etc/doorkey --chain 11155111 --rpc https://rpc.example --organizer 7`,
    )
    .action((options: Options) => init(options, output, env));
}

async function init(options: Options, output: Output, env: NodeJS.ProcessEnv): Promise<void> {
  const folder = resolve(options.dir);
  const file = join(folder, "relay.yaml");
  if (await exists(file)) throw new CommandError(`${file} exists already. Nothing was changed.`);

  const { preset } = options;
  if (!isPreset(preset)) {
    throw new CommandError(`--preset must be ${PRESETS.join(" or ")}, not ${preset}.`, exitCode.usage);
  }
  const chainId = wholeNumber("--chain", options.chain);
  const organizers = (options.organizer ?? []).map((id) => wholeNumber("--organizer", id));
  const [apiKey, adminKey] = [newApiKey(options.sponsor), newApiKey("admin")];
  const text = ticketing({
    preset,
    chainId,
    rpc: options.rpc,
    keystore: KEYSTORE,
    sponsor: { id: options.sponsor, keyHash: hashOfKey(apiKey), organizers },
    adminKeyHash: hashOfKey(adminKey),
  });
  const { fees } = parseConfig(text, file); // before anything is written, because options may be wrong

  const password = await passwordFor(output, env);
  await mkdir(folder, { recursive: true });
  const address = await createKeystore(join(folder, KEYSTORE), password);
  await writeFile(file, text, { flag: "wx", mode: 0o600 });

  if (options.json) return output.json({ file, keystore: join(folder, KEYSTORE), address, apiKey, adminKey });
  output.line(`${bold(file)} was written, and ${join(folder, KEYSTORE)}.`);
  output.line();
  output.line("These keys are shown only once. The file has only their hashes:");
  output.line(`  sponsor ${options.sponsor}  ${apiKey}`);
  output.line(`  admin${" ".repeat(options.sponsor.length + 3)}  ${adminKey}`);
  output.line();
  fundingHint(output, { address, chainId, amount: 2n * fees.lowBalance });
  output.line();
  output.line(`Then: doorkey-relay start --config ${file}`);
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new CommandError(`${option} must be a whole number from 1 up, not ${text}.`, exitCode.usage);
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
