import { expect } from "chai";
import { callFault, type NodeFault, neededTip, nodeFault } from "./nodeErrors.ts";

/** As the clients write them. */
const MESSAGES: readonly (readonly [string, NodeFault])[] = [
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
  ["intrinsic gas too low: gas 20000, minimum needed 21000", "gas_too_low"],
  // Words about the gas of a call or a transaction.
  ["out of gas: gas required exceeds: 50000", "gas_too_low"],
  ["gas required exceeds allowance (21000)", "gas_too_low"],
  ["Transaction requires at least 21432 gas but got 20000", "gas_too_low"],
  ["Transaction ran out of gas", "gas_too_low"],
  ["INTRINSIC_GAS_EXCEEDS_GAS_LIMIT", "gas_too_low"],
  ["insufficient gas for floor data gas cost: gas 21000, minimum needed 53000", "gas_too_low"],
  ["call gas cost exceeds the gas limit", "gas_too_low"],
  // Words about calls.
  ["VM execution error.", "reverted"],
  ["EVM error InvalidFEOpcode", "reverted"],
  ["invalid opcode: INVALID", "reverted"],
  ["Transaction reverted without a reason string", "reverted"],
  ["gas required exceeds allowance (0) or always failing transaction", "reverted"],
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

describe("nodeFault", () => {
  for (const [message, fault] of MESSAGES) {
    it(`reads "${message}" as ${fault}`, () => expect(nodeFault(message)).to.equal(fault));
  }

  it("reads the error of a call by its words or by its code", () => {
    expect(callFault({ code: 3, message: "anything" })).to.equal("reverted");
    expect(callFault({ code: -32_000, message: "execution reverted: nonce too low" })).to.equal("reverted");
    expect(callFault({ code: -32_000, message: "out of gas" })).to.equal("gas_too_low");
    expect(callFault({ code: -32_000, message: "header not found" })).to.equal(undefined);
    expect(callFault({ code: -32_000, message: "nonce too low" })).to.equal(undefined);
  });

  it("finds the tip that a node names", () => {
    expect(neededTip("transaction underpriced: gas tip cap 10000000, minimum needed 25000000000")).to.equal(
      25n * 10n ** 9n,
    );
    expect(neededTip("transaction underpriced")).to.equal(undefined);
  });
});
