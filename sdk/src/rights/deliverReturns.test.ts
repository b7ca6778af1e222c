import { expect } from "chai";
import { HALL, openShow, type Show } from "doorkey-test-support/show";
import { refusalOf } from "doorkey-test-support/transports";
import { completePurchase } from "../agent/purchases/completePurchase.ts";
import { memoryPurchases } from "../agent/purchases/memoryPurchases.ts";
import { openPurchase } from "../agent/purchases/openPurchase.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import type { Hex } from "../core/Hex.ts";
import { createDeviceKey } from "../device/createDeviceKey.ts";
import { memoryKeys } from "../keys/memoryKeys.ts";
import { registerOrganizer } from "../organizer/registerOrganizer.ts";
import { signClaim } from "../pass/signClaim.ts";
import { type SignedReturn, signReturn } from "../pass/signReturn.ts";
import type { Relay } from "../relay/Relay.ts";
import type { SubmitResult } from "../relay/wire.ts";
import { readRight } from "../state/readRight.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { deliverReturns } from "./deliverReturns.ts";

describe("deliverReturns through a lying relay", () => {
  let chain: TestChain;
  let selling: Show;
  let wish: SignedReturn;
  before(async () => {
    chain = await startTestChain();
    selling = await openShow(chain, { transport: "relay", classes: HALL });
    const seller = { connection: selling.agent, agentId: selling.agentId, purchases: memoryPurchases() };
    const key = await createDeviceKey({ kind: "p256", event: selling.event, store: memoryKeys() });
    const order = { orderId: "order 1", eventId: selling.eventId, className: "standing", quantity: 2 };
    const { pass } = await completePurchase(seller, await signClaim(key, await openPurchase(seller, order)));
    wish = await signReturn(key, pass, { expiresAt: (await chain.clock.now()) + 3_600 });
  });
  after(() => chain.close());

  /** The result if the relay delivered nothing, and names this transaction. */
  const takeOutcome = (transactionHash: Hex) => {
    const told: SubmitResult = {
      digest: `0x${"11".repeat(32)}`,
      status: {
        digest: `0x${"11".repeat(32)}`,
        kind: "return",
        state: "confirmed",
        outcome: "success",
        transactionHash,
        receivedAt: "",
        updatedAt: "",
      },
    };
    const relay: Relay = { ...chain.relay, submitReturns: async () => [told], status: async () => told.status };
    return deliverReturns({ ...selling.agent, relay }, { returns: [wish] });
  };
  const send = async (to: string, one: SignedReturn): Promise<Hex> => {
    const { data } = encodeCall(selling.agent, "EntryRightRegistry", "returnRights", [[one]]);
    const sent = await (await chain.fundedKey()).sendTransaction({ to, data });
    await sent.wait();
    return sent.hash as Hex;
  };
  afterEach(async () => {
    expect((await readRight(selling.agent, { rightId: BigInt(wish.rightId) })).status).to.equal("granted");
  });

  it("rejects a delivery to another contract", async () => {
    const hash = await send("0x00000000000000000000000000000000000000AA", wish);
    expect((await refusalOf(takeOutcome(hash))).code).to.equal("LOG_MISSING");
  });

  it("rejects the delivery of another return", async () => {
    const other = { ...wish, signature: `${wish.signature.slice(0, -2)}00` as Hex };
    const hash = await send(selling.agent.rightsRegistry, other);
    expect((await refusalOf(takeOutcome(hash))).code).to.equal("LOG_MISSING");
  });

  it("rejects another call", async () => {
    const { transaction } = await registerOrganizer(selling.agent, { name: "Zepp Hall", uri: "" });
    expect((await refusalOf(takeOutcome(transaction.hash))).code).to.equal("LOG_MISSING");
  });
});

describe("deliverReturns of a return that was signed twice", () => {
  let chain: TestChain;
  before(async () => {
    chain = await startTestChain();
  });
  after(() => chain.close());

  it("says of both that the right is returned, at the same time and later", async () => {
    const selling = await openShow(chain, { transport: "relay", classes: HALL });
    const seller = { connection: selling.agent, agentId: selling.agentId, purchases: memoryPurchases() };
    const key = await createDeviceKey({ kind: "p256", event: selling.event, store: memoryKeys() });
    const order = { orderId: "order 1", eventId: selling.eventId, className: "standing", quantity: 2 };
    const { pass } = await completePurchase(seller, await signClaim(key, await openPurchase(seller, order)));
    const expiresAt = (await chain.clock.now()) + 3_600;
    const [one, again] = [await signReturn(key, pass, { expiresAt }), await signReturn(key, pass, { expiresAt })];
    expect(one.signature).not.to.equal(again.signature);
    const deliver = async (wish: SignedReturn) =>
      (await deliverReturns(selling.agent, { returns: [wish] })).map(({ status }) => status);
    const all = [...(await Promise.all([deliver(one), deliver(again)])), await deliver(again)];
    expect(all).to.deep.equal(Array(3).fill(["returned", "returned"]));
  });
});
