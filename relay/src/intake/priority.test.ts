import { expect } from "chai";
import { interfaces } from "doorkey/abi";
import type { Hex } from "doorkey/buyer";
import { Priority, priorityOf } from "./priority.ts";

const { EntryRightRegistry: rights } = interfaces;

describe("priorityOf", () => {
  it("puts admissions first, of codes and by hand, in any case of letters", () => {
    for (const name of ["admit", "admitByHand"] as const) {
      const { selector } = rights.getFunction(name);
      for (const data of [selector, `${selector}00`, `0x${selector.slice(2).toUpperCase()}`] as Hex[]) {
        expect(priorityOf(data), data).to.equal(Priority.admission);
      }
    }
    expect(Priority.admission).to.be.below(Priority.other);
  });

  it("puts every other call after them", () => {
    const others: string[] = [];
    rights.forEachFunction(({ name, selector }) => {
      if (!["admit", "admitByHand"].includes(name)) others.push(selector);
    });
    expect(others.length).to.be.above(10);
    for (const data of [...others, "0x", "0x12"] as Hex[]) expect(priorityOf(data), data).to.equal(Priority.other);
  });
});
