/** Publishes an event and sells the first right of it, as an organizer, a shop and a buyer do. Run in a clone. */

import { connect, parseEventDocument } from "doorkey";
import { completePurchase, memoryPurchases, openPurchase, registerAgent } from "doorkey/agent";
import { checkPass, createDeviceKey, memoryKeys, signClaim } from "doorkey/buyer";
import { designateAgent, publishEvent, registerOrganizer } from "doorkey/organizer";
import { inlineRelay } from "doorkey/testing";
import { Wallet } from "ethers";
import { sampleDocument } from "../../cli/src/events/sampleDocument.ts";
import { relayKey } from "../../cli/src/terminal/devKeys.ts";

const { provider, deployment } = await connect({ rpc: process.argv[2] ?? "" });
const relay = inlineRelay({ provider, deployment, payer: new Wallet(relayKey.privateKey, provider) });
const connectAs = () => connect({ rpc: provider, signer: new Wallet(Wallet.createRandom().privateKey), relay });
const [organizer, agent] = [await connectAs(), await connectAs()];

const terms = parseEventDocument(sampleDocument(Date.now() / 1_000));
const { organizerId } = await registerOrganizer(organizer, { name: "Your Hall", uri: "https://your-hall.example" });
const { eventId } = await publishEvent(organizer, { organizerId, terms });
const { agentId } = await registerAgent(agent, { name: "Ticket Shop", uri: "https://shop.example" });
await designateAgent(organizer, { eventId, className: "standing", agentId, quota: 300 });

const seller = { connection: agent, agentId, purchases: memoryPurchases(), documents: [terms] };
const order = { orderId: "first", eventId, className: "standing", quantity: 1 };
const invitation = await openPurchase(seller, order);
const key = await createDeviceKey({ event: invitation.event, store: memoryKeys() });
const { pass } = await completePurchase(seller, await signClaim(key, invitation));
console.log(`sold: right ${checkPass(key, pass).rightId}`);
process.exit();
