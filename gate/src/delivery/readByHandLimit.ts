import { type Address, type Connection, readGates, sameAddress } from "doorkey";

/** How many more rights the desk key may admit by hand, as the chain says. None without a desk key. */
export async function readByHandLimit(desk: (() => Promise<Connection>) | undefined, eventId: number): Promise<number> {
  if (desk === undefined) return 0;
  const connection = await desk();
  const { signer } = connection;
  if (signer === undefined) return 0;
  const own = (await signer.getAddress()) as Address;
  const found = (await readGates(connection, { eventId })).find(({ gate }) => sameAddress(gate, own));
  return found?.kind === "desk" ? Math.max(0, found.byHandLimit - found.byHand) : 0;
}
