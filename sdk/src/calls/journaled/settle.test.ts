import { expect } from "chai";
import { resetTime } from "doorkey-test-support/passTime";
import { join, refusalOf, TRANSPORTS } from "doorkey-test-support/transports";
import { Wallet } from "ethers";
import { problem } from "../../../test/helpers/serve.ts";
import { sleepsDuring } from "../../../test/helpers/sleepsDuring.ts";
import type { Connection } from "../../chain/Connection.ts";
import { forwarderOf } from "../../chain/forwarderOf.ts";
import { requestDigest, signRequest } from "../../relay/forwardRequest.ts";
import type { Relay } from "../../relay/Relay.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { encodeCall } from "../encodeCall.ts";
import type { JournaledRequest } from "./JournaledRequest.ts";
import { settle } from "./settle.ts";
import { signCall } from "./signCall.ts";

const HOUR = 3_600;

for (const transport of TRANSPORTS) {
  describe(`settle, ${transport}`, () => {
    let chain: TestChain;
    let connection: Connection;
    before(async () => {
      chain = await startTestChain();
    });
    beforeEach(async () => {
      connection = await join(chain, transport);
    });
    afterEach(resetTime);
    after(() => chain.close());

    const registration = (name = "Tickets & Co") =>
      encodeCall(connection, "AgentRegistry", "register", [name, "https://a.b"]);
    const teams = () => connection.contracts.agents.teamCount();
    /** Another request of the same signer with the same nonce. */
    const rival = async ({ signed, fromBlock }: JournaledRequest): Promise<JournaledRequest> => {
      const request = { ...signed.request, data: registration("Other").data };
      const where = forwarderOf(connection);
      const resigned = await signRequest(where, connection.signer as Wallet, request);
      return { signed: resigned, digest: requestDigest(where, request), fromBlock };
    };
    const through = (relay: Partial<Relay>): Connection => ({ ...connection, relay: { ...chain.relay, ...relay } });

    it("executes a request once, however often it is settled", async () => {
      const request = await signCall(connection, registration());
      const before = await teams();
      const outcomes = await Promise.all([settle(connection, request), settle(connection, request)]);
      const later = await settle(connection, request);
      expect(new Set([...outcomes, later].map((one) => one.status === "done" && one.transaction.hash)).size).to.equal(
        1,
      );
      const elsewhere = await settle({ ...connection }, JSON.parse(JSON.stringify(request)));
      expect(elsewhere).to.deep.equal(later);
      expect(await teams()).to.equal(before + 1n);
    });

    it("sends a request once, also if it is settled twice at the same time and again later", async () => {
      const request = await signCall(connection, registration());
      const address = await connection.signer?.getAddress();
      const sent = () => chain.provider.getTransactionCount(address ?? "");
      const before = await sent();
      let submitted = 0;
      const submit: Relay["submit"] = (requests) => {
        submitted++;
        return chain.relay.submit(requests);
      };
      const watched = transport === "relay" ? through({ submit }) : connection;
      await Promise.all([settle(watched, request), settle(watched, request)]);
      await settle(watched, request);
      expect((await sent()) - before + submitted).to.equal(1);
    });

    it("reports that its call reverted", async () => {
      const fits = await signCall(connection, registration());
      const call = registration("x".repeat(300));
      const request = { ...fits.signed.request, data: call.data };
      const where = forwarderOf(connection);
      const signed = await signRequest(where, connection.signer as Wallet, request);
      const journaled = { signed, digest: requestDigest(where, request), fromBlock: fits.fromBlock };
      const outcome = await settle(connection, journaled);
      expect(outcome.status).to.equal("failed");
      expect(outcome.status === "failed" && outcome.error.contractError?.name).to.equal("TeamTextTooLong");
    });

    it("reports a request as dead when another used its nonce, or its deadline passed", async () => {
      const request = await signCall(connection, registration());
      await settle(connection, await rival(request));
      const before = await teams();
      expect((await settle(connection, request)).status).to.equal("dead");

      const restore = await chain.snapshot();
      const late = await signCall(connection, registration());
      await chain.clock.travelTo((await chain.clock.now()) + 2 * HOUR);
      const outcome = await settle(connection, late);
      expect(outcome.status === "dead" && outcome.error.message).to.contain("its deadline passed");
      expect(await teams()).to.equal(before);
      await restore();
    });

    it("does not sign a call that would revert", async () => {
      const { name } = await refusalOf(signCall(connection, registration("x".repeat(300))));
      expect(name).to.equal("TeamTextTooLong");
    });

    if (transport === "direct") {
      it("uses a new nonce for every request, and other words for another signer object", async () => {
        const requests = [await signCall(connection, registration()), await signCall(connection, registration())];
        const [first, second] = requests.map(({ signed }) => BigInt(signed.request.nonce)) as [bigint, bigint];
        expect(second).to.equal(first + 1n);
        const twin = { ...connection, signer: new Wallet((connection.signer as Wallet).privateKey, chain.provider) };
        const elsewhere = await signCall(twin, registration());
        expect(BigInt(elsewhere.signed.request.nonce) >> 8n).not.to.equal(first >> 8n);
      });

      it("reports missing ether, and settles the request later", async () => {
        const poor = { ...connection, signer: chain.emptyKey() };
        const request = await signCall(poor, registration());
        expect((await refusalOf(settle(poor, request))).code).to.equal("FUNDS_MISSING");
        await chain.provider.send("hardhat_setBalance", [poor.signer.address, "0xde0b6b3a7640000"]);
        expect((await settle(poor, request)).status).to.equal("done");
      });
    } else {
      it("passes on, at once, an error that is not of this package, although it looks like one", async () => {
        const request = await signCall(connection, registration());
        for (const look of [{ code: "REQUEST_DEAD" }, { code: "RELAY_BUSY", retryable: true }]) {
          const strange = Object.assign(new Error("of another package"), look);
          const failing = through({ submit: () => Promise.reject(strange) });
          expect(await settle(failing, request).catch((error) => error)).to.equal(strange);
        }
      });

      it("tries again while the relay is busy", async () => {
        let calls = 0;
        const busy = through({
          submit: async (requests) =>
            ++calls === 1
              ? [{ problem: problem("QUEUE_FULL", 429, { retryable: true }) }]
              : chain.relay.submit(requests),
        });
        const request = await signCall(busy, registration());
        const sleeps = await sleepsDuring(async () => expect((await settle(busy, request)).status).to.equal("done"));
        expect(calls).to.equal(2);
        expect(sleeps.filter((milliseconds) => milliseconds === 500)).to.have.length(1);
      });

      it("gives up after three minutes at a busy relay, and may settle the request later", async () => {
        const request = await signCall(connection, registration());
        const start = Date.now();
        const clock = [0, 60_000, 180_000, 180_001];
        Date.now = () => start + (clock[0] as number);
        const busy = through({
          submit: async () => {
            clock.shift();
            return [{ problem: problem("QUEUE_FULL", 429, { retryable: true }) }];
          },
        });
        const { code, message } = await refusalOf(settle(busy, request));
        resetTime();
        expect([code, clock]).to.deep.equal(["CALL_UNDECIDED", [180_001]]);
        expect(message).to.contain(`Request ${request.digest}.`);
        expect((await settle(connection, request)).status).to.equal("done");
      });

      it("reports a request as declined when its relay rejected it, and keeps one that its relay does not pay", async () => {
        const request = await signCall(connection, registration());
        const paused = through({ submit: async () => [{ problem: problem("FUNCTION_NOT_SPONSORED", 403) }] });
        expect((await refusalOf(settle(paused, request))).code).to.equal("RELAY_REFUSED");
        expect((await settle(connection, request)).status).to.equal("done");

        const rejecting = through({
          submit: async ([signed]) => {
            const at = new Date().toISOString();
            const digest = requestDigest(forwarderOf(connection), (signed as JournaledRequest["signed"]).request);
            return [{ digest, status: { digest, kind: "request", state: "rejected", receivedAt: at, updatedAt: at } }];
          },
          status: async (digest) => {
            const at = new Date().toISOString();
            return { digest, kind: "request", state: "rejected", receivedAt: at, updatedAt: at };
          },
        });
        const next = await signCall(connection, registration());
        expect((await settle(rejecting, next)).status).to.equal("declined");
      });
    }
  });
}
