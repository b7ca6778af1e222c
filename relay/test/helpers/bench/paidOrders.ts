/** A show, a relay with the preset `stadium`, and orders that are paid and claimed by a device each. */

import { type Address, connect, type Hex } from "doorkey";
import { memoryPurchases, type Purchase, type Seller } from "doorkey/agent";
import { type Claim, signClaim } from "doorkey/buyer";
import { httpRelay } from "doorkey/relay";
import { walletOf } from "doorkey-test-support/keys";
import { type ServedChain, startServedChain } from "doorkey-test-support/servedChain";
import { openShow, type Show } from "doorkey-test-support/show";
import { concat, hexlify, randomBytes, Wallet } from "ethers";
import { ticketing } from "../../../src/config/ticketing.ts";
import { hashOfKey } from "../../../src/http/auth.ts";
import { API_KEY, type Relays, startRelays } from "./relays.ts";

export type Stadium = {
  readonly node: ServedChain;
  readonly show: Show;
  readonly seller: Seller;
  readonly claims: readonly Claim[];
  readonly relays: Relays;
  readonly close: () => Promise<void>;
};

const SIGNERS = ["relay 0", "relay 1"];
/** Orders that are saved at once. */
const PART = 2_000;

/** @param count Orders of one right. */
export async function paidOrders(
  count: number,
  database: "postgres" | "embedded",
  profiles?: string,
): Promise<Stadium> {
  const node = await startServedChain({
    client: "anvil",
    // The price of gas stays low, however full the blocks are.
    anvil: ["--gas-limit", "60000000", "--base-fee", "1", "--no-request-size-limit"],
  });
  for (const name of SIGNERS) await node.fund(walletOf(name).address, 10n ** 23n);
  const show = await openShow(node, { classes: { standing: { supply: count + 100_000 } } });
  const config = configOf(node, show.organizerId);
  const relays = await startRelays(node, { database, replicas: 1, batches: {}, signers: SIGNERS, config, profiles });
  const [url = ""] = relays.urls;
  const relay = httpRelay({ url, key: API_KEY });
  const connection = await connect({
    rpc: node.provider,
    signer: show.agent.signer,
    deployment: node.deployment,
    relay,
  });
  const purchases = memoryPurchases();
  const seller: Seller = { connection, agentId: show.agentId, purchases, documents: [show.terms] };
  const claims: Claim[] = [];
  while (claims.length < count) {
    const orders = Array.from({ length: Math.min(PART, count - claims.length) }, (_, i) =>
      order(show, claims.length + i),
    );
    await purchases.save(orders);
    claims.push(...(await Promise.all(orders.map(claimOf))));
  }
  const close = async () => {
    await relays.stop();
    await node.close();
  };
  return { node, show, seller, claims, relays, close };
}

/** An order as `openPurchase` stores it, once it is paid. */
function order({ event, agentId }: Show, index: number): Purchase {
  const expiresAt = Math.floor(Date.now() / 1_000) + 36_000;
  const purchaseKey = hexlify(randomBytes(32)) as Hex;
  const invitation = { v: 1 as const, event, classId: 1, agentId, purchaseKey, quantity: 1, expiresAt };
  return { orderId: `order ${index}`, revision: 0, invitation, className: "standing", seats: [] };
}

/** A buyer's device with a key of its own, without the trials of a key that is kept. */
function claimOf({ invitation }: Purchase): Promise<Claim> {
  const { signingKey, address } = new Wallet(hexlify(randomBytes(32)));
  const sign = async (digest: Hex) => concat(["0x00", signingKey.sign(digest).serialized]) as Hex;
  return signClaim({ kind: "secp256k1", event: invitation.event, address: address as Address, sign }, invitation);
}

function configOf({ url, deployment }: ServedChain, organizerId: number): string {
  const contracts = Object.fromEntries(
    Object.entries(deployment.contracts).map(([name, { address }]) => [name, address]),
  );
  const sponsor = { id: "tickets", keyHash: hashOfKey(API_KEY), organizers: [organizerId] };
  const adminKeyHash = hashOfKey("dk_admin_a-key-of-this-run");
  return ticketing({ preset: "stadium", chainId: deployment.chainId, rpc: url, contracts, sponsor, adminKeyHash });
}
