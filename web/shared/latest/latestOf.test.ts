import { expect } from "chai";
import { latestOf } from "./latestOf.ts";

describe("answers in the order of their questions", () => {
  const taken: string[] = [];
  const take = (answer: string) => void taken.push(answer);
  beforeEach(() => taken.splice(0));

  it("leave out one that comes after a later question", async () => {
    const latest = latestOf();
    const first = Promise.withResolvers<string>();
    const early = latest(first.promise, take);
    await latest(Promise.resolve("second"), take);
    first.resolve("first");
    await early;
    expect(taken).to.deep.equal(["second"]);
  });

  it("are each taken if they come in order, however many questions are open", async () => {
    const latest = latestOf();
    const questions = Array.from({ length: 3 }, () => Promise.withResolvers<string>());
    const all = questions.map(({ promise }) => latest(promise, take));
    for (const [i, { resolve }] of questions.entries()) {
      resolve(`${i}`);
      await all[i];
      expect(taken.at(-1)).to.equal(`${i}`);
    }
  });

  it("do not fail for a question that was asked again", async () => {
    const latest = latestOf();
    const first = Promise.withResolvers<string>();
    const early = latest(first.promise, take);
    const late = latest(Promise.resolve("second"), take);
    first.reject(new Error("away"));
    await Promise.all([early, late]);
    expect(taken).to.deep.equal(["second"]);
  });

  it("fail if the latest question fails, and work again", async () => {
    const latest = latestOf();
    const fault = await latest(Promise.reject(new Error("away")), take).catch((error: Error) => error.message);
    expect(fault).to.equal("away");
    await latest(Promise.resolve("again"), take);
    expect(taken).to.deep.equal(["again"]);
  });

  it("of one screen say nothing about those of another", async () => {
    const [one, other] = [latestOf(), latestOf()];
    await Promise.all([one(Promise.resolve("one"), take), other(Promise.resolve("other"), take)]);
    expect(taken).to.have.members(["one", "other"]);
  });
});
