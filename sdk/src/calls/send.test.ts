import { expect } from "chai";
import { passTime, resetTime } from "doorkey-test-support/passTime";
import { refusalOf } from "doorkey-test-support/transports";
import type { Provider } from "ethers";
import { nodeSaying } from "../../test/helpers/nodeSaying.ts";
import type { Connection } from "../chain/Connection.ts";
import { registerOrganizer } from "../organizer/registerOrganizer.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import type { SendOptions } from "./Call.ts";

const PROFILE = { name: "Zepp Hall", uri: "https://zepp.example" };

describe("send", () => {
  let chain: TestChain;
  before(async () => {
    chain = await startTestChain();
  });
  afterEach(resetTime);
  after(() => chain.close());

  for (const via of ["direct", "relay"] as const) {
    describe(via, () => {
      let connection: Connection;
      before(async () => {
        connection = await chain.connect(via === "relay" ? chain.emptyKey() : await chain.fundedKey(), {
          relay: via === "relay",
        });
      });

      it("returns the result that the call logged", async () => {
        const before = await connection.contracts.events.teamCount();
        const { organizerId, transaction } = await registerOrganizer(connection, PROFILE);
        expect(BigInt(organizerId)).to.equal(before + 1n);
        expect(transaction.logs).to.have.length(1);
        const team = await connection.contracts.events.teamOf(organizerId);
        expect([team.name, team.uri]).to.deep.equal([PROFILE.name, PROFILE.uri]);
      });

      it("returns an accepted call at once, and waits for it later", async () => {
        const accepted = await registerOrganizer(connection, PROFILE, { until: "accepted" });
        expect(accepted.via).to.equal(via);
        expect(accepted.id).to.match(/^0x[0-9a-f]{64}$/);
        const mined = await accepted.wait();
        expect(await accepted.wait("final")).to.deep.equal(mined);
      });

      it("keeps waiting when the node is silent for a while after the call was sent", async () => {
        let silent = 3;
        const provider = nodeSaying(connection.provider, {
          getTransactionReceipt: async (hash) => {
            if (silent-- <= 0) return connection.provider.getTransactionReceipt(hash);
            throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
          },
        });
        const before = await connection.contracts.events.teamCount();
        const { organizerId } = await registerOrganizer({ ...connection, provider }, PROFILE);
        expect(BigInt(organizerId)).to.equal(before + 1n);
        expect(silent).to.be.lessThan(1);
      });

      it("says why a contract refused", async () => {
        const error = await registerOrganizer(connection, { ...PROFILE, name: "x".repeat(257) }).catch((e) => e);
        expect(error.code).to.equal("CALL_REVERTED");
        expect(error.contractError.name).to.equal("TeamTextTooLong");
        expect(error.contractError.args).to.deep.equal({ field: "name", length: 257n });
        expect(error.shortMessage).to.contain("too long");
      });
    });
  }

  it("goes the way that the caller says, else through the relay if there is one", async () => {
    const signer = await chain.fundedKey();
    const both = await chain.connect(signer);
    const alone = { ...both, relay: undefined };
    const paysItself = async (connection: Connection, via?: "direct" | "relay") => {
      const { transaction } = await registerOrganizer(connection, PROFILE, { via });
      return (await chain.provider.getTransaction(transaction.hash))?.from === signer.address;
    };
    expect(await Promise.all([paysItself(both), paysItself(both, "relay")])).to.deep.equal([false, false]);
    for (const pays of [paysItself(both, "direct"), paysItself(alone), paysItself(alone, "direct")]) {
      expect(await pays).to.equal(true);
    }
    expect((await refusalOf(paysItself(alone, "relay"))).code).to.equal("RELAY_MISSING");
  });

  it("waits three minutes for a block and half an hour for a final one, or as long as the caller says", async () => {
    const connection = await chain.connect(await chain.fundedKey(), { relay: false });
    let asked = 0;
    /** Nothing is there, and it takes so many seconds to say it. */
    const nothingAfter = (seconds: number) => async () => {
      asked++;
      passTime(seconds);
      return null;
    };
    const asksOf = async (says: Partial<Provider>, options: SendOptions<"mined" | "final">) => {
      asked = 0;
      const provider = nodeSaying(connection.provider, says);
      const { code } = await refusalOf(registerOrganizer({ ...connection, provider }, PROFILE, options));
      return [code, asked];
    };
    const unmined = { getTransactionReceipt: nothingAfter(60) };
    const unfinal = { getBlock: nothingAfter(600) };
    expect(await asksOf(unmined, {})).to.deep.equal(["CALL_UNDECIDED", 3]);
    expect(await asksOf(unfinal, { until: "final" })).to.deep.equal(["CALL_UNDECIDED", 3]);
    expect(await asksOf(unmined, { timeout: 50_000 })).to.deep.equal(["CALL_UNDECIDED", 1]);
    expect(await asksOf(unfinal, { until: "final", timeout: 1_000_000 })).to.deep.equal(["CALL_UNDECIDED", 2]);
  });

  it("does not report a transaction as retryable when the node's answer got lost", async () => {
    const key = await chain.fundedKey();
    const losing = nodeSaying(chain.provider, {
      broadcastTransaction: async (signed) => {
        await chain.provider.broadcastTransaction(signed);
        throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
      },
    });
    const connection = await chain.connect(key.connect(losing), { relay: false });
    const before = await connection.contracts.events.teamCount();
    const error = await registerOrganizer(connection, PROFILE).catch((thrown) => thrown);
    expect([error.code, error.retryable]).to.deep.equal(["CALL_UNDECIDED", false]);
    expect(await connection.contracts.events.teamCount()).to.equal(before + 1n);
  });
});
