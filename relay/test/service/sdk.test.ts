import { expect } from "chai";
import { connect, isDoorkeyError, parseEventDocument } from "doorkey";
import { completePurchase, deliverReturns, memoryPurchases, openPurchase, registerAgent } from "doorkey/agent";
import { createDeviceKey, memoryKeys, signClaim, signReturn } from "doorkey/buyer";
import { cancelEvent, designateAgent, publishEvent, registerOrganizer, setGate } from "doorkey/organizer";
import { httpRelay } from "doorkey/relay";
import { documentAt } from "doorkey-test-support/eventDocument";
import { walletOf } from "doorkey-test-support/keys";
import type { ServedChain } from "doorkey-test-support/servedChain";
import type { Wallet } from "ethers";
import { ticketing } from "../../src/config/ticketing.ts";
import { hashOfKey } from "../../src/http/auth.ts";
import { ADMIN_KEY, API_KEY, type RelayStage, startRelayStage } from "./helpers/relayStage.ts";

const EVENT = { classes: { standing: { supply: 100 } }, policy: { maxRebinds: 1, minPublicBps: 5_000 } };

/** The preset of `init`, for the first organizer after those of the stage. */
const ORGANIZER = 3;

function preset(node: ServedChain): string {
  const contracts = Object.entries(node.deployment.contracts).map(([name, { address }]) => [name, address] as const);
  const text = ticketing({
    chainId: 31337,
    rpc: node.url,
    contracts: Object.fromEntries(contracts),
    sponsor: { id: "zepp", keyHash: hashOfKey(API_KEY), organizers: [ORGANIZER] },
    adminKeyHash: hashOfKey(ADMIN_KEY),
  });
  return `${text}server: { port: 0, metricsPort: 0 }\nbatches: { maxWaitMs: 50 }\n`;
}

// The preset must also hold after a fork that makes state dear.
for (const hardfork of ["osaka", "amsterdam"] as const) {
  describe(`the SDK through the service, under the preset of init, on ${hardfork}`, () => {
    let stage: RelayStage;
    before(async () => {
      stage = await startRelayStage({ config: preset, hardfork });
    });
    after(() => stage.close());

    const connected = (signer: Wallet, key = API_KEY) =>
      connect({
        rpc: stage.node.url,
        signer,
        relay: httpRelay({ url: stage.relay.url, key }),
        deployment: stage.node.deployment,
      });

    it("runs a show from its registration to a returned ticket, with keys without ether", async () => {
      const organizer = await connected(walletOf("an organizer without ether"));
      const agent = await connected(walletOf("a seller without ether"));
      const { organizerId } = await registerOrganizer(organizer, { name: "Zepp Hall", uri: "https://zepp.example" });
      expect(organizerId).to.equal(ORGANIZER);
      const { agentId } = await registerAgent(agent, { name: "Tickets", uri: "https://tickets.example" });
      const terms = parseEventDocument(documentAt(await stage.node.clock.now(), EVENT));
      const { eventId } = await publishEvent(organizer, { organizerId, terms });
      await designateAgent(organizer, { eventId, className: "standing", agentId, quota: 100 });
      await setGate(organizer, {
        eventId,
        gate: walletOf("a gate without ether").address as `0x${string}`,
        kind: "scanner",
      });

      const seller = { connection: agent, agentId, purchases: memoryPurchases(), documents: [terms] };
      const invitation = await openPurchase(seller, { orderId: "one", eventId, className: "standing", quantity: 2 });
      const key = await createDeviceKey({ kind: "p256", event: invitation.event, store: memoryKeys() });
      const { pass } = await completePurchase(seller, await signClaim(key, invitation));
      expect(pass).to.include({ eventId, count: 2, holder: key.address });

      const fan = await connect({ rpc: stage.node.url, relay: stage.relay.url, deployment: stage.node.deployment });
      const returned = await deliverReturns(fan, { returns: [await signReturn(key, pass)] });
      expect(returned.map(({ status }) => status)).to.deep.equal(["returned", "returned"]);

      for (const { signer } of [organizer, agent]) {
        expect(await stage.node.provider.getBalance((await signer?.getAddress()) ?? "")).to.equal(0n);
      }
    });

    it("passes on the contract's own error and the relay's refusals", async () => {
      const stranger = await connected(walletOf("a stranger without ether"));
      const code = async (work: Promise<unknown>) => {
        try {
          await work;
          return "nothing thrown";
        } catch (error) {
          return isDoorkeyError(error) ? error.code : String(error);
        }
      };
      const eventId = 3;
      expect(await code(cancelEvent(stranger, { eventId }))).to.equal("CALL_REVERTED");
      expect(await code(cancelEvent(stranger, { eventId: stage.show.eventId }))).to.equal("RELAY_REFUSED");
      const unknown = await connected(walletOf("a stranger without ether"), "dk_nobody_nothing");
      expect(await code(cancelEvent(unknown, { eventId }))).to.equal("KEY_UNKNOWN");
    });
  });
}
