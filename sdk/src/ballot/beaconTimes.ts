import type { Connection } from "../chain/Connection.ts";
import { askChain } from "../chain/fromNode.ts";
import type { BeaconTimes } from "../draw/BeaconNetwork.ts";
import { ballotAt } from "./ballotAt.ts";

const known = new WeakMap<Connection, Promise<BeaconTimes>>();

/** When the beacon of the suite signs its rounds. Asked once for each connection, because it never changes. */
export function beaconTimes(connection: Connection): Promise<BeaconTimes> {
  const asked = known.get(connection) ?? askTimes(connection);
  known.set(connection, asked);
  asked.catch(() => known.delete(connection));
  return asked;
}

async function askTimes(connection: Connection): Promise<BeaconTimes> {
  const { beacon } = ballotAt(connection);
  const [genesis, period] = await askChain(() => Promise.all([beacon.GENESIS(), beacon.PERIOD()]));
  return { genesis: Number(genesis), period: Number(period) };
}
