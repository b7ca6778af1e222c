import { type Connection, connect } from "doorkey";
import type { Wallet } from "ethers";

/** The nodes of a chain, of which the first that answers is used, and the relay that pays for calls, with its key. */
export type ChainAccess = {
  readonly rpc: readonly string[];
  readonly relay: { readonly url: string; readonly key: string | undefined } | undefined;
};

/**
 * Connects a key to the chain when it is needed, through the first node that answers. A connection is kept until its node
 * does not answer any more.
 *
 * @param signer Undefined to read only.
 * @returns A function that resolves to a connection, and throws what `connect` throws if no node answers.
 */
export function connector({ rpc, relay }: ChainAccess, signer: Wallet | undefined): () => Promise<Connection> {
  let kept: Promise<Connection> | undefined;
  const payer = relay && { url: relay.url, ...(relay.key !== undefined && { key: relay.key }) };

  async function open(): Promise<Connection> {
    let failure: unknown;
    for (const url of rpc) {
      try {
        return await connect({ rpc: url, signer, relay: payer });
      } catch (error) {
        failure ??= error;
      }
    }
    throw failure;
  }

  async function alive(connection: Connection): Promise<boolean> {
    return connection.provider.getBlockNumber().then(
      () => true,
      () => false,
    );
  }

  return async () => {
    const before = kept;
    // With one node there is no other to change to.
    if (before !== undefined && (rpc.length === 1 || (await before.then(alive, () => false)))) return before;
    if (kept === before) {
      kept = open();
      kept.catch(() => {
        kept = undefined;
      });
    }
    return kept ?? open();
  };
}
