import { expect } from "chai";
import { type Counter, openCounter } from "../../test/helpers/counter.ts";
import { refusalOf } from "../../test/helpers/ways.ts";
import { completePurchase } from "../agent/purchases/completePurchase.ts";
import { memoryPurchases } from "../agent/purchases/memoryPurchases.ts";
import { openPurchase } from "../agent/purchases/openPurchase.ts";
import { callOf } from "../calls/callOf.ts";
import { createDeviceKey } from "../keys/createDeviceKey.ts";
import { memoryKeys } from "../keys/memoryKeys.ts";
import { registerOrganizer } from "../organizer/registerOrganizer.ts";
import { signClaim } from "../pass/signClaim.ts";
import { type SignedReturn, signReturn } from "../pass/signReturn.ts";
import type { Relay } from "../relay/Relay.ts";
import type { SubmitResult } from "../relay/wire.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import type { Hex } from "../values/Hex.ts";
import { deliverReturns } from "./deliverReturns.ts";
import { readRight } from "./readRight.ts";

describe("deliverReturns, by a relay that lies", () => {
  let chain: TestChain;
  let counter: Counter;
  let wish: SignedReturn;
  before(async () => {
    chain = await startTestChain();
    counter = await openCounter(chain, "relay");
    const desk = { connection: counter.agent, agentId: counter.agentId, purchases: memoryPurchases() };
    const key = await createDeviceKey({ kind: "p256", event: counter.event, store: memoryKeys() });
    const order = { orderId: "order 1", eventId: counter.eventId, className: "standing", quantity: 2 };
    const { pass } = await completePurchase(desk, await signClaim(key, await openPurchase(desk, order)));
    wish = await signReturn(key, pass, { expiresAt: (await chain.clock.now()) + 3_600 });
  });
  after(() => chain.close());

  /** Nothing was delivered, and it names a transaction all the same. */
  const toldOf = (transactionHash: Hex) => {
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
    return deliverReturns({ ...counter.agent, relay }, [wish]);
  };
  const send = async (to: string, one: SignedReturn): Promise<Hex> => {
    const { data } = callOf(counter.agent, "EntryRightRegistry", "returnRights", [[one]]);
    const sent = await (await chain.fundedKey()).sendTransaction({ to, data });
    await sent.wait();
    return sent.hash as Hex;
  };
  afterEach(async () => {
    expect((await readRight(counter.agent, BigInt(wish.rightId))).status).to.equal("granted");
  });

  it("does not take a delivery to somebody else for one", async () => {
    const hash = await send("0x00000000000000000000000000000000000000AA", wish);
    expect((await refusalOf(toldOf(hash))).code).to.equal("LOG_MISSING");
  });

  it("does not take the delivery of another return for it", async () => {
    const other = { ...wish, signature: `${wish.signature.slice(0, -2)}00` as Hex };
    const hash = await send(counter.agent.registry, other);
    expect((await refusalOf(toldOf(hash))).code).to.equal("LOG_MISSING");
  });

  it("does not take another call for one", async () => {
    const { transaction } = await registerOrganizer(counter.agent, { name: "Zepp Hall", uri: "" });
    expect((await refusalOf(toldOf(transaction.hash))).code).to.equal("LOG_MISSING");
  });
});
