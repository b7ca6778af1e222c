import { FetchRequest, JsonRpcProvider, keccak256, type Provider, type Signer } from "ethers";
import { type ContractName, contractAt } from "../abi/contracts.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { given } from "../core/given.ts";
import { httpRelay } from "../relay/httpRelay.ts";
import type { Relay } from "../relay/Relay.ts";
import { type Deployment, deploymentOn } from "./addresses/deployments.ts";
import type { Connection } from "./Connection.ts";
import { askChain, withoutRequest } from "./fromNode.ts";
import { assertOnChain } from "./signerOf.ts";

/** Longest wait for one answer of a node, in milliseconds. */
const RPC_TIMEOUT = 20_000;

/**
 * Connects to the suite on a chain, and checks it once: the chain's id, the code at every address, that each registry
 * trusts the forwarder, and that the signer is on the same chain. Before each signature the signer's chain is checked
 * again, because the owner of a wallet may switch it.
 *
 * @param parameters.rpc Address of a node, or an ethers provider.
 * @param parameters.signer Signs calls. Leave it out to read only.
 * @param parameters.relay A relay's address and the API key that its operator gave you, as `{ url, key }`; or the
 * address alone, for a relay without keys; or a relay that `httpRelay` made. The relay pays, so the signer needs no ether.
 * @param parameters.deployment Where the suite is. Defaults to the chain's deployment in doorkey/addresses.
 * @throws CHAIN_UNREACHABLE, CHAIN_UNKNOWN, SUITE_DIFFERENT; CHAIN_DIFFERENT when the signer is on another chain;
 * VALUE_INVALID for a signer that is none, and for a relay's address or key that is not valid.
 * @example
 * import { Wallet } from "ethers";
 * import { connect } from "doorkey";
 *
 * const connection = await connect({
 *   rpc: "http://127.0.0.1:8545",
 *   signer: Wallet.createRandom(),
 *   relay: { url: "http://127.0.0.1:8787", key: process.env.RELAY_KEY },
 * });
 */
export async function connect(parameters: connect.Parameters): Promise<Connection> {
  const { rpc, signer, relay: wanted, deployment } = given("parameters", parameters);
  const relay = relayFor(wanted);
  if (signer !== undefined) given("signer", signer, "getAddress", "signTypedData", "sendTransaction");
  const provider = typeof rpc === "string" ? await providerFor(rpc) : given("rpc", rpc, "getNetwork", "getLogs");
  const chainId = Number((await askChain(() => provider.getNetwork())).chainId);
  const suite = deployment ?? deploymentOn(chainId);
  if (suite === undefined || suite.chainId !== chainId) {
    const known = deployment === undefined ? "" : `, and the deployment is for chain ${deployment.chainId}`;
    throw new DoorkeyError("CHAIN_UNKNOWN", { details: [`The node is on chain ${chainId}${known}.`] });
  }
  if (signer !== undefined) await assertOnChain(signer, chainId);
  const connection: Connection = {
    chainId,
    provider,
    signer: signer === undefined || signer.provider !== null ? signer : signer.connect(provider),
    relay,
    deployment: suite,
    rightsRegistry: suite.contracts.EntryRightRegistry.address,
    contracts: {
      forwarder: contractAt("GasRelayForwarder", suite.contracts.GasRelayForwarder.address, provider),
      agents: contractAt("AgentRegistry", suite.contracts.AgentRegistry.address, provider),
      events: contractAt("EventRegistry", suite.contracts.EventRegistry.address, provider),
      rights: contractAt("EntryRightRegistry", suite.contracts.EntryRightRegistry.address, provider),
      verifier: contractAt("AttesterIdentityVerifier", suite.contracts.AttesterIdentityVerifier.address, provider),
    },
  };
  await askChain(() => checkSuite(connection));
  return connection;
}

export declare namespace connect {
  type Parameters = {
    readonly rpc: string | Provider;
    readonly signer?: Signer | undefined;
    readonly relay?: string | httpRelay.Parameters | Relay | undefined;
    readonly deployment?: Deployment | undefined;
  };
}

function relayFor(relay: connect.Parameters["relay"]): Relay | undefined {
  if (relay === undefined) return undefined;
  if (typeof relay === "string") return httpRelay({ url: relay });
  const made = given("relay", relay);
  return "url" in made ? httpRelay(made) : given("relay", made, "prepare", "submit", "status");
}

/** A provider for a node that has answered once, because ethers would ask a silent node for ever. */
async function providerFor(url: string): Promise<JsonRpcProvider> {
  const request = new FetchRequest(url);
  request.timeout = RPC_TIMEOUT;
  const question = request.clone();
  question.body = { jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] };
  const chainId = await question
    .send()
    .then((answer) => {
      answer.assertOk();
      return BigInt(answer.bodyJson.result);
    })
    .catch((error) => {
      const cause = withoutRequest(error);
      const details = ["The rpc address must be that of a node over HTTP that answers eth_chainId."];
      throw new DoorkeyError("CHAIN_UNREACHABLE", { cause, details });
    });
  // Without a cache, so that a read right after a change does not return the state before it.
  return new JsonRpcProvider(request, chainId, { cacheTimeout: -1, staticNetwork: true });
}

async function checkSuite({ provider, deployment, contracts }: Connection): Promise<void> {
  const forwarder = deployment.contracts.GasRelayForwarder.address;
  const names = Object.keys(deployment.contracts) as ContractName[];
  const codes = names.map(async (name) => {
    const { address, codeHash } = deployment.contracts[name];
    const code = await provider.getCode(address);
    if (code === "0x") return [`There is no ${name} at ${address}.`];
    return keccak256(code) === codeHash ? [] : [`The code at ${address} is not that of ${name}.`];
  });
  const details = (await Promise.all(codes)).flat();
  if (details.length > 0) throw new DoorkeyError("SUITE_DIFFERENT", { details });

  const { agents, events, rights } = contracts;
  const trusted = await Promise.all([agents, events, rights].map((one) => one.isTrustedForwarder(forwarder)));
  if (trusted.includes(false)) {
    throw new DoorkeyError("SUITE_DIFFERENT", {
      details: [`A registry does not trust the forwarder ${forwarder}.`],
    });
  }
}
