import { readFileSync } from "node:fs";
import { expect } from "chai";
import { openShow, type Show } from "doorkey-test-support/show";
import { TRANSPORTS } from "doorkey-test-support/transports";
import { AbiCoder, Contract, ContractFactory, concat, keccak256 } from "ethers";
import { strangerAt } from "../../../test/helpers/acts.ts";
import { checksummed } from "../../core/checksummed.ts";
import type { Address, Hex } from "../../core/Hex.ts";
import { createDeviceKey } from "../../device/createDeviceKey.ts";
import { memoryKeys } from "../../keys/memoryKeys.ts";
import { signClaim } from "../../pass/signClaim.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { grantMany } from "../bulk/grantMany.ts";
import { completePurchase } from "../purchases/completePurchase.ts";
import { memoryPurchases } from "../purchases/memoryPurchases.ts";
import { openPurchase } from "../purchases/openPurchase.ts";
import type { HookedBatch } from "./HookData.ts";

const PLACES = 5;

/** A hook of the contracts' own tests. */
function hookOf(name: string): { readonly abi: never[]; readonly bytecode: Hex } {
  const path = `../../../../artifacts/contracts/mocks/${name}.sol/${name}.json`;
  return JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
}

/** Lets through a number of records, and keeps the hash of what it was asked. */
const HOOK = hookOf("CountingSaleHook");
const HOSTILE = hookOf("HostileSaleHook");

for (const via of TRANSPORTS) {
  describe(`hook data, ${via}`, () => {
    let chain: TestChain;
    let selling: Show;
    let hook: Contract;
    before(async () => {
      chain = await startTestChain();
    });
    beforeEach(async () => {
      const deployer = (await chain.fundedKey()).connect(chain.provider);
      const rights = chain.deployment.contracts.EntryRightRegistry.address;
      const deployed = await new ContractFactory(HOOK.abi, HOOK.bytecode, deployer).deploy(rights, PLACES);
      await deployed.waitForDeployment();
      const saleHook = (await deployed.getAddress()) as Address;
      hook = new Contract(saleHook, HOOK.abi, chain.provider);
      selling = await openShow(chain, { transport: via, classes: { ballot: { supply: 100, saleHook } } });
    });
    after(() => chain.close());

    const askedWith = ({ first, holders, hookData }: { first: bigint; holders: readonly string[]; hookData: Hex }) =>
      keccak256(
        AbiCoder.defaultAbiCoder().encode(
          ["uint64", "uint8", "uint32", "bytes", "bytes32[]", "bytes"],
          [first, 1, selling.agentId, concat(holders), [], hookData],
        ),
      );
    const grant = (holders: readonly Address[], hookData?: (batch: HookedBatch) => Hex) =>
      grantMany(selling.agent, {
        agentId: selling.agentId,
        eventId: selling.eventId,
        rows: holders.map((holder, i) => ({ order: `o${i}`, className: "ballot", holder })),
        hookData,
      });

    it("of a bulk grant reach the hook with their records", async () => {
      const batches: HookedBatch[] = [];
      const holders = [strangerAt(1), strangerAt(2)];
      const { results } = await grant(holders, (batch) => {
        batches.push(batch);
        return "0xc0ffee";
      });
      const [{ eventId, classId, agentId, items } = {} as HookedBatch] = batches;
      expect(batches.length).to.equal(1);
      expect([eventId, classId, agentId]).to.deep.equal([selling.eventId, 1, selling.agentId]);
      expect(items?.map(({ order, holder }) => [order, holder])).to.deep.equal(
        holders.map((one, i) => [`o${i}`, checksummed(one)]),
      );
      const [row] = results;
      const first = row?.status === "granted" ? (row.rightIds[0] ?? 0n) : 0n;
      expect(await hook.getFunction("asked")()).to.equal(askedWith({ first, holders, hookData: "0xc0ffee" }));
    });

    it("are empty unless they are given", async () => {
      const { results } = await grant([strangerAt(1)]);
      const [row] = results;
      const first = row?.status === "granted" ? (row.rightIds[0] ?? 0n) : 0n;
      expect(await hook.getFunction("asked")()).to.equal(
        askedWith({ first, holders: [strangerAt(1)], hookData: "0x" }),
      );
    });

    it("of a purchase reach the hook, and name its order", async () => {
      const orders: (string | undefined)[] = [];
      const seller = {
        connection: selling.agent,
        agentId: selling.agentId,
        purchases: memoryPurchases(),
        documents: [selling.terms],
        hookData: async ({ items }: HookedBatch): Promise<Hex> => {
          orders.push(...items.map(({ order }) => order));
          return "0x77";
        },
      };
      const invitation = await openPurchase(seller, {
        orderId: "seven",
        eventId: selling.eventId,
        className: "ballot",
      });
      const key = await createDeviceKey({ kind: "secp256k1", event: selling.event, store: memoryKeys() });
      const { pass } = await completePurchase(seller, await signClaim(key, invitation));
      expect(orders).to.deep.equal(["seven"]);
      const asked = askedWith({ first: BigInt(pass.rightId), holders: [key.address], hookData: "0x77" });
      expect(await hook.getFunction("asked")()).to.equal(asked);
    });

    it("of a part are asked for again when the hook refuses the whole", async () => {
      const sizes: number[] = [];
      const { granted, refused } = await grant(
        Array.from({ length: PLACES + 1 }, (_, i) => strangerAt(i)),
        ({ items }) => {
          sizes.push(items.length);
          return "0x";
        },
      );
      expect([granted, refused]).to.deep.equal([PLACES, 1]);
      expect(sizes[0]).to.equal(PLACES + 1);
      expect(await hook.getFunction("left")()).to.equal(0n);
    });

    it("of a megabyte are refused before anything is sent", async () => {
      const { results } = await grant([strangerAt(1), strangerAt(2)], () => `0x${"00".repeat(1_000_000)}`);
      expect(results.map((one) => one.status === "refused" && one.reason)).to.deep.equal([
        "CALL_TOO_LARGE",
        "CALL_TOO_LARGE",
      ]);
      expect(await hook.getFunction("left")()).to.equal(BigInt(PLACES));
    });

    for (const [how, manner, said] of [
      ["without a reason", 2, /refused the grant without a reason\.$/],
      ["with an error of its own", 1, /and said 0x[0-9a-f]{72}\.$/],
    ] as const) {
      it(`that a hook refuses ${how} are refused in its name`, async () => {
        const deployer = (await chain.fundedKey()).connect(chain.provider);
        const hostile = await new ContractFactory(HOSTILE.abi, HOSTILE.bytecode, deployer).deploy();
        await (await (hostile as Contract).getFunction("behave")(manner)).wait();
        const saleHook = (await hostile.getAddress()) as Address;
        selling = await openShow(chain, { transport: via, classes: { ballot: { supply: 100, saleHook } } });
        const { results } = await grant([strangerAt(1), strangerAt(2)]);
        for (const row of results) {
          if (row.status !== "refused") expect.fail("it was granted");
          expect(row.reason).to.equal("SALE_HOOK_REFUSED");
          expect(row.sentence).to.contain(saleHook).and.to.match(said);
        }
      });
    }

    it("that cannot be made end the run, and the rows stay open", async () => {
      const failing = grant([strangerAt(1)], () => {
        throw new Error("the list of the draw is gone");
      });
      await failing.then(
        () => expect.fail("it went through"),
        (error) => expect(String(error)).to.contain("the list of the draw is gone"),
      );
      expect((await grant([strangerAt(1)])).granted).to.equal(1);
    });
  });
}
