import { expect } from "chai";
import { runConcurrently } from "./runConcurrently.ts";

const DONE = { again: [], alone: false };
const soon = () => new Promise((done) => setTimeout(done, 1));

describe("runConcurrently", () => {
  it("works on as many items at a time as allowed, in their order", async () => {
    const begun: number[] = [];
    let [running, most] = [0, 0];
    await runConcurrently([0, 1, 2, 3, 4, 5, 6], 3, async (item) => {
      begun.push(item);
      most = Math.max(most, ++running);
      await soon();
      running--;
      return DONE;
    });
    expect(begun).to.deep.equal([0, 1, 2, 3, 4, 5, 6]);
    expect([most, running]).to.deep.equal([3, 0]);
  });

  it("works on one item at a time if no more are allowed, and says that it is alone", async () => {
    for (const lanes of [1, 0, -1]) {
      const seen: [number, boolean][] = [];
      await runConcurrently([0, 1], lanes, async (item, alone) => {
        seen.push([item, alone]);
        return DONE;
      });
      expect(seen).to.deep.equal([
        [0, true],
        [1, true],
      ]);
    }
  });

  it("finishes the rest of an item before the others", async () => {
    const begun: string[] = [];
    await runConcurrently(["ab", "c"], 1, async (item) => {
      begun.push(item);
      return { again: item === "ab" ? ["a", "b"] : [], alone: false };
    });
    expect(begun).to.deep.equal(["ab", "a", "b", "c"]);
  });

  it("works one by one once an item asks for it, and says that the item is alone", async () => {
    const seen: [number, boolean][] = [];
    let [running, together] = [0, 0];
    await runConcurrently([0, 1, 2, 3, 4], 2, async (item, alone) => {
      seen.push([item, alone]);
      running++;
      await soon();
      if (alone) together = Math.max(together, running);
      running--;
      return { again: [], alone: item === 1 };
    });
    expect(seen.filter(([item]) => item > 2)).to.deep.equal([
      [3, true],
      [4, true],
    ]);
    expect(together).to.equal(1);
  });

  it("starts nothing after a failure, and finishes what is under way", async () => {
    const ended: number[] = [];
    const work = runConcurrently([0, 1, 2, 3], 2, async (item) => {
      if (item === 0) throw new Error("no ether");
      await soon();
      ended.push(item);
      return DONE;
    });
    expect(await work.catch(({ message }) => message)).to.equal("no ether");
    expect(ended).to.deep.equal([1]);
  });
});
