import { access } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { bold, CommandError, exitCode, type Output } from "doorkey-server";
import { parseConfig } from "../config/parseConfig.ts";
import { createKeystore } from "../keys/keystore.ts";
import { openSigner } from "../keys/openSigners.ts";
import { type SignerSource, sourceName } from "../keys/SignerSource.ts";
import { readConfig, writeConfig } from "./configFile.ts";
import { fundingHint } from "./fundingHint.ts";
import { passwordFor } from "./newPassword.ts";
import { type SignerEntry, withSigner } from "./signerText.ts";

export declare namespace signerAdd {
  type Options = {
    readonly config: string;
    readonly keystore?: string;
    readonly awsKms?: string;
    readonly region?: string;
    readonly googleKms?: string;
    readonly json?: boolean;
  };
}

/** Makes a key, or names one in a key service, and writes it into the configuration. */
export async function signerAdd(options: signerAdd.Options, output: Output, env: NodeJS.ProcessEnv): Promise<void> {
  const file = resolve(options.config);
  const { config, text } = await readConfig(file, env);
  const { source, entry } = await wanted(options, dirname(file));
  const changed = withSigner(text, entry);
  parseConfig(changed, file, env); // before a key is made, because options may be wrong
  const address =
    source.kind === "keystore"
      ? await createKeystore(source.path, await passwordFor(output, env))
      : (await openSigner(source, "")).address;
  await writeConfig(file, changed, env);

  const need = { address, chainId: config.chain.id, amount: 2n * config.fees.lowBalance };
  if (options.json) {
    return output.json({ address, signer: sourceName(source), config: file, sendWei: String(need.amount) });
  }
  output.line(`${bold(address)} (${sourceName(source)}) is in ${file}.`);
  output.line();
  fundingHint(output, need);
  output.line();
  output.line("Then restart the relay: it takes its keys at the start.");
}

type Wanted = { readonly source: SignerSource; readonly entry: SignerEntry };

async function wanted({ keystore, awsKms, region, googleKms }: signerAdd.Options, folder: string): Promise<Wanted> {
  if ([keystore, awsKms, googleKms].filter((one) => one !== undefined).length > 1) {
    throw new CommandError("Give one of --keystore, --aws-kms and --google-kms.", exitCode.usage);
  }
  if (region !== undefined && awsKms === undefined) {
    throw new CommandError("--region belongs to --aws-kms.", exitCode.usage);
  }
  if (awsKms !== undefined) {
    const key = { keyId: awsKms, ...(region !== undefined && { region }) };
    return { source: { kind: "awsKms", ...key }, entry: { awsKms: key } };
  }
  if (googleKms !== undefined) {
    return { source: { kind: "googleKms", key: googleKms }, entry: { googleKms: { key: googleKms } } };
  }
  const path = keystore === undefined ? await freePath(folder) : resolve(folder, keystore);
  const inside = relative(folder, path);
  return { source: { kind: "keystore", path }, entry: { keystore: inside.startsWith("..") ? path : inside } };
}

/** `keys/signer-<n>.json` with the lowest n that no file has. */
async function freePath(folder: string): Promise<string> {
  for (let n = 1; ; n++) {
    const path = join(folder, "keys", `signer-${n}.json`);
    const taken = await access(path).then(
      () => true,
      () => false,
    );
    if (!taken) return path;
  }
}
