import type { Log } from "ethers";
import type { Connection } from "../../src/chain/Connection.ts";
import { nodeSaying } from "./nodeSaying.ts";

/** The same connection at a node that lacks some logs, such as those of a block that it has only just got. */
export function withoutLogs<connection extends Connection>(
  connection: connection,
  isMissing: (log: Log, latest: number) => boolean,
): connection {
  const { provider } = connection;
  const node = nodeSaying(provider, {
    getLogs: async (filter) => {
      const [logs, latest] = await Promise.all([provider.getLogs(filter), provider.getBlockNumber()]);
      return logs.filter((log) => !isMissing(log, latest));
    },
  });
  return { ...connection, provider: node };
}
