import { type Command, Option } from "commander";
import { devKeys } from "./devKeys.ts";
import { DOORKEY } from "./invocation.ts";

/** Which chain, and where the suite is on it. */
export type ChainOptions = { readonly rpc: string; readonly deployment?: string };

/** The chain, the key that signs, and the relay that sends. */
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
    .addOption(new Option("--rpc <url>", "URL of the chain's node").env("DOORKEY_RPC").default("http://127.0.0.1:8545"))
    .option("--deployment <file>", "file with the addresses of the suite, on a chain that Doorkey does not list");
}

export function withSigner(command: Command): Command {
  return withChain(command)
    .option(
      "--key <file>",
      `encrypted key to sign with; see "${DOORKEY} key". Its password is asked for, or read from DOORKEY_PASSWORD`,
    )
    .addOption(
      new Option("--as <role>", "on the local chain 31337: sign with a key that everyone knows").choices(
        devKeys.map(({ role }) => role),
      ),
    )
    .addOption(
      new Option("--relay <url>", "the relay that sends and pays; without it, the key pays").env("DOORKEY_RELAY"),
    )
    .addOption(new Option("--relay-key <key>", "the sponsor's key for the relay").env("DOORKEY_RELAY_KEY"))
    .option("--dry-run", "check everything, and send nothing")
    .option("--yes", "send without asking");
}
