import { readFile } from "node:fs/promises";
import { Wallet } from "ethers";
import type { RelaySigner } from "../engine/EngineContext.ts";
import { KeyError } from "./KeyError.ts";
import { openKeystore } from "./keystore.ts";
import { awsKms } from "./kms/awsKms.ts";
import { googleKms } from "./kms/googleKms.ts";
import { kmsSigner } from "./kms/kmsSigner.ts";
import type { SignerSource } from "./SignerSource.ts";
import { walletSigner } from "./walletSigner.ts";

type Sources = {
  readonly signers: readonly SignerSource[];
  readonly env: NodeJS.ProcessEnv;
  /** Development: a key may come from the environment, as plain text. */
  readonly dev: boolean;
};

/**
 * Every key this process sends with: those of the configuration, where DOORKEY_RELAY_PASSWORD or the file that
 * DOORKEY_RELAY_PASSWORD_FILE names opens the keystores; in development also DOORKEY_RELAY_DEV_KEY.
 *
 * @throws KeyError
 */
export async function openSigners({ signers: sources, env, dev }: Sources): Promise<RelaySigner[]> {
  if (env.DOORKEY_RELAY_DEV_KEY !== undefined && !dev) throw new KeyError("DEV_KEY_REFUSED", "Start with --dev.");
  const password = sources.some(({ kind }) => kind === "keystore") ? await passwordIn(env) : "";
  // One after the other, because each keystore takes the memory of scrypt.
  const signers: RelaySigner[] = [];
  for (const source of sources) signers.push(await openSigner(source, password));
  for (const key of env.DOORKEY_RELAY_DEV_KEY?.split(",") ?? []) signers.push(devSigner(key.trim()));

  if (signers.length === 0) throw new KeyError("SIGNER_MISSING", "Name one under `signers`.");
  const addresses = signers.map(({ address }) => address.toLowerCase());
  if (new Set(addresses).size < addresses.length) throw new KeyError("SIGNER_REPEATED");
  return signers;
}

/** @param password Opens a keystore; others do not need it. */
export async function openSigner(source: SignerSource, password: string): Promise<RelaySigner> {
  switch (source.kind) {
    case "keystore":
      return openKeystore(source.path, password);
    case "awsKms":
      return kmsSigner(await awsKms(source));
    case "googleKms":
      return kmsSigner(await googleKms(source));
  }
}

/** @throws KEYSTORE_PASSWORD_MISSING */
export async function passwordIn(env: NodeJS.ProcessEnv): Promise<string> {
  if (env.DOORKEY_RELAY_PASSWORD !== undefined) return env.DOORKEY_RELAY_PASSWORD;
  const file = env.DOORKEY_RELAY_PASSWORD_FILE;
  if (file === undefined) {
    throw new KeyError("KEYSTORE_PASSWORD_MISSING", "Set DOORKEY_RELAY_PASSWORD_FILE or DOORKEY_RELAY_PASSWORD.");
  }
  const text = await readFile(file, "utf8").catch(() => {
    throw new KeyError("KEYSTORE_PASSWORD_MISSING", `${file} cannot be read.`);
  });
  return text.replace(/\r?\n$/, "");
}

function devSigner(key: string): RelaySigner {
  try {
    return walletSigner(new Wallet(key));
  } catch {
    // The library's message would quote the key.
    throw new KeyError("DEV_KEY_INVALID");
  }
}
