/** What others pay for gas, and what the wallet has left. */

import { expect } from "chai";
import {
  GWEI,
  HEAD,
  LEASE,
  onEachDatabase,
  partsOn,
  quantity,
  refuses,
  storeTransaction,
} from "../../test/helpers/engineParts.ts";
import type { EngineOptions } from "./EngineOptions.ts";
import { pricesOf } from "./prices.ts";
import { walletOf } from "./wallet.ts";

onEachDatabase("what others pay", (db) => {
  /** The tips that count, of blocks from the first on with this fullness and a tip of their number in gwei. */
  async function tipsOf(fullness: readonly number[] | undefined) {
    const { context, view } = partsOn(db(), {
      eth_gasPrice: () => quantity(3n * GWEI),
      ...(fullness !== undefined && {
        eth_feeHistory: () => ({
          ...{ oldestBlock: "0x1", baseFeePerGas: [quantity(GWEI)], gasUsedRatio: fullness },
          reward: fullness.map((_, i) => [quantity(BigInt(i + 1) * GWEI)]),
        }),
      }),
    });
    const { tips, nextBaseFee } = await pricesOf(context, view);
    return { tips: tips.map((tip) => tip / GWEI), nextBaseFee };
  }
  const mine = (block_number: number, gas_limit: number, state: "mined" | "final" | "displaced" = "final") =>
    storeTransaction(db(), block_number, [], { state, block_number, gas_limit });

  it("is what their blocks say", async () => {
    expect(await tipsOf([0.5, 0.6, 0.7])).to.deep.equal({ tips: [1n, 2n, 3n], nextBaseFee: GWEI });
    expect((await tipsOf([])).tips).to.deep.equal([]);
  });

  it("is not said by blocks of which the relay's own transactions fill half", async () => {
    await mine(1, 0.25 * HEAD.gasLimit, "mined");
    await mine(2, 0.25 * HEAD.gasLimit - 1);
    await mine(3, HEAD.gasLimit, "displaced");
    expect((await tipsOf([0.5, 0.5, 0.5])).tips).to.deep.equal([2n, 3n]);
  });

  it("is nothing if only one block says it", async () => {
    await mine(1, HEAD.gasLimit);
    await mine(2, HEAD.gasLimit);
    expect((await tipsOf([0.5, 0.5, 0.5])).tips).to.deep.equal([]);
  });

  it("is the node's price where it has no history", async () => {
    expect(await tipsOf(undefined)).to.deep.equal({ tips: [2n], nextBaseFee: (GWEI * 9n) / 8n });
  });
});

onEachDatabase("the wallet", (db) => {
  const CODE = `0xef0100${"ab".repeat(20)}`;
  const LOW = 1_000n;
  /** What a signer with this code and balance has left, and what that says to operators. */
  async function walletWith(code: unknown, balance: bigint | Error) {
    const { context, view, events, distrusts } = partsOn(
      db(),
      { eth_getCode: () => code, eth_getBalance: () => (balance instanceof Error ? balance : quantity(balance)) },
      { options: { lowBalanceWei: LOW } as EngineOptions },
    );
    const left = await walletOf(context, LEASE, view);
    return { left, events: events.map(({ type }) => type), distrusts: distrusts() };
  }
  const marks = async () => {
    const row = await db().selectFrom("signers").select(["low_since", "code_since"]).executeTakeFirstOrThrow();
    return [row.low_since !== null, row.code_since !== null];
  };

  it("pays from the low mark on", async () => {
    expect(await walletWith("0x", LOW)).to.deep.equal({ left: LOW, events: [], distrusts: 0 });
    // The node may be wrong, so another one is asked next.
    expect(await walletWith("0x", LOW - 1n)).to.deep.equal({ left: undefined, events: ["balance_low"], distrusts: 1 });
    expect(await marks()).to.deep.equal([true, false]);
    expect((await walletWith("0x", 0n)).events).to.deep.equal([]);
    expect((await walletWith("0x", LOW)).events).to.deep.equal(["balance_ok"]);
    expect(await marks()).to.deep.equal([false, false]);
  });

  it("pays nothing while its account delegates to code, and again when it does not", async () => {
    expect(await walletWith(CODE, 5_000n)).to.deep.equal({ left: undefined, events: ["code_found"], distrusts: 1 });
    expect(await marks()).to.deep.equal([false, true]);
    expect((await walletWith(CODE, refuses("busy"))).left).to.equal(undefined);
    expect(await walletWith("0x", 5_000n)).to.deep.include({ left: 5_000n, events: ["code_gone"] });
  });

  it("counts as full if the node does not say what it has, and as without code", async () => {
    const { left, events, distrusts } = await walletWith(refuses("no code here"), refuses("no balance here"));
    expect({ left, events }).to.deep.equal({ left: 2n ** 256n, events: [] });
    // One for each question that was not answered.
    expect(distrusts).to.equal(2);
  });

  it("has promised what is under way, each at the highest price that a node may hold", async () => {
    await storeTransaction(db(), 0, [{ max_fee: 3n }, { max_fee: 5n }, { max_fee: 9n, refusal: "too_expensive" }], {
      gas_limit: 10,
    });
    await storeTransaction(db(), 1, [], { gas_limit: 100 });
    await storeTransaction(db(), 2, [{ max_fee: 7n }], { gas_limit: 10, state: "mined" });
    await storeTransaction(db(), 3, [{ max_fee: 2n }], { gas_limit: 10 });
    expect((await walletWith("0x", 5_000n)).left).to.equal(5_000n - 50n - 20n);
  });
});
