import type { EventKey } from "doorkey/attester";
import { openKeystore, passwordIn } from "doorkey-server";
import { getBytes, type Wallet } from "ethers";
import type { Config } from "../config/Config.ts";

/** The variable that has the keystores' password; with `_FILE` behind it, the one that names a file with it. */
export const PASSWORD_VARIABLE = "DOORKEY_OFFICE_PASSWORD";

/** What an office signs with. */
export type OfficeKeys = {
  /** A member of the agent. */
  readonly agent: Wallet;
  /** Undefined if the office reads no documents of persons. */
  readonly persons: { readonly attester: Wallet; readonly eventKey: EventKey } | undefined;
};

/**
 * Opens the keystores of a configuration with the password in the environment. The key of person tags is 32 secret bytes
 * and is kept as the key of a keystore.
 *
 * @throws KeyError
 */
export async function openKeys({ keys, persons }: Pick<Config, "keys" | "persons">, env: NodeJS.ProcessEnv) {
  const password = await passwordIn(env, PASSWORD_VARIABLE);
  // One after the other, because each takes the memory of scrypt.
  const agent = await openKeystore(keys.agent, password);
  if (persons === undefined) return { agent, persons: undefined } satisfies OfficeKeys;
  const attester = await openKeystore(persons.attester, password);
  const tags = await openKeystore(persons.eventKey, password);
  return { agent, persons: { attester, eventKey: getBytes(tags.privateKey) } } satisfies OfficeKeys;
}
