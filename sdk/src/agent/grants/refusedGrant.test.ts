import { expect } from "chai";
import { toBeHex } from "ethers";
import { strangerAt } from "../../../test/helpers/acts.ts";
import { interfaces } from "../../abi/contracts.ts";
import { revertedError } from "../../abi/revertedError.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import type { GrantItem } from "./GrantItem.ts";
import { isDivisible, refusalsOf, rightsLeft } from "./refusedGrant.ts";

type Registry = "EntryRightRegistry" | "EventRegistry";

const revertOf = (name: string, args: readonly unknown[], contract: Registry = "EntryRightRegistry") =>
  revertedError({ data: interfaces[contract].encodeErrorResult(name as never, args as never) });
const itemsOf = (...quantities: number[]): GrantItem[] =>
  quantities.map((quantity, i) => ({ holder: strangerAt(i), quantity, seats: [], evidence: [] }));
/** The refusals of the records, by their numbers in Refusal.sol. */
const nothingLive = (...numbers: number[]) =>
  revertOf("NothingLive", [`0x${numbers.map((one) => toBeHex(one, 1).slice(2)).join("")}`]);

const soldOut = revertOf("ClassSoldOut", [7, 1, 5, 3]);
const overQuota = revertOf("QuotaExceeded", [7, 1, 2, 5, 0]);
const holderZero = revertOf("HolderZero", [4]);
const closed = revertOf("SalesClosed", [7, 1, 2], "EventRegistry");
const dismissed = revertOf("AgentNotDesignated", [7, 1, 2], "EventRegistry");
const bare = new DoorkeyError("CALL_REVERTED");
const busy = new DoorkeyError("RELAY_BUSY");

describe("a grant that was refused", () => {
  it("says how many rights are left if places or quota ran out", () => {
    expect([soldOut, overQuota].map(rightsLeft)).to.deep.equal([3, 0]);
    const others = [holderZero, closed, bare, busy, undefined, new Error("ClassSoldOut")];
    for (const error of others) expect(rightsLeft(error), String(error)).to.equal(undefined);
  });

  it("does not say what is left if only the start of the revert data is known", () => {
    const cut = revertedError({ data: (soldOut?.contractError?.data ?? "0x").slice(0, 66) });
    expect(cut?.contractError?.name).to.equal("ClassSoldOut");
    expect(rightsLeft(cut)).to.equal(undefined);
  });

  it("is tried in parts if it was too large, or one record or an unknown contract may be the reason", () => {
    for (const error of [new DoorkeyError("CALL_TOO_LARGE"), holderZero, bare]) {
      expect(isDivisible(error), String(error)).to.equal(true);
    }
  });

  it("is not tried in parts if the reason is the event, the class or the agent, or every record was refused", () => {
    const notDivisible = [closed, dismissed, nothingLive(1), revertOf("EvidenceCountInvalid", [1, 2])];
    for (const error of [...notDivisible, revertOf("BatchesExhausted", [7])]) {
      expect(isDivisible(error), String(error)).to.equal(false);
    }
  });

  it("is not tried in parts if it did not reach the contracts", () => {
    for (const error of [busy, undefined, new Error("CALL_TOO_LARGE")]) {
      expect(isDivisible(error), String(error)).to.equal(false);
    }
  });

  it("gives each item the refusal of its own first record", () => {
    expect(refusalsOf(nothingLive(1, 2, 2, 3), itemsOf(1, 2, 1))).to.deep.equal([
      "SeatTaken",
      "PersonFull",
      "EvidenceRefused",
    ]);
    expect(refusalsOf(nothingLive(1, 2, 3), itemsOf(3))).to.deep.equal(["SeatTaken"]);
  });

  it("gives no refusals if it was refused for another reason, or they are not whole", () => {
    const cut = revertedError({ data: (nothingLive(1)?.contractError?.data ?? "0x").slice(0, 66) });
    expect(cut?.contractError?.name).to.equal("NothingLive");
    for (const error of [cut, soldOut, bare, undefined, new Error("NothingLive")]) {
      expect(refusalsOf(error, itemsOf(1)), String(error)).to.equal(undefined);
    }
  });
});
