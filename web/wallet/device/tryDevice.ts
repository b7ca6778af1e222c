import { deviceAbilities } from "doorkey/buyer";
import type { Wallet } from "../Wallet.ts";

/** Finds out what this browser can do. It is tried once, because it makes a key and throws it away. */
export async function tryDevice({ state, means }: Wallet): Promise<void> {
  state.abilities.value ??= await deviceAbilities({ store: means.keys });
}
