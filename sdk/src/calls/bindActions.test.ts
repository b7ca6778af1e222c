import { expect } from "chai";
import { bind } from "./bindActions.ts";

const functions = {
  add: (first: number, second: number) => first + second,
  all: (first: number, ...rest: number[]) => [first, ...rest],
  fail: async (first: number, message: string) => Promise.reject(new Error(`${first}: ${message}`)),
};

describe("bind", () => {
  const three = bind(3, functions);

  it("fills in the first argument and passes on the others", () => {
    expect(three.add(4)).to.equal(7);
    expect(three.all(1, 2)).to.deep.equal([3, 1, 2]);
    expect(three.all()).to.deep.equal([3]);
  });

  it("passes failures on", async () => {
    const error = await three.fail("no").catch((thrown: Error) => thrown);
    expect((error as Error).message).to.equal("3: no");
  });

  it("has the functions by their names and nothing else", () => {
    expect(Object.keys(three)).to.deep.equal(["add", "all", "fail"]);
    const { add } = three;
    expect(add(1)).to.equal(4);
  });
});
