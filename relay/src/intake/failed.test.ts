import { expect } from "chai";
import { failed } from "./failed.ts";

describe("failed", () => {
  const problemOf = (why: Parameters<typeof failed>[0]["why"]) => {
    const { code, revertData, retryAfter } = failed({ success: false, why, revertData: "0x12345678" });
    return { code, revertData, retryAfter };
  };

  it("says why a call fails, and whether to come back", () => {
    const revertData = "0x12345678";
    expect(problemOf("reverts")).to.deep.equal({ code: "CALL_REVERTS", revertData, retryAfter: undefined });
    expect(problemOf("too_early")).to.deep.equal({ code: "CALL_TOO_EARLY", revertData, retryAfter: 5 });
    expect(problemOf("gas_too_low")).to.deep.equal({
      ...{ code: "GAS_TOO_LOW", revertData: undefined, retryAfter: undefined },
    });
  });
});
