import { expect } from "chai";
import { classifySendError, type SendFault } from "./classifySendError.ts";

/** As the clients write them. */
const MESSAGES: readonly (readonly [string, SendFault])[] = [
  ["already known", "known"],
  ["Known transaction: 0x1234", "known"],
  ["AlreadyKnown", "known"],
  ["nonce too low: next nonce 3, tx nonce 2", "nonce_too_low"],
  ["Transaction nonce too low. Expected nonce to be at least 3 but got 2.", "nonce_too_low"],
  ["nonce too high", "nonce_too_high"],
  ["replacement transaction underpriced", "replacement_underpriced"],
  [
    "Replacement transaction underpriced. A gasPrice/maxFeePerGas of at least 11 is necessary",
    "replacement_underpriced",
  ],
  ["could not replace existing tx", "replacement_underpriced"],
  ["transaction underpriced: tip needed 1, tip permitted 0", "underpriced"],
  ["max fee per gas less than block base fee: address 0x1, maxFeePerGas: 1, baseFee: 7", "underpriced"],
  ["insufficient funds for gas * price + value: balance 0", "insufficient_funds"],
  ["Sender doesn't have enough funds to send tx. The max upfront cost is: 5", "insufficient_funds"],
  ["exceeds block gas limit", "invalid"],
  ["oversized data: transaction size 131073, limit 131072", "invalid"],
  ["execution reverted: nonce too low", "reverted"],
  ["VM Exception while processing transaction: reverted with reason string 'insufficient funds'", "reverted"],
  ["the database is on fire", "unknown"],
];

describe("classifySendError", () => {
  for (const [message, fault] of MESSAGES) {
    it(`reads "${message}" as ${fault}`, () => expect(classifySendError(message)).to.equal(fault));
  }
});
