import { expect } from "chai";
import { join, type Member, TRANSPORTS } from "doorkey-test-support/transports";
import type { Wallet } from "ethers";
import { withoutLogs } from "../../../test/helpers/withoutLogs.ts";
import { writeForeignLog } from "../../../test/helpers/writeForeignLog.ts";
import { interfaces } from "../../abi/contracts.ts";
import { forwarderOf } from "../../chain/forwarderOf.ts";
import type { Address, Hex } from "../../core/Hex.ts";
import { requestDigest, signRequest } from "../../relay/forwardRequest.ts";
import type { WireForwardRequest } from "../../relay/wire.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { encodeCall } from "../encodeCall.ts";
import type { JournaledRequest } from "./JournaledRequest.ts";
import { outcomeOnChain, outcomesOnChain } from "./outcomeOnChain.ts";
import { settle } from "./settle.ts";
import { signCall } from "./signCall.ts";

const OTHER_DIGEST: Hex = `0x${"0e".repeat(32)}`;

for (const transport of TRANSPORTS) {
  describe(`outcomeOnChain, ${transport}`, () => {
    let chain: TestChain;
    let connection: Member;
    before(async () => {
      chain = await startTestChain();
    });
    beforeEach(async () => {
      connection = await join(chain, transport);
    });
    after(() => chain.close());

    const registration = (name = "Tickets & Co") =>
      encodeCall(connection, "AgentRegistry", "register", [name, "https://a.b"]);
    const sign = (declined?: readonly JournaledRequest[]) => signCall(connection, registration(), declined);

    /** The same request with changes, signed by `signer`. */
    const resigned = async (
      { signed, fromBlock }: JournaledRequest,
      signer: Wallet,
      change: Partial<WireForwardRequest>,
    ): Promise<JournaledRequest> => {
      const request = { ...signed.request, ...change };
      const where = forwarderOf(connection);
      return {
        signed: await signRequest(where, signer, request),
        digest: requestDigest(where, request),
        fromBlock,
      };
    };
    /** Another request of the same key with the same nonce. */
    const rivalOf = (request: JournaledRequest) =>
      resigned(request, connection.signer, { data: registration("Other").data });
    const executed = async (request: JournaledRequest): Promise<Hex> => {
      const outcome = await settle(connection, request);
      if (outcome.status !== "done") throw new Error(`the request is ${outcome.status}`);
      return outcome.transaction.hash;
    };
    const statusOf = async (request: JournaledRequest, at = connection) =>
      (await outcomeOnChain(at, request))?.status ?? "open";
    /** A node that has every log but those about this request. */
    const withoutLogOf = ({ digest }: JournaledRequest) =>
      withoutLogs(connection, ({ topics }) => topics[1] === digest);

    it("leaves a request open while a node has its nonce and not its log", async () => {
      const request = await sign();
      const hash = await executed(request);
      expect(
        await statusOf(
          request,
          withoutLogs(connection, ({ blockNumber }, latest) => blockNumber === latest),
        ),
      ).to.equal("open");
      const outcome = await outcomeOnChain(connection, request);
      expect(outcome?.status === "done" && outcome.transaction.hash).to.equal(hash);
    });

    it("takes no request of another nonce, and none of another key, for one that used its nonce", async () => {
      const request = await sign();
      await executed(request);
      await executed(await sign());
      const other = await join(chain, transport);
      const { address } = other.signer;
      const relayer = transport === "relay" ? request.signed.request.relayer : (address as Address);
      const theirs = await resigned(request, other.signer, { from: address as Address, relayer });
      expect((await settle(other, theirs)).status).to.equal("done");
      expect(await statusOf(request, withoutLogOf(request))).to.equal("open");
      expect(await statusOf(request)).to.equal("done");
    });

    it("does not take its own log, which comes between two looks, for that of another request", async () => {
      const request = await sign();
      await executed(request);
      let times = 0;
      const late = withoutLogs(connection, () => times++ === 0);
      expect(await statusOf(request, late)).to.equal("open");
      expect([await statusOf(request, late), times]).to.deep.equal(["done", 3]);
    });

    it("says that a request is dead only once it sees which other one used its nonce", async () => {
      const request = await sign();
      const rival = await rivalOf(request);
      await executed(rival);
      expect(await statusOf(request, withoutLogOf(rival))).to.equal("open");
      const outcome = await outcomeOnChain(connection, request);
      expect(outcome?.status === "dead" && outcome.error.message).to.contain(
        `Request ${request.digest}: another request used its nonce.`,
      );
    });

    it("believes the forwarder alone: other contracts write logs of the same form", async () => {
      const request = await sign();
      const { from, nonce } = request.signed.request;
      const scribe = await chain.fundedKey();
      for (const hash of [request.digest, OTHER_DIGEST]) {
        const args = [hash, from, nonce, false, 0, hash];
        await writeForeignLog(scribe, interfaces.GasRelayForwarder.encodeEventLog("RequestExecuted", args));
      }
      expect(await statusOf(request)).to.equal("open");
      const hash = await executed(request);
      const outcome = await outcomeOnChain(connection, request);
      expect(outcome?.status === "done" && outcome.transaction.hash).to.equal(hash);
      const { address } = connection.deployment.contracts.GasRelayForwarder;
      expect(
        await statusOf(
          request,
          withoutLogs(connection, (log) => log.address === address),
        ),
      ).to.equal("open");
    });

    it("finds what used the nonce of a request that took the place of another, however long ago it did", async () => {
      const first = await sign();
      await executed(await rivalOf(first));
      await chain.provider.send("evm_mine", []);
      const next = await sign([first]);
      expect(next.fromBlock).to.equal(first.fromBlock);
      expect([await statusOf(first), await statusOf(next)]).to.deep.equal(["dead", "dead"]);
    });

    it("leaves a request open for 120 seconds after its deadline, within which a reorg may still execute it", async () => {
      const restore = await chain.snapshot();
      const request = await sign();
      const { deadline } = request.signed.request;
      await chain.clock.travelTo(deadline + 120);
      expect(await statusOf(request)).to.equal("open");
      await chain.clock.travelTo(deadline + 121);
      expect(await statusOf(request)).to.equal("dead");
      await restore();
    });

    it("asks once about a request that many items share", async () => {
      const [request, other] = [await sign(), await sign()];
      await executed(request);
      let times = 0;
      const counting = withoutLogs(connection, () => {
        times++;
        return false;
      });
      const outcomeOf = outcomesOnChain(counting);
      const outcomes = await Promise.all([request, request, request, other].map(outcomeOf));
      expect(outcomes.map((one) => one?.status)).to.deep.equal(["done", "done", "done", undefined]);
      expect([outcomes[1], times]).to.deep.equal([outcomes[0], 1]);
    });
  });
}
