import { expect } from "chai";
import { join, refusalOf, TRANSPORTS } from "doorkey-test-support/transports";
import type { Provider } from "ethers";
import { nodeSaying } from "../../../test/helpers/nodeSaying.ts";
import { contractAt } from "../../abi/contracts.ts";
import type { Connection } from "../../chain/Connection.ts";
import { forwarderOf } from "../../chain/forwarderOf.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { encodeCall } from "../encodeCall.ts";
import type { JournaledRequest } from "./JournaledRequest.ts";
import { outcomeOnChain } from "./outcomeOnChain.ts";
import { settle } from "./settle.ts";
import { signCall } from "./signCall.ts";

for (const transport of TRANSPORTS) {
  describe(`outcomeOnChain at nodes, ${transport}`, () => {
    let chain: TestChain;
    let connection: Connection;
    before(async () => {
      chain = await startTestChain();
    });
    beforeEach(async () => {
      connection = await join(chain, transport);
    });
    after(() => chain.close());

    const sign = (name = "Tickets & Co"): Promise<JournaledRequest> =>
      signCall(connection, encodeCall(connection, "AgentRegistry", "register", [name, "https://a.b"]));
    const seenBy = (says: Partial<Provider>): Connection => ({
      ...connection,
      provider: nodeSaying(connection.provider, says) as Connection["provider"],
    });

    it("is done with the request's own transaction, also after the deadline", async () => {
      const restore = await chain.snapshot();
      const request = await sign();
      const settled = await settle(connection, request);
      expect(await outcomeOnChain(connection, request)).to.deep.equal(settled);
      await chain.clock.travelTo(request.signed.request.deadline + 121);
      expect(await outcomeOnChain(connection, request)).to.deep.equal(settled);
      await restore();
    });

    it("is open while the node has the log and not yet the receipt", async () => {
      const request = await sign();
      await settle(connection, request);
      expect(await outcomeOnChain(seenBy({ getTransactionReceipt: async () => null }), request)).to.equal(undefined);
    });

    it("is unknown, and not that of a call that failed, while the node's receipt lacks its logs", async () => {
      const request = await sign();
      await settle(connection, request);
      const getTransactionReceipt: Provider["getTransactionReceipt"] = async (hash) =>
        Object.create(await connection.provider.getTransactionReceipt(hash), { logs: { value: [] } });
      expect((await refusalOf(outcomeOnChain(seenBy({ getTransactionReceipt }), request))).code).to.equal(
        "LOG_MISSING",
      );
    });

    it("is read at one block, because another node that answers may be behind", async () => {
      const restore = await chain.snapshot();
      const request = await sign();
      const behind = await connection.provider.getBlockNumber();
      const settled = await settle(connection, request);
      await chain.clock.travelTo(request.signed.request.deadline + 121);
      const call: Provider["call"] = (made) => connection.provider.call({ blockTag: behind, ...made });
      const forwarder = contractAt(
        "GasRelayForwarder",
        forwarderOf(connection).forwarder,
        nodeSaying(connection.provider, { call }),
      );
      const seen = { ...connection, contracts: { ...connection.contracts, forwarder } };
      expect(await outcomeOnChain(seen, request)).to.deep.equal(settled);
      await restore();
    });

    it("reports a node that does not answer", async () => {
      const gone = () => Promise.reject(Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }));
      const request = await sign();
      expect((await refusalOf(outcomeOnChain(seenBy({ getBlock: gone }), request))).code).to.equal("CHAIN_UNREACHABLE");
      await settle(connection, request);
      for (const says of [{ getLogs: gone }, { getTransactionReceipt: gone }]) {
        expect((await refusalOf(outcomeOnChain(seenBy(says), request))).code).to.equal("CHAIN_UNREACHABLE");
      }
    });
  });
}
