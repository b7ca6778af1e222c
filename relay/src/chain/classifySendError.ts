/** Why a node does not take a transaction. */
export type SendFault =
  /** The node has this transaction already. */
  | "known"
  | "nonce_too_low"
  | "nonce_too_high"
  /** The node has another transaction with this nonce, and this one does not pay enough to replace it. */
  | "replacement_underpriced"
  /** The price is below the node's minimum, or below the base fee. */
  | "underpriced"
  /** Gas times price is above what the node's operator lets one transaction cost. A cheaper one is taken. */
  | "too_expensive"
  | "insufficient_funds"
  /** The node has no room for more transactions now. */
  | "pool_full"
  /** The transaction can never be valid: gas above the block's or the protocol's limit, too large, wrong chain. */
  | "invalid"
  | "reverted"
  | "unknown";

/**
 * Parts of the messages of geth, erigon, nethermind, besu, reth, anvil and EDR, as `wordsIn` writes them. The first
 * match counts. "execution reverted" comes first because the text of a revert may quote anything.
 */
const WORDINGS: readonly (readonly [SendFault, readonly string[]])[] = [
  ["reverted", ["execution reverted", "reverted with", "vm exception"]],
  [
    "known",
    [
      "already known",
      "known transaction",
      "already imported",
      "already exists",
      "already in",
      "duplicate hash",
      "duplicate transaction",
      "existing tx with same hash",
      "same hash was already",
    ],
  ],
  [
    "nonce_too_low",
    [
      "nonce too low",
      "nonce is too low",
      "old nonce",
      "nonce has already been used",
      "nonce is lower",
      "nonce already used",
    ],
  ],
  [
    "nonce_too_high",
    [
      "nonce too high",
      "nonce is too high",
      "nonce gap",
      "gapped nonce",
      "nonce too distant",
      "nonce is too distant",
      "nonce too far",
      "nonce is too far",
    ],
  ],
  [
    "replacement_underpriced",
    [
      "replacement transaction underpriced",
      "replacement underpriced",
      "future transaction tries to replace pending",
      "could not replace existing",
      "replacement not allowed",
      "not replaced",
      "replacement fee too low",
      "fee too low to compete",
      "bump the fee",
    ],
  ],
  ["too_expensive", ["configured cap", "fee cap exceeded", "feecap exceeded", "tx fee cap", "exceeds the cap"]],
  [
    "insufficient_funds",
    [
      "insufficient funds",
      "insufficient balance",
      "doesn't have enough funds",
      "not enough funds",
      "upfront cost",
      "overdraft",
      "balance too low",
    ],
  ],
  [
    "invalid",
    [
      "exceeds block gas limit",
      "exceeds the block gas limit",
      "gas limit exceeded",
      "gas limit too high",
      "transaction gas limit",
      "exceeds transaction gas cap",
      "transaction gas cap",
      "oversized data",
      "transaction size",
      "exceeds max",
      "invalid chain id",
      "wrong chain",
      "invalid sender",
      "invalid signature",
      "intrinsic gas",
      "gas uint",
      "floor data gas",
      "priority fee per gas higher than",
      "priority fee greater than",
      "tip above fee cap",
      "type not supported",
      "unsupported transaction type",
      "unsupported tx type",
      "invalid transaction type",
      "eip 1559 not",
      "invalid transaction format",
      "rlp",
    ],
  ],
  [
    "underpriced",
    [
      "underpriced",
      "less than block base fee",
      "fee cap less than block",
      "below base fee",
      "lower than the block base fee",
      "lower than the current base fee",
      "too low for the next block",
      "gas price below",
      "gas price too low",
      "gas price is below",
      "gas price lower than",
      "fee too low",
      "tip too low",
      "priority fee per gas below",
      "priority fee too low",
      "minimum needed",
    ],
  ],
  [
    "pool_full",
    [
      "pool is full",
      "pool full",
      "mempool is full",
      "pool overflow",
      "pool limit",
      "limit reached",
      "account limit exceeded",
      "exceeds pending limit",
    ],
  ],
];

/** @param message Of the node's error. Its code does not help: most nodes send -32000 or -32603 for all of these. */
export function classifySendError(message: string): SendFault {
  const text = wordsIn(message);
  return WORDINGS.find(([, wordings]) => wordings.some((wording) => text.includes(wording)))?.[0] ?? "unknown";
}

/** Clients write one reason as `nonce too low`, `NONCE_TOO_LOW`, `NonceTooLow` or `nonce-too-low`. */
function wordsIn(message: string): string {
  return message
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .replace(/\s+/g, " ")
    .toLowerCase();
}

/** The tip that a node asks for, in wei, if its refusal of an underpriced transaction names it. */
export function neededTip(message: string): bigint | undefined {
  const digits = /(?:minimum|tip) needed:? (\d{1,30})/i.exec(message)?.[1];
  return digits === undefined ? undefined : BigInt(digits);
}
