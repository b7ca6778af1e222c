import { expect } from "chai";
import { openShow, type Show } from "doorkey-test-support/show";
import { refusalOf as refusal, TRANSPORTS } from "doorkey-test-support/transports";
import { Wallet } from "ethers";
import { grantedOf, strangerAt } from "../../test/helpers/acts.ts";
import type { GrantRow } from "../agent/bulk/GrantRow.ts";
import { grantMany } from "../agent/bulk/grantMany.ts";
import { presaleProofs } from "../agent/grants/presaleProofs.ts";
import { completePurchase } from "../agent/purchases/completePurchase.ts";
import { memoryPurchases } from "../agent/purchases/memoryPurchases.ts";
import { openPurchase } from "../agent/purchases/openPurchase.ts";
import { attestPerson } from "../attester/attestPerson.ts";
import { identityScope } from "../attester/IdentityScope.ts";
import { setAttester } from "../attester/setAttester.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { createDeviceKey } from "../device/createDeviceKey.ts";
import { memoryKeys } from "../keys/memoryKeys.ts";
import { setSaleHook } from "../organizer/setSaleHook.ts";
import { signClaim } from "../pass/signClaim.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { deployMerkleSaleHook } from "./deployMerkleSaleHook.ts";
import { postedSaleList } from "./postedSaleList.ts";
import { postSaleList } from "./postSaleList.ts";
import { readSaleList } from "./readSaleList.ts";
import { merkleList, type SaleList } from "./SaleList.ts";

const DAY = 86_400;

const refusalOf = async (work: Promise<unknown>) => (await refusal(work)).code;

for (const via of TRANSPORTS) {
  describe(`a presale, ${via}`, () => {
    let chain: TestChain;
    let show: Show;
    let saleHook: Address;
    let salesOpenAt: number;
    const CLASS = { classId: 1, className: "members" };

    before(async () => {
      chain = await startTestChain();
      ({ saleHook } = await deployMerkleSaleHook(await chain.connect(await chain.fundedKey(), { relay: false })));
    });
    beforeEach(async () => {
      salesOpenAt = (await chain.clock.now()) + 3 * DAY;
      const classes = { members: { supply: 100, saleHook }, open: { supply: 100 } };
      show = await openShow(chain, { transport: via, classes, schedule: { salesOpenAt } });
    });
    after(() => chain.close());

    const listOf = (entries: Iterable<Hex>, change: { eventId?: number; classId?: number } = {}) => {
      const { eventId = show.eventId, classId = CLASS.classId } = change;
      return merkleList(entries, { event: { ...show.event, eventId }, classId, kind: "holders" });
    };
    const strangers = (count: number, from = 0) => Array.from({ length: count }, (_, i) => strangerAt(from + i));
    const post = (list: SaleList, endsAt = salesOpenAt + DAY) => postSaleList(show.organizer, { list, endsAt });
    const grant = (holders: readonly Address[], lists: readonly SaleList[], className = CLASS.className) => {
      const rows = holders.map((holder, i): GrantRow => ({ order: `o${i}`, className, holder }));
      const hookData = presaleProofs(show.agent, lists);
      return grantMany(show.agent, { agentId: show.agentId, eventId: show.eventId, rows, hookData, again: true });
    };
    const statuses = ({ results }: grantMany.Result) =>
      results.map((one) => (one.status === "refused" ? one.reason : one.status));

    for (const size of [1, 2, 3, 32, 33, 200]) {
      it(`grants to each of a list of ${size}, and to no other key`, async () => {
        const list = await listOf(strangers(size));
        await post(list);
        await chain.clock.travelTo(salesOpenAt);
        const listed = [strangerAt(0), strangerAt(size - 1)].slice(0, size);
        const ended = statuses(await grant([...listed, strangerAt(size)], [list]));
        expect(ended).to.deep.equal([...listed.map(() => "granted"), "NotListed"]);
      });
    }

    it("grants a party with one proof, and leaves out who is not listed in its midst", async () => {
      const list = await listOf(strangers(9));
      await post(list);
      await chain.clock.travelTo(salesOpenAt);
      const rows = [0, 0, 20, 1].map((n, i) => ({ ...CLASS, order: `${i}`, holder: strangerAt(n), quantity: 1 + i }));
      const { agentId, eventId } = show;
      const hookData = presaleProofs(show.agent, [list]);
      const done = await grantMany(show.agent, { agentId, eventId, rows, hookData, again: true });
      expect(statuses(done)).to.deep.equal(["granted", "granted", "NotListed", "granted"]);
      expect(await grantedOf(show, 1)).to.equal(1 + 2 + 4);
    });

    it("sells a claimed order to a listed device alone", async () => {
      const seller = {
        connection: show.agent,
        agentId: show.agentId,
        purchases: memoryPurchases(),
        documents: [show.terms],
      };
      const newKey = () => createDeviceKey({ kind: "secp256k1", event: show.event, store: memoryKeys() });
      const [member, other] = [await newKey(), await newKey()];
      const list = await listOf([member.address, strangerAt(1)]);
      await post(list);
      await chain.clock.travelTo(salesOpenAt);
      const hooked = { ...seller, hookData: presaleProofs(show.agent, [list]) };
      const order = { eventId: show.eventId, className: CLASS.className };
      const claimOf = async (key: typeof member, orderId: string) =>
        signClaim(key, await openPurchase(seller, { ...order, orderId }));
      const { pass } = await completePurchase(hooked, await claimOf(member, "first"));
      expect(pass.holder).to.equal(member.address);
      const refused = await completePurchase(hooked, await claimOf(other, "second")).catch((error) => error);
      expect([refused.code, refused.contractError?.name]).to.deep.equal(["CALL_REVERTED", "NotListed"]);
    });

    it("ends by itself, and asks for no proof afterwards", async () => {
      const list = await listOf(strangers(3));
      await post(list);
      await chain.clock.travelTo(salesOpenAt + DAY);
      expect(statuses(await grant([strangerAt(7)], [list]))).to.deep.equal(["granted"]);
    });

    it("leaves classes without a list alone", async () => {
      const list = await listOf(strangers(3));
      await post(list);
      await chain.clock.travelTo(salesOpenAt);
      expect(statuses(await grant([strangerAt(7)], [list], "open"))).to.deep.equal(["granted"]);
    });

    it("refuses a list that was replaced, and grants with the one that replaced it", async () => {
      const [old, longer] = [await listOf(strangers(3)), await listOf(strangers(5))];
      await post(old);
      await chain.clock.travelTo(salesOpenAt);
      await post(longer);
      expect(await refusalOf(grant([strangerAt(0)], [old]))).to.equal("SALE_LIST_DIFFERENT");
      expect(statuses(await grant([strangerAt(4)], [longer]))).to.deep.equal(["granted"]);
    });

    it("is read back as it was posted", async () => {
      const where = { eventId: show.eventId, classId: CLASS.classId };
      expect(await postedSaleList(show.agent, where)).to.equal(undefined);
      const list = await listOf(strangers(200));
      await post(list);
      const { root, kind } = list;
      const endsAt = salesOpenAt + DAY;
      expect(await postedSaleList(show.agent, where)).to.deep.equal({
        saleHook,
        kind,
        root,
        levels: list.crown.levels,
        endsAt,
      });
    });

    it("refuses a list that was posted at another level, and takes it again at its own", async () => {
      const list = await listOf(strangers(200));
      const { levels } = list.crown;
      await post({ ...list, crown: { ...list.crown, levels: levels + 1 } });
      await chain.clock.travelTo(salesOpenAt);
      expect(await refusalOf(grant([strangerAt(0)], [list]))).to.equal("SALE_LIST_DIFFERENT");
      await post(list);
      expect(statuses(await grant([strangerAt(0)], [list]))).to.deep.equal(["granted"]);
    });

    it("refuses a hook that takes lists through another forwarder", async () => {
      const own = await chain.connect(await chain.fundedKey(), { relay: false });
      const { contracts } = own.deployment;
      const forwarder = { ...contracts.GasRelayForwarder, address: strangerAt(9) };
      const foreign = {
        ...own,
        deployment: { ...own.deployment, contracts: { ...contracts, GasRelayForwarder: forwarder } },
      };
      const { saleHook: theirs } = await deployMerkleSaleHook(foreign);
      const classes = { members: { supply: 100, saleHook: theirs }, open: { supply: 100 } };
      show = await openShow(chain, { transport: via, classes, schedule: { salesOpenAt } });
      expect(await refusalOf(post(await listOf(strangers(3))))).to.equal("SALE_LIST_HOOK_MISSING");
    });

    it("refuses the same list twice, a later end, and a list for another class or suite", async () => {
      const list = await listOf(strangers(3));
      await post(list);
      const reverts = (work: Promise<unknown>) =>
        work.then(
          () => "done",
          (error) => error.contractError?.name,
        );
      expect(await reverts(post(list))).to.equal("ListUnchanged");
      expect(await reverts(post(list, salesOpenAt + DAY + 1))).to.equal("PresaleEndInvalid");
      expect(await reverts(post(list, salesOpenAt + DAY - 1))).to.equal("done");
      expect(await refusalOf(post(await listOf(strangers(3), { classId: 2 })))).to.equal("SALE_LIST_HOOK_MISSING");
      const foreign = { ...list, event: { ...list.event, rightsRegistry: strangerAt(1) } };
      expect(await refusalOf(post(foreign))).to.equal("SALE_LIST_DIFFERENT");
    });

    it("refuses the first list once sales are open", async () => {
      const list = await listOf(strangers(3));
      await chain.clock.travelTo(salesOpenAt);
      const late = await post(list).catch((error) => error.contractError?.name);
      expect(late).to.equal("ListTooLate");
    });

    it("grants to listed persons, with any keys", async () => {
      const classes = { members: { supply: 10, saleHook, named: true } };
      const policy = { identityVerifier: "attester", maxPerPerson: 2 };
      const named = await openShow(chain, { transport: via, classes, policy, schedule: { salesOpenAt } });
      const { eventId, agentId, organizer, agent } = named;
      const attester = new Wallet(Wallet.createRandom().privateKey, chain.provider);
      await setAttester(organizer, { scopeEventId: eventId, attester: attester.address as Address, trusted: true });
      const [ann, ben]: Hex[] = [`0x${"a1".repeat(32)}`, `0x${"b2".repeat(32)}`];
      if (ann === undefined || ben === undefined) throw new Error("no persons");
      const list = await merkleList([ann, `0x${"c3".repeat(32)}`], { event: named.event, classId: 1, kind: "persons" });
      await postSaleList(organizer, { list, endsAt: salesOpenAt + DAY });
      await chain.clock.travelTo(salesOpenAt);
      const scope = await identityScope(agent, { eventId });
      const issuedAt = await chain.clock.now();
      const rows = await Promise.all(
        [ann, ben].map(async (personTag, i): Promise<GrantRow> => {
          const holder = strangerAt(i);
          const terms = { scope, personTag, holder, agentId, issuedAt, expiresAt: issuedAt + DAY };
          return { className: "members", holder, evidence: [await attestPerson(terms, attester)] };
        }),
      );
      const hookData = presaleProofs(agent, [list]);
      expect(statuses(await grantMany(agent, { agentId, eventId, rows, hookData }))).to.deep.equal([
        "granted",
        "NotListed",
      ]);
    });

    it("needs a hook that keeps lists", async () => {
      const place = { eventId: show.eventId, className: "open" };
      await setSaleHook(show.organizer, { ...place, saleHook: chain.deployment.contracts.EventRegistry.address });
      const list = await listOf(strangers(3), { classId: 2 });
      expect(await refusalOf(post(list))).to.equal("SALE_LIST_HOOK_MISSING");
    });
  });
}

describe("a list", () => {
  const event = { chainId: 31337, rightsRegistry: strangerAt(0xfffff), eventId: 7 };
  const place = { event, classId: 1, kind: "holders" } as const;
  const strangers = (count: number) => Array.from({ length: count }, (_, i) => strangerAt(i));

  it("has the same root in any order and with repetitions", async () => {
    const list = await merkleList(strangers(50), place);
    const again = await merkleList([...strangers(50).reverse(), ...strangers(9)], place);
    expect([again.root, again.size]).to.deep.equal([list.root, 50]);
    expect((await merkleList(strangers(49), place)).root).not.to.equal(list.root);
  });

  it("has another root for another class, event, suite and chain", async () => {
    const changes = [{ classId: 2 }, { event: { ...event, eventId: 8 } }, { event: { ...event, chainId: 1 } }];
    const others = [{}, ...changes, { event: { ...event, rightsRegistry: strangerAt(98) } }];
    const roots = await Promise.all(
      others.map(async (change) => (await merkleList(strangers(4), { ...place, ...change })).root),
    );
    expect(new Set(roots).size).to.equal(others.length);
  });

  it("survives its file, which has no entry in it", async () => {
    const list = await merkleList(strangers(300), place);
    const lines = [...list.lines()];
    const read = await readSaleList(lines);
    expect([read.root, read.size, read.crown]).to.deep.equal([list.root, 300, list.crown]);
    expect(read.proofOf(strangerAt(17))).to.equal(list.proofOf(strangerAt(17)));
    expect([read.has(strangerAt(299)), read.has(strangerAt(300))]).to.deep.equal([true, false]);
    for (const holder of strangers(300)) expect(lines.join("\n")).not.to.contain(holder.slice(2).toLowerCase());
  });

  it("refuses a file that was changed, cut off, or is another file", async () => {
    const lines = [...(await merkleList(strangers(5), place)).lines()];
    const changed = (i: number, line: string) => lines.map((one, at) => (at === i ? line : one));
    const files = {
      empty: [],
      "not a list": ["order,class", "1,2"],
      "another format": changed(0, lines[0]?.replace("list 1", "list 2") ?? ""),
      "cut off": lines.slice(0, -1),
      "one too many": [...lines, "f".repeat(30)],
      "an entry changed": changed(
        3,
        (lines[3] ?? "").replace(/.$/, (digit) => (digit === "0" ? "1" : "0")),
      ),
      "a line torn": changed(3, (lines[3] ?? "").slice(1)),
      "two lines swapped": [...lines.slice(0, 1), ...lines.slice(1).reverse()],
      "another root": changed(0, (lines[0] ?? "").replace(/"root":"0x../, '"root":"0x00')),
    };
    for (const [name, file] of Object.entries(files)) {
      expect(await refusalOf(readSaleList(file)), name).to.equal("SALE_LIST_MALFORMED");
    }
    expect((await readSaleList([...lines, ""])).size).to.equal(5);
  });

  it("refuses entries that are none, with their number", async () => {
    const wrong = ["0x12", "", `0x${"00".repeat(20)}`, `0x${"11".repeat(32)}`, "alice.eth"] as Hex[];
    for (const entry of wrong) {
      const failure = await merkleList([strangerAt(1), entry], place).catch((error) => error);
      expect([failure.code, failure.message]).to.satisfy(
        ([code, text]: [string, string]) => code === "VALUE_INVALID" && text.includes("Entry 2 "),
      );
    }
    expect(await refusalOf(merkleList([], place))).to.equal("VALUE_INVALID");
    const tag: Hex = `0x${"11".repeat(32)}`;
    expect((await merkleList([tag], { ...place, kind: "persons" })).has(tag)).to.equal(true);
  });
});
