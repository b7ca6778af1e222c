import { expect } from "chai";
import { oneAtATime } from "./oneAtATime.ts";

describe("work that is done one at a time", () => {
  it("is done at once, and once more for all that asked meanwhile", async () => {
    const runs: PromiseWithResolvers<void>[] = [];
    const ask = oneAtATime(() => {
      const run = Promise.withResolvers<void>();
      runs.push(run);
      return run.promise;
    });
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    ask();
    expect(runs).to.have.length(1);
    for (let i = 0; i < 30; i++) ask();
    await turn();
    expect(runs).to.have.length(1);
    runs[0]?.resolve();
    await turn();
    expect(runs).to.have.length(2);
    runs[1]?.resolve();
    await turn();
    expect(runs).to.have.length(2);
    ask();
    expect(runs).to.have.length(3);
  });
});
