import { type Command, Option } from "commander";
import { devKeys } from "./devKeys.ts";
import { DOORKEY } from "./invocation.ts";

/** Which chain, and where the suite is on it. */
export type ChainOptions = { readonly rpc: string; readonly deployment?: string };

/** And who acts on it, carried by whom. */
export type SignerOptions = ChainOptions & {
  readonly key?: string;
  readonly as?: string;
  readonly relay?: string;
  readonly relayKey?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
};

export function withChain(command: Command): Command {
  return command
    .addOption(new Option("--rpc <url>", "the chain's node").env("DOORKEY_RPC").default("http://127.0.0.1:8545"))
    .option("--deployment <file>", "where the suite is, on a chain that Doorkey does not list");
}

export function withSigner(command: Command): Command {
  return withChain(command)
    .option(
      "--key <file>",
      `encrypted key of who acts; see "${DOORKEY} key". Asks for its password, or takes DOORKEY_PASSWORD`,
    )
    .addOption(
      new Option("--as <role>", "on a local chain, 31337: a key that everybody has").choices(
        devKeys.map(({ role }) => role),
      ),
    )
    .addOption(new Option("--relay <url>", "who sends and pays; without it the key does").env("DOORKEY_RELAY"))
    .addOption(new Option("--relay-key <key>", "the sponsor's key for the relay").env("DOORKEY_RELAY_KEY"))
    .option("--dry-run", "check all of it and send nothing")
    .option("--yes", "do not ask before sending");
}
