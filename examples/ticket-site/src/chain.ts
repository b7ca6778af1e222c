import { type Connection, connect } from "doorkey";
import { httpRelay } from "doorkey/relay";
import { inlineRelay } from "doorkey/testing";
import { Wallet } from "ethers";

/**
 * Connects to the suite with a key that needs no ether. In the environment, RPC is the address of a node, RELAY that of
 * the relay that pays, and RELAY_KEY the sponsor's key for it. A local chain needs no relay, because LOCAL_PAYER_KEY has
 * ether there and pays from within this process.
 */
export async function connectAs(key: string, environment: NodeJS.ProcessEnv): Promise<Connection> {
  const { RPC, RELAY, RELAY_KEY, LOCAL_PAYER_KEY } = environment;
  const rpc = RPC || "http://127.0.0.1:8545";
  const signer = walletOf(key);
  if (RELAY && !RELAY_KEY) throw new Error(KEY_MISSING);
  if (RELAY) return connect({ rpc, signer, relay: httpRelay({ url: RELAY, key: RELAY_KEY }) });
  if (!LOCAL_PAYER_KEY) throw new Error(NOBODY_PAYS);
  const { provider, deployment } = await connect({ rpc });
  const payer = walletOf(LOCAL_PAYER_KEY).connect(provider);
  return connect({ rpc: provider, signer, relay: inlineRelay({ provider, deployment, payer }) });
}

function walletOf(key: string): Wallet {
  if (/^0x[0-9a-fA-F]{64}$/.test(key)) return new Wallet(key);
  throw new Error("A private key in the environment is not one. It must be 0x and 64 hex digits.");
}

const KEY_MISSING = `RELAY_KEY is not set. The operator of the relay gave it to you: "doorkey-relay init" and "npm run dev" print it.`;

const NOBODY_PAYS = `RELAY is not set. Set it to the address of your relay, and RELAY_KEY to the key that its operator gave you. In
Doorkey's repository "npm run dev" starts a relay and prints both. On a local chain without a relay, set LOCAL_PAYER_KEY
to the relay's private key, which "npm run node" prints.`;
