import { type Connection, connect } from "doorkey";
import { inlineRelay } from "doorkey/testing";
import { Wallet } from "ethers";

/**
 * Connects to the suite with a key that needs no ether. In the environment, RPC is the address of a node, and RELAY the
 * address of the relay that pays. A local chain needs no relay, because LOCAL_PAYER_KEY has ether there and pays from
 * within this process.
 */
export async function connectAs(key: string, environment: NodeJS.ProcessEnv): Promise<Connection> {
  const { RPC: rpc = "http://127.0.0.1:8545", RELAY: relay, LOCAL_PAYER_KEY } = environment;
  const signer = new Wallet(key);
  if (LOCAL_PAYER_KEY === undefined) return connect({ rpc, signer, relay });
  const { provider, deployment } = await connect({ rpc });
  const payer = new Wallet(LOCAL_PAYER_KEY, provider);
  return connect({ rpc: provider, signer, relay: inlineRelay({ provider, deployment, payer }) });
}
