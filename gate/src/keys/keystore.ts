import { openKeystore, passwordIn } from "doorkey-server";
import type { Wallet } from "ethers";

/** The variable that has the keystores' password; with `_FILE` behind it, the one that names a file with it. */
export const PASSWORD_VARIABLE = "DOORKEY_GATE_PASSWORD";

/** The keys with which a hub admits: its scanner's, and its desk's for entries by hand. */
export type GateKeys = { readonly scanner: Wallet; readonly desk: Wallet | undefined };

type Files = { readonly scanner: string; readonly desk: string | undefined };

/**
 * Opens the keystores of a configuration with the password in the environment.
 *
 * @throws KeyError
 */
export async function openKeys({ scanner, desk }: Files, env: NodeJS.ProcessEnv): Promise<GateKeys> {
  const password = await passwordIn(env, PASSWORD_VARIABLE);
  // One after the other, because each takes the memory of scrypt.
  const opened = await openKeystore(scanner, password);
  return { scanner: opened, desk: desk === undefined ? undefined : await openKeystore(desk, password) };
}
