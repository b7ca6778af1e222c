import { expect } from "chai";
import { join, refusalOf, TRANSPORTS } from "doorkey-test-support/transports";
import type { Provider } from "ethers";
import { nodeSaying } from "../../../test/helpers/nodeSaying.ts";
import type { Connection } from "../../chain/Connection.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { encodeCall } from "../encodeCall.ts";
import type { JournaledRequest } from "./JournaledRequest.ts";
import { outcomeOnChain, outcomesOnChain } from "./outcomeOnChain.ts";
import { settle } from "./settle.ts";
import { signCall } from "./signCall.ts";

for (const transport of TRANSPORTS) {
  describe(`outcomeOnChain, ${transport}`, () => {
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

    it("is open until two minutes after the deadline of a request, and the request is dead then", async () => {
      const restore = await chain.snapshot();
      const request = await sign();
      const { deadline } = request.signed.request;
      await chain.clock.travelTo(deadline + 120);
      expect(await outcomeOnChain(connection, request)).to.equal(undefined);
      await chain.clock.travelTo(deadline + 121);
      const outcome = await outcomeOnChain(connection, request);
      expect(outcome?.status).to.equal("dead");
      expect(outcome?.status === "dead" && outcome.error.message).to.contain(
        `Request ${request.digest}: its deadline passed.`,
      );
      await restore();
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

    it("is open while the node has the nonce and not yet the log", async () => {
      const request = await sign();
      // The same signer executed another request before, whose log the node has.
      await settle(connection, await sign("Other"));
      await settle(connection, request);
      const { provider } = connection;
      const behind = seenBy({
        getLogs: async (filter) =>
          (await provider.getLogs(filter)).filter(({ topics }) => !topics.includes(request.digest)),
      });
      expect(await outcomeOnChain(behind, request)).to.equal(undefined);
    });

    it("is open while the node has the log and not yet the receipt", async () => {
      const request = await sign();
      await settle(connection, request);
      expect(await outcomeOnChain(seenBy({ getTransactionReceipt: async () => null }), request)).to.equal(undefined);
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

describe("outcomesOnChain", () => {
  it("asks once for each request", async () => {
    const chain = await startTestChain();
    try {
      const connection = await join(chain, "relay");
      const [first, second] = await Promise.all(
        ["a", "b"].map((name) =>
          signCall(connection, encodeCall(connection, "AgentRegistry", "register", [name, "https://a.b"])),
        ),
      );
      if (first === undefined || second === undefined) throw new Error("not signed");
      await settle(connection, second);
      let looks = 0;
      const provider = nodeSaying(connection.provider, {
        getBlock: (tag) => {
          looks++;
          return connection.provider.getBlock(tag);
        },
      });
      const outcomeOf = outcomesOnChain({ ...connection, provider } as Connection);
      const outcomes = await Promise.all([first, second, first, second, { ...first }].map(outcomeOf));
      expect(outcomes.map((outcome) => outcome?.status)).to.deep.equal([
        undefined,
        "done",
        undefined,
        "done",
        undefined,
      ]);
      expect(looks).to.equal(2);
    } finally {
      await chain.close();
    }
  });
});
