import { expect } from "chai";
import { bearerIn } from "./bearerIn.ts";
import { hasBearer } from "./hasBearer.ts";

describe("the secret that a call brings", () => {
  const of = (authorization?: string) => bearerIn({ authorization });

  it("comes after the word Bearer, in any case and after any number of spaces", () => {
    for (const word of ["Bearer", "bearer", "BEARER"]) expect(of(`${word}   dk_hall_1`)).to.equal("dk_hall_1");
  });

  it("has at most 200 characters that can be seen", () => {
    const longest = "~".repeat(200);
    expect(of(`Bearer ${longest}`)).to.equal(longest);
    expect(of(`Bearer ${longest}~`)).to.equal(undefined);
    for (const secret of ["", "two words", "tab\there", "caf\u00e9", "line\n"]) {
      expect(of(`Bearer ${secret}`), JSON.stringify(secret)).to.equal(undefined);
    }
  });

  it("is not taken from a call with another scheme, or without one", () => {
    for (const authorization of ["Basic ZGs6", "dk_hall_1", "xBearer dk_hall_1", "Bearerdk_hall_1", "", undefined]) {
      expect(of(authorization), authorization).to.equal(undefined);
    }
  });

  it("counts only if it is the whole expected one", () => {
    const has = (secret: string) => hasBearer({ authorization: `Bearer ${secret}` }, "dk_hall_1");
    expect(has("dk_hall_1")).to.equal(true);
    for (const other of ["dk_hall_2", "dk_hall_", "dk_hall_11", "DK_HALL_1"]) expect(has(other), other).to.equal(false);
    expect(hasBearer({}, "dk_hall_1")).to.equal(false);
  });
});
