import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { passTime, resetTime } from "doorkey-test-support/passTime";
import { HALL, openShow, type Show } from "doorkey-test-support/show";
import { refusalOf } from "doorkey-test-support/transports";
import { getBytes } from "ethers";
import { grantedOf, holderOf, strangerAt } from "../../../test/helpers/acts.ts";
import { LIES, type LyingRelay, lyingRelay, MOMENTS } from "../../../test/helpers/lyingRelay.ts";
import type { JournaledRequest } from "../../calls/journaled/JournaledRequest.ts";
import { nonceId } from "../../calls/journaled/nonces.ts";
import { signCall } from "../../calls/journaled/signCall.ts";
import { checksummed } from "../../core/checksummed.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import type { Address, Hex } from "../../core/Hex.ts";
import { createDeviceKey } from "../../device/createDeviceKey.ts";
import { memoryKeys } from "../../keys/memoryKeys.ts";
import { signClaim } from "../../pass/signClaim.ts";
import { setTeamRole } from "../../teams/setTeamRole.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import type { GrantJournal, JournaledBatch } from "../bulk/GrantJournal.ts";
import type { GrantRow } from "../bulk/GrantRow.ts";
import { grantJournalFile } from "../bulk/grantJournalFile.ts";
import { grantMany } from "../bulk/grantMany.ts";
import { completePurchase } from "../purchases/completePurchase.ts";
import { grantQueue } from "../purchases/grantQueue.ts";
import { memoryPurchases } from "../purchases/memoryPurchases.ts";
import { openPurchase } from "../purchases/openPurchase.ts";
import type { Seller } from "../purchases/Seller.ts";
import { grantCall } from "./grantCall.ts";

const HOUR = 3_600;
const DEATH = "the process died";

/** Accepts calls of at most so many bytes. */
const carrying = (bytes: () => number, liar: LyingRelay): LyingRelay => ({
  ...liar,
  prepare: async (call) => {
    if (getBytes(call.data).length > bytes()) throw new DoorkeyError("CALL_TOO_LARGE");
    return liar.prepare(call);
  },
});

for (const lie of LIES) {
  for (const moment of MOMENTS) {
    describe(`a relay that ${lie} a request and executes it ${moment}`, () => {
      const folder = mkdtempSync(join(tmpdir(), "doorkey-declined-"));
      let chain: TestChain;
      let selling: Show;
      let relay: LyingRelay;
      let seller: Seller;
      let orders = 0;
      before(async () => {
        chain = await startTestChain();
      });
      beforeEach(async () => {
        selling = await openShow(chain, { transport: "relay", classes: HALL });
        relay = lyingRelay(chain, lie, moment);
        seller = sellerWith(relay);
      });
      afterEach(resetTime);
      after(async () => {
        await chain.close();
        rmSync(folder, { recursive: true });
      });

      const sellerWith = (liar: LyingRelay, purchases = memoryPurchases()): Seller => {
        const { agent, agentId, terms } = selling;
        return { connection: { ...agent, relay: liar }, agentId, purchases, documents: [terms] };
      };
      /** Accepts calls of at most half the size once it has declined one. */
      const narrowing = (liar: LyingRelay): LyingRelay =>
        carrying(() => (liar.declined.length > 0 ? 400 : Number.POSITIVE_INFINITY), liar);
      const newKey = () => createDeviceKey({ kind: "secp256k1", event: selling.event, store: memoryKeys() });
      const open = (change: Partial<openPurchase.Parameters> = {}) =>
        openPurchase(seller, { orderId: `o${orders++}`, eventId: selling.eventId, className: "standing", ...change });
      const newClaim = async (quantity: number) => signClaim(await newKey(), await open({ quantity }));
      const failureOf = (work: Promise<unknown>) =>
        work.then(
          () => undefined,
          (error) => error,
        );

      it("does not cause a second grant of an order", async () => {
        const claim = await newClaim(2);
        const { pass } = await completePurchase(seller, claim);
        await relay.carryKept();
        expect(relay.declined.length).to.equal(1);
        expect(await grantedOf(selling, 1)).to.equal(2);
        expect(await holderOf(selling, BigInt(pass.rightId))).to.equal(claim.holder);
        expect((await completePurchase(seller, claim)).pass).to.deep.equal(pass);
      });

      it("does not cause a second grant of an order that was given up meanwhile", async () => {
        relay = lyingRelay(chain, lie, moment, 5);
        seller = sellerWith(relay);
        const claim = await newClaim(2);
        const failure = await failureOf(completePurchase(seller, claim));
        expect(failure === undefined).to.equal(moment === "at once");
        const { pass } = await completePurchase(seller, claim);
        await relay.carryKept();
        expect(await grantedOf(selling, 1)).to.equal(2);
        expect(await holderOf(selling, BigInt(pass.rightId))).to.equal(claim.holder);
      });

      it("does not cause a grant to a second device", async () => {
        relay = lyingRelay(chain, lie, moment, 5);
        seller = sellerWith(relay);
        const invitation = await open();
        const [first, second] = [await newKey(), await newKey()];
        await failureOf(completePurchase(seller, await signClaim(first, invitation)));
        const failure = await failureOf(completePurchase(seller, await signClaim(second, invitation)));
        await relay.carryKept();
        expect(await grantedOf(selling, 1)).to.equal(1);
        const isFirst = moment !== "after the next";
        expect(failure?.code).to.equal(isFirst ? "PURCHASE_TAKEN" : undefined);
        const { pass } = await completePurchase(seller, await signClaim(isFirst ? first : second, invitation));
        expect(await holderOf(selling, BigInt(pass.rightId))).to.equal((isFirst ? first : second).address);
      });

      it("does not cause a second grant of an order that is opened again", async () => {
        relay = lyingRelay(chain, lie, moment, 5);
        seller = sellerWith(relay);
        const key = await newKey();
        const order = { orderId: "opened again" };
        const invitation = await open({ ...order, expiresIn: 60 });
        const failure = await failureOf(completePurchase(seller, await signClaim(key, invitation)));
        expect(failure?.code).not.to.equal("CLAIM_EXPIRED");
        passTime(61);
        const { pass } = await completePurchase(seller, await signClaim(key, await open(order)));
        await relay.carryKept();
        expect(await grantedOf(selling, 1)).to.equal(1);
        expect(await holderOf(selling, BigInt(pass.rightId))).to.equal(key.address);
      });

      it("does not cause a second grant of a queued order", async () => {
        const queued = { ...seller, queue: grantQueue(seller, { maxWaitMs: 60 }) };
        const claims = await Promise.all([1, 2, 3].map(newClaim));
        const done = await Promise.all(claims.map((claim) => completePurchase(queued, claim)));
        await relay.carryKept();
        expect(await grantedOf(selling, 1)).to.equal(6);
        for (const [i, { pass }] of done.entries()) {
          expect([pass.holder, pass.count]).to.deep.equal([claims[i]?.holder, i + 1]);
          expect(await holderOf(selling, BigInt(pass.rightId))).to.equal(pass.holder);
        }
      });

      it("does not cause a second grant of a queued order whose claim comes again alone", async () => {
        relay = lyingRelay(chain, lie, moment, 5);
        seller = sellerWith(relay);
        const queued = { ...seller, queue: grantQueue(seller, { maxWaitMs: 60 }) };
        const claims = await Promise.all([1, 2, 3].map(newClaim));
        await Promise.all(claims.map((claim) => failureOf(completePurchase(queued, claim))));
        for (const claim of claims) {
          const { pass } = await completePurchase(seller, claim);
          expect(await holderOf(selling, BigInt(pass.rightId))).to.equal(claim.holder);
        }
        await relay.carryKept();
        expect(await grantedOf(selling, 1)).to.equal(6);
      });

      it("does not cause a second grant of a queued order whose batch must be cut", async () => {
        seller = sellerWith(narrowing(relay));
        const queued = { ...seller, queue: grantQueue(seller, { maxWaitMs: 60 }) };
        const claims = await Promise.all(Array.from({ length: 30 }, () => newClaim(1)));
        const done = await Promise.all(claims.map((claim) => completePurchase(queued, claim)));
        await relay.carryKept();
        expect(await grantedOf(selling, 1)).to.equal(30);
        for (const [i, { pass }] of done.entries()) {
          expect(await holderOf(selling, BigInt(pass.rightId))).to.equal(claims[i]?.holder);
        }
      });

      const rows = (count: number, className = "standing"): GrantRow[] =>
        Array.from({ length: count }, (_, i) => ({ className, holder: strangerAt(i) }));
      const grant = (of: readonly GrantRow[], journal?: GrantJournal, liar: LyingRelay = relay) =>
        grantMany(
          { ...selling.agent, relay: liar },
          { agentId: selling.agentId, eventId: selling.eventId, rows: of, journal },
        );
      const expectAllOnce = async (of: readonly GrantRow[], { results }: grantMany.Result) => {
        const ids = results.map((one) => (one.status === "granted" ? one.rightIds : []));
        expect(new Set(ids.flat()).size).to.equal(of.length);
        for (const i of [0, of.length - 1]) {
          expect(await holderOf(selling, ids[i]?.[0] ?? 0n)).to.equal(checksummed(strangerAt(i)));
        }
        expect(await grantedOf(selling, 1)).to.equal(of.length);
      };

      const journaledIn = (path: string): JournaledBatch[] =>
        readFileSync(path, "utf8")
          .trim()
          .split("\n")
          .slice(1)
          .map((line) => JSON.parse(line));

      it("does not cause a second grant of a row", async () => {
        const all = rows(1_300);
        const result = await grant(all);
        await relay.carryKept();
        await expectAllOnce(all, result);
      });

      it("does not cause a second grant of a row whose batch must be cut", async () => {
        const all = rows(30);
        const result = await grant(all, undefined, narrowing(relay));
        await relay.carryKept();
        await expectAllOnce(all, result);
      });

      it("does not cause a second grant of a row in a second run", async () => {
        const all = rows(30);
        const inner = grantJournalFile(join(folder, `${orders++}.journal`));
        let count = 0;
        const dying: GrantJournal = {
          ...inner,
          append: async (batch) => {
            if (++count === 2) throw new Error(DEATH);
            await inner.append(batch);
          },
        };
        const failure = await failureOf(grant(all, dying));
        expect(failure?.message).to.equal(moment === "at once" ? undefined : DEATH);
        const result = await grant(all, inner);
        await relay.carryKept();
        await expectAllOnce(all, result);
        expect(await grant(all, inner)).to.deep.equal(result);
      });

      it("does not cause a second grant of rows that two requests may grant, though one call would carry them", async () => {
        const all = rows(30);
        const path = join(folder, `${orders++}.journal`);
        const journal = grantJournalFile(path);
        relay = lyingRelay(chain, lie, moment, 10);
        await grant(
          all,
          journal,
          carrying(() => 700, relay),
        );
        const result = await grant(all, journal);
        await relay.carryKept();
        await expectAllOnce(all, result);
        const nonces = journaledIn(path).flatMap(({ rows: of, request }) =>
          of.map((row) => `${row} ${nonceId(request)}`),
        );
        expect(new Set(nonces).size).to.equal(all.length);
      });

      it("does not cause a second grant of a row that was given up meanwhile", async () => {
        const all = rows(30);
        const journal = grantJournalFile(join(folder, `${orders++}.journal`));
        relay = lyingRelay(chain, lie, moment, 5);
        const { refused } = await grant(all, journal);
        expect(refused).to.equal(moment === "at once" ? 0 : 30);
        const result = await grant(all, journal);
        await relay.carryKept();
        await expectAllOnce(all, result);
      });
    });
  }
}

describe("a request in place of a declined one", () => {
  let chain: TestChain;
  let selling: Show;
  let declined: JournaledRequest;
  before(async () => {
    chain = await startTestChain();
    selling = await openShow(chain, { transport: "relay", classes: HALL });
    declined = await signCall(selling.agent, grantOfOne());
  });
  after(() => chain.close());

  const grantOfOne = () => {
    const { agent, agentId, eventId } = selling;
    const item = { holder: strangerAt(1), quantity: 1, seats: [], evidence: [] };
    return grantCall(agent, { eventId, classId: 1, agentId, items: [{ ...item, classId: 1 }] }, { minLive: 1 });
  };

  it("has its nonce and another digest, within the same block too", async () => {
    const next = await signCall(selling.agent, grantOfOne(), [declined]);
    const third = await signCall(selling.agent, grantOfOne(), [declined, next]);
    const all = [declined, next, third];
    expect(new Set(all.map(nonceId)).size).to.equal(1);
    expect(new Set(all.map(({ digest }) => digest)).size).to.equal(3);
  });

  it("is not signed by another key, which has other nonces", async () => {
    const { agent } = selling;
    const other = { ...agent, signer: chain.emptyKey() };
    await setTeamRole(selling.agent, {
      team: { agentId: selling.agentId },
      account: other.signer.address as Address,
      role: "member",
    });
    expect((await refusalOf(signCall(other, grantOfOne(), [declined]))).code).to.equal("CALL_UNDECIDED");
  });

  it("has a nonce of its own once the chain's time is past the deadline", async () => {
    const restore = await chain.snapshot();
    const folder = mkdtempSync(join(tmpdir(), "doorkey-declined-"));
    const journal = grantJournalFile(join(folder, "late.journal"));
    const relay = lyingRelay(chain, "rejects", "after the next", 5);
    const { agent, agentId, eventId } = selling;
    const run = () =>
      grantMany(
        { ...agent, relay },
        { agentId, eventId, journal, rows: [{ className: "standing", holder: strangerAt(1) }] },
      );
    expect((await run()).refused).to.equal(1);
    await chain.clock.travelTo((await chain.clock.now()) + 2 * HOUR);
    expect((await run()).granted).to.equal(1);
    await relay.carryKept();
    expect(await grantedOf(selling, 1)).to.equal(1);
    const used = relay.declined.map(({ request }) =>
      agent.contracts.forwarder.isNonceUsed(request.from, request.nonce),
    );
    expect(await Promise.all(used)).to.deep.equal([false, false, false, false, false]);
    rmSync(folder, { recursive: true });
    await restore();
  });

  it("does not keep its rows from a grant if the declined one executes just before it is signed", async () => {
    const liar = lyingRelay(chain, "rejects", "after the next", 5);
    const { agent, agentId, eventId } = selling;
    const relay = carrying(() => (liar.declined.length > 0 ? 700 : Number.POSITIVE_INFINITY), liar);
    let asked = 0;
    // The first 15 rows are given up after four requests. One of them executes while the next rows wait for their data.
    const hookData = async (): Promise<Hex> => {
      if (++asked !== 7) return "0x";
      await chain.relay.submit(liar.declined.slice(1, 2));
      await chain.provider.send("evm_mine", []);
      return "0x";
    };
    const before = await grantedOf(selling, 1);
    const rows = Array.from({ length: 30 }, (_, i) => ({ className: "standing", holder: strangerAt(100 + i) }));
    const { results } = await grantMany({ ...agent, relay }, { agentId, eventId, rows, hookData });
    expect([asked, liar.declined.length]).to.deep.equal([8, 5]);
    expect(results.slice(15).map(({ status }) => status)).to.deep.equal(Array(15).fill("granted"));
    expect(await grantedOf(selling, 1)).to.equal(before + 30);
  });
});
