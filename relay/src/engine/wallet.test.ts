import { expect } from "chai";
import type { EngineContext } from "./EngineContext.ts";
import type { EngineEvent } from "./EngineEvent.ts";
import type { Plan } from "./plan.ts";
import { payable } from "./wallet.ts";

describe("payable", () => {
  const plans = [50n, 30n, 20n].map((maxCost) => ({ maxCost }) as Plan);
  const paidWith = (wallet: bigint) => {
    const events: EngineEvent[] = [];
    const context = { observe: (event: EngineEvent) => events.push(event) } as unknown as EngineContext;
    const paid = payable(context, { signer: "0x11", epoch: 1 }, plans, wallet);
    return { paid: paid.map(({ maxCost }) => maxCost), events };
  };

  it("are the first plans that the wallet pays together, to its last wei", () => {
    expect(paidWith(100n)).to.deep.equal({ paid: [50n, 30n, 20n], events: [] });
    expect(paidWith(99n).paid).to.deep.equal([50n, 30n]);
    expect(paidWith(80n).paid).to.deep.equal([50n, 30n]);
    expect(paidWith(79n).paid).to.deep.equal([50n]);
    expect(paidWith(49n).paid).to.deep.equal([]);
  });

  it("report what is left and what the next one needs", () => {
    expect(paidWith(79n).events).to.deep.equal([
      { type: "balance_short", signer: "0x11", leftWei: 29n, neededWei: 30n },
    ]);
  });
});
