import { expect } from "chai";
import { openShow, type Show } from "doorkey-test-support/show";
import { refusalOf } from "doorkey-test-support/transports";
import { strangerAt } from "../../../test/helpers/acts.ts";
import type { Address, Hex } from "../../core/Hex.ts";
import { deployMerkleSaleHook } from "../../presale/deployMerkleSaleHook.ts";
import { postSaleList } from "../../presale/postSaleList.ts";
import { merkleList, packProofs, type SaleList } from "../../presale/SaleList.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import type { HookedBatch } from "./HookData.ts";
import { presaleProofs } from "./presaleProofs.ts";

const DAY = 86_400;

describe("presaleProofs", () => {
  let chain: TestChain;
  let show: Show;
  let list: SaleList;
  let endsAt: number;
  const holders = [1, 2, 3].map(strangerAt);
  before(async () => {
    chain = await startTestChain();
    const deployer = await chain.connect(await chain.fundedKey(), { relay: false });
    const { saleHook } = await deployMerkleSaleHook(deployer);
    const salesOpenAt = (await chain.clock.now()) + DAY;
    endsAt = salesOpenAt + DAY;
    const classes = { members: { supply: 100, saleHook }, later: { supply: 100, saleHook }, open: { supply: 100 } };
    show = await openShow(chain, { classes, schedule: { salesOpenAt } });
    list = await listOf(1);
    await postSaleList(show.organizer, { list, endsAt });
  });
  after(() => chain.close());

  const listOf = (classId: number, entries: readonly Hex[] = holders) =>
    merkleList(entries, { event: show.event, classId, kind: "holders" });
  const batchOf = (to: readonly Address[], change: Partial<HookedBatch> = {}): HookedBatch => {
    const { eventId, agentId } = show;
    const items = to.map((holder) => ({ classId: 1, holder, quantity: 2, seats: [], evidence: [] }));
    return { eventId, classId: 1, agentId, items, ...change };
  };
  const dataOf = (batch: HookedBatch, lists: readonly SaleList[] = [list]) => presaleProofs(show.agent, lists)(batch);

  it("prove each holder of a batch, a run of the same one once", async () => {
    const [a, b] = holders as [Address, Address];
    expect(await dataOf(batchOf([a, a, b, a]))).to.equal(packProofs(list, [a, b, a]));
    expect(await dataOf(batchOf([b]))).to.equal(packProofs(list, [b]));
    expect(packProofs(list, [a])).not.to.equal(packProofs(list, [a, b, a]));
  });

  it("prove the person of each right in a list of persons, with whom its evidence begins", async () => {
    const restore = await chain.snapshot();
    const [ann, ben]: Hex[] = [`0x${"a1".repeat(32)}`, `0x${"b2".repeat(32)}`];
    if (ann === undefined || ben === undefined) throw new Error("no persons");
    const persons = await merkleList([ann, ben], { event: show.event, classId: 2, kind: "persons" });
    await postSaleList(show.organizer, { list: persons, endsAt });
    const holder = strangerAt(7);
    const evidence: Hex[] = [ann, ben, ann].map((tag) => `${tag}c0ffee` as Hex);
    const items = [{ classId: 2, holder, quantity: 3, seats: [], evidence }];
    expect(await dataOf(batchOf([], { classId: 2, items }), [list, persons])).to.equal(
      packProofs(persons, [ann, ben, ann]),
    );
    await restore();
  });

  it("find the list of the batch's class among others", async () => {
    const lists = [await listOf(2, [strangerAt(9)]), list];
    expect(await dataOf(batchOf(holders), lists)).to.equal(packProofs(list, holders));
  });

  it("are empty for another event, for a class without a list, and for a list that is not posted", async () => {
    const lists = [list, await listOf(2)];
    for (const change of [{ eventId: show.eventId + 1 }, { classId: 3 }, { classId: 2 }]) {
      expect(await dataOf(batchOf(holders, change), lists), JSON.stringify(change)).to.equal("0x");
    }
    expect(await dataOf(batchOf(holders), [])).to.equal("0x");
  });

  it("are not made from a list that is not the posted one, or that was posted otherwise", async () => {
    const { crown } = list;
    for (const other of [
      await listOf(1, [...holders, strangerAt(4)]),
      { ...list, crown: { ...crown, levels: crown.levels + 1 } },
      { ...list, kind: "persons" as const },
    ]) {
      const refusal = await refusalOf(Promise.resolve(dataOf(batchOf(holders), [other])));
      expect(refusal.code).to.equal("SALE_LIST_DIFFERENT");
      expect(refusal.message).to.contain(`Class 1 of event ${show.eventId} has the list ${list.root}`);
    }
  });

  it("are made until the second in which the presale ends", async () => {
    const restore = await chain.snapshot();
    await chain.clock.travelTo(endsAt - 1);
    expect(await dataOf(batchOf(holders))).to.equal(packProofs(list, holders));
    await chain.clock.travelTo(endsAt);
    expect(await dataOf(batchOf(holders))).to.equal("0x");
    await restore();
  });

  it("are refused for what is not a list, with its number", () => {
    const wrong: readonly [unknown, string][] = [
      [undefined, "lists must be a list."],
      [list, "lists must be a list."],
      [[list, {}], "lists[1] must be an object"],
      [[{ ...list, proofOf: undefined }], "lists[0] must be an object"],
      [[null], "lists[0] must be an object"],
    ];
    for (const [lists, told] of wrong) {
      expect(() => presaleProofs(show.agent, lists as readonly SaleList[]))
        .to.throw(told)
        .with.property("code", "VALUE_INVALID");
    }
    expect(() => presaleProofs({} as never, []))
      .to.throw("connection")
      .with.property("code", "VALUE_INVALID");
  });
});
