import { access, mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { password as askPassword, isCancel } from "@clack/prompts";
import type { Command } from "commander";
import { bold, CommandError, createKeystore, type Output, passwordIn } from "doorkey-server";
import { parseConfig } from "../config/parseConfig.ts";
import { hashOfKey, newShopKey } from "../config/shopKey.ts";
import { starter } from "../config/starter.ts";
import { PASSWORD_VARIABLE } from "../keys/keys.ts";
import { wholeNumber } from "./options.ts";

type Options = {
  readonly dir: string;
  readonly agent: string;
  readonly event: string;
  readonly document?: string;
  readonly rpc: string;
  readonly relay?: string;
  readonly relayKeyFrom?: string;
  readonly url: string;
  readonly json?: boolean;
};

const KEY = "keys/agent.json";
const SHOP = "web";

export function initCommand(program: Command, output: Output, env: NodeJS.ProcessEnv): void {
  program
    .command("init")
    .description("write office.yaml, an encrypted key that grants, and a key for your shop")
    .requiredOption("--agent <id>", "the agent's id")
    .requiredOption("--event <id>", "the event's id")
    .requiredOption("--url <url>", "where wallets reach the office: https://tickets.shop.example/door")
    .option("--dir <folder>", "where to write", ".")
    .option("--document <file>", "the event document; without it, the one that the organizer serves")
    .option("--rpc <url>", "JSON-RPC of a node", "http://127.0.0.1:8545")
    .option("--relay <url>", "the relay that pays for grants")
    .option("--relay-key-from <name>", "the environment variable with your key for the relay")
    .option("--json", "print what was made as JSON")
    .addHelpText(
      "after",
      `
The password of the key comes from DOORKEY_OFFICE_PASSWORD_FILE, or in a terminal from a prompt. The shop's key is shown
once.

Example:
  $ doorkey-office init --agent 3 --event 7 --url https://tickets.shop.example/door --relay https://relay.example`,
    )
    .action((options: Options) => init(options, output, env));
}

async function init(options: Options, output: Output, env: NodeJS.ProcessEnv): Promise<void> {
  const folder = resolve(options.dir);
  const file = join(folder, "office.yaml");
  if (await exists(file)) throw new CommandError(`${file} exists already. Nothing was changed.`);
  const shopKey = newShopKey(SHOP);
  const text = starter({
    agent: wholeNumber("--agent", options.agent, 0xffff_ffff),
    event: wholeNumber("--event", options.event, 0xffff_ffff),
    document: options.document,
    rpc: options.rpc,
    relay: options.relay,
    relayKeyFrom: options.relayKeyFrom,
    url: options.url,
    key: KEY,
    shop: { id: SHOP, keyHash: hashOfKey(shopKey) },
  });
  // Before anything is written, because options may be wrong. The relay's key may be set later.
  parseConfig(text, file, { ...(options.relayKeyFrom !== undefined && { [options.relayKeyFrom]: "later" }), ...env });

  const password = await passwordFor(output, env);
  await mkdir(folder, { recursive: true });
  const agent = await createKeystore(join(folder, KEY), password);
  await writeFile(file, text, { flag: "wx", mode: 0o600 });

  if (options.json) return output.json({ file, agent, shop: { id: SHOP, key: shopKey } });
  output.line(`${bold(file)} was written, and the key beside it.`);
  output.line();
  output.line(`The key of your shop is shown only once:  ${bold(shopKey)}`);
  output.line();
  output.line("An admin of the agent lets the office grant:");
  output.line(`  doorkey agents role ${agent} member --agent ${options.agent}`);
  output.line();
  output.line(`Then: doorkey-office doctor --config ${file} && doorkey-office start --config ${file}`);
}

async function passwordFor(output: Output, env: NodeJS.ProcessEnv): Promise<string> {
  const isGiven = env[PASSWORD_VARIABLE] !== undefined || env[`${PASSWORD_VARIABLE}_FILE`] !== undefined;
  if (isGiven || !output.isTerminal) return passwordIn(env, PASSWORD_VARIABLE); // says what to set
  const [first, second] = [await ask("Password for the key"), await ask("Repeat the password")];
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
