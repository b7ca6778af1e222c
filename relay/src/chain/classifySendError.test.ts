import { expect } from "chai";
import { classifySendError, neededTip, type SendFault } from "./classifySendError.ts";

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
  // Erigon, Nethermind, Besu, Reth and the newer words of geth.
  ["DuplicateHash", "known"],
  ["existing tx with same hash", "known"],
  ["transaction already in pool", "known"],
  ["OldNonce, Current nonce: 4, nonce of rejected tx: 3", "nonce_too_low"],
  ["NONCE_TOO_LOW", "nonce_too_low"],
  ["NonceTooFarInFuture", "nonce_too_high"],
  ["NONCE_TOO_FAR_IN_FUTURE_FOR_SENDER", "nonce_too_high"],
  ["Transaction nonce is too distant from current sender nonce", "nonce_too_high"],
  ["gapped-nonce tx from delegated accounts", "nonce_too_high"],
  ["future transaction tries to replace pending", "replacement_underpriced"],
  ["ReplacementNotAllowed", "replacement_underpriced"],
  ["TRANSACTION_REPLACEMENT_UNDERPRICED", "replacement_underpriced"],
  ["FeeTooLowToCompete", "replacement_underpriced"],
  ["tx fee (1.58 ether) exceeds the configured cap (1.00 ether)", "too_expensive"],
  ["TX_FEECAP_EXCEEDED", "too_expensive"],
  ["Transaction fee cap exceeded", "too_expensive"],
  ["UPFRONT_COST_EXCEEDS_BALANCE", "insufficient_funds"],
  ["InsufficientFunds, Account balance: 0, cumulative cost: 1", "insufficient_funds"],
  ["max priority fee per gas higher than max fee per gas: address 0x1", "invalid"],
  ["transaction type not supported", "invalid"],
  ["Invalid transaction type: EIP-1559 not activated", "invalid"],
  ["intrinsic gas too low: gas 20000, minimum needed 21000", "invalid"],
  ["EXCEEDS_BLOCK_GAS_LIMIT", "invalid"],
  ["GasLimitExceeded, Gas limit: 1, gas limit of rejected tx: 2", "invalid"],
  ["transaction gas limit too high (cap: 16777216, tx: 16777217)", "invalid"],
  ["transaction underpriced: gas tip cap 10000000, minimum needed 25000000000", "underpriced"],
  ["FeeTooLow, MaxFeePerGas too low. MaxFeePerGas: 1, BaseFee: 7", "underpriced"],
  ["GAS_PRICE_TOO_LOW", "underpriced"],
  ["Gas price below configured minimum gas price", "underpriced"],
  ["txpool is full", "pool_full"],
  ["in-flight transaction limit reached for delegated accounts", "pool_full"],
];

describe("classifySendError", () => {
  for (const [message, fault] of MESSAGES) {
    it(`reads "${message}" as ${fault}`, () => expect(classifySendError(message)).to.equal(fault));
  }

  it("finds the tip that a node names", () => {
    expect(neededTip("transaction underpriced: gas tip cap 10000000, minimum needed 25000000000")).to.equal(
      25n * 10n ** 9n,
    );
    expect(neededTip("transaction underpriced")).to.equal(undefined);
  });
});
