import type { Command } from "commander";
import type { Output } from "doorkey-server";
import { signerAdd } from "./signerAdd.ts";
import { signerList } from "./signerList.ts";
import { signerRetire } from "./signerRetire.ts";

/** `doorkey-relay signer add|list|retire`. */
export function signerCommand(program: Command, output: Output, env: NodeJS.ProcessEnv): void {
  const signer = program.command("signer").description("the keys that send and pay: add one, list them, retire one");
  const config = ["-c, --config <file>", "configuration", "relay.yaml"] as const;

  signer
    .command("add")
    .description("make an encrypted key, or name one in a key service, and write it into the configuration")
    .option(...config)
    .option(
      "--keystore <path>",
      "where to write the new key, beside the configuration; keys/signer-<n>.json by default",
    )
    .option("--aws-kms <key>", "a key in AWS KMS instead: its id, ARN or alias")
    .option("--region <region>", "of the key in AWS KMS")
    .option("--google-kms <key>", "a key version in Google Cloud KMS instead")
    .option("--json", "print what was made as JSON")
    .addHelpText(
      "after",
      `
The password of a new key is that of the others: DOORKEY_RELAY_PASSWORD_FILE. Restart the relay afterwards.

Example:
  $ DOORKEY_RELAY_PASSWORD_FILE=/run/secrets/relay doorkey-relay signer add -c /etc/doorkey/relay.yaml`,
    )
    .action((options: signerAdd.Options) => signerAdd(options, output, env));

  signer
    .command("list")
    .description("the keys of the configuration, with what each holds")
    .option(...config)
    .option("--json", "print them as JSON")
    .addHelpText(
      "after",
      "\nIt needs no password.\n\nExample:\n  $ doorkey-relay signer list -c /etc/doorkey/relay.yaml",
    )
    .action((options: signerList.Options) => signerList(options, output, env));

  signer
    .command("retire")
    .description("pause a key, wait until nothing of it is under way, and take it out of the configuration")
    .argument("<address>", "the key's address")
    .option(...config)
    .option("--url <url>", "where a replica listens", "http://127.0.0.1:8787")
    .option("--timeout <seconds>", "longest wait", "600")
    .option("--json", "print what is left as JSON")
    .addHelpText(
      "after",
      `
The admin key comes from DOORKEY_RELAY_ADMIN_KEY. The key's file stays, because it may still hold ether.

Example:
  $ doorkey-relay signer retire 0x5FbDB2315678afecb367f032d93F642f64180aa3 -c /etc/doorkey/relay.yaml`,
    )
    .action((address: string, options: signerRetire.Options) => signerRetire(address, options, output, env));
}
