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
    const none = { revertData: undefined, retryAfter: undefined };
    expect(problemOf("gas_too_low")).to.deep.equal({ code: "GAS_TOO_LOW", ...none });
    expect(problemOf("gas_too_high")).to.deep.equal({ code: "GAS_TOO_HIGH", ...none });
  });
});
