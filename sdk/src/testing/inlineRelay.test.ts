import { expect } from "chai";
import { encodeCall } from "../calls/encodeCall.ts";
import { prepareRequest } from "../calls/prepareRequest.ts";
import { forwarderOf } from "../chain/forwarderOf.ts";
import { signerOf } from "../chain/signerOf.ts";
import type { Address } from "../core/Hex.ts";
import { signRequest } from "../relay/forwardRequest.ts";
import { startTestChain, type TestChain } from "./startTestChain.ts";

describe("inlineRelay", () => {
  let chain: TestChain;
  before(async () => {
    chain = await startTestChain();
  });
  after(() => chain.close());

  it("gives each nonce once, even if many ask at once", async () => {
    const { address } = chain.emptyKey();
    const { address: to } = chain.deployment.contracts.EventRegistry;
    const { data } = encodeCall(await chain.connect(), "EventRegistry", "register", ["Zepp Hall", ""]);
    const asked = Array.from({ length: 8 }, () => chain.relay.prepare({ from: address as Address, to, data }));
    const nonces = (await Promise.all(asked)).map(({ request }) => Number(request.nonce));
    expect(nonces.sort((a, b) => a - b)).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it("executes a request once if it is submitted twice at once", async () => {
    const connection = await chain.connect(chain.emptyKey());
    const call = encodeCall(connection, "EventRegistry", "register", ["Zepp Hall", ""]);
    const request = await prepareRequest(connection, chain.relay, call);
    const signed = await signRequest(forwarderOf(connection), await signerOf(connection), request);
    const results = await Promise.all([chain.relay.submit([signed]), chain.relay.submit([signed])]);
    const outcomes = results.flat().map((result) => "status" in result && result.status.outcome);
    expect(outcomes).to.deep.equal(["success", "success"]);
    expect(await connection.contracts.events.teamCount()).to.equal(1n);
  });

  it("has nothing to cancel", async () => {
    const refusal = await chain.relay.cancel(`0x${"11".repeat(32)}`).catch(({ code }) => code);
    expect(refusal).to.equal("RELAY_REFUSED");
  });
});
