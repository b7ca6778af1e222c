import { expect } from "chai";
import type { Act, Import, Sale } from "../api/answers.ts";
import { isNewAct, isNewImport, isNewSale } from "./isNews.ts";

const sale = (changedAt: number) => ({ changedAt }) as Sale;
const act = (state: Act["state"]) => ({ state }) as Act;
const list = (state: Import["state"], granted = 0, refused = 0) => ({ state, granted, refused }) as Import;

describe("what is news to a page", () => {
  it("is a sale that changed later, or at the same time", () => {
    expect([9, 10, 11].map((at) => isNewSale(sale(10), sale(at)))).to.deep.equal([false, true, true]);
  });

  it("is an act that is further, and never one that waits again", () => {
    const states = ["open", "undecided", "done"] as const;
    const told = states.map((known) => states.map((state) => isNewAct(act(known), act(state))));
    expect(told).to.deep.equal([
      [true, true, true],
      [false, true, true],
      [false, false, true],
    ]);
    expect(isNewAct(act("undecided"), act("refused"))).to.equal(true);
  });

  it("is a list that is further, by its state and then by its rows", () => {
    const running = list("running", 5, 1);
    expect(isNewImport(running, list("running", 5, 0))).to.equal(false);
    expect(isNewImport(running, list("running", 6, 1))).to.equal(true);
    expect(isNewImport(running, list("checked", 9, 9))).to.equal(false);
    expect(isNewImport(running, list("done", 0, 0))).to.equal(true);
    expect(isNewImport(list("done", 5, 1), running)).to.equal(false);
    expect(isNewImport(list("failed", 5, 1), list("done", 6, 1))).to.equal(true);
  });
});
