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
  | "insufficient_funds"
  /** The transaction can never be valid: gas above the block's or the protocol's limit, too large, wrong chain. */
  | "invalid"
  | "reverted"
  | "unknown";

/**
 * Parts of the messages of geth, EDR, erigon, nethermind, besu and reth, in lower case. The first match counts.
 * "execution reverted" comes first because the text of a revert may quote anything.
 */
const WORDINGS: readonly (readonly [SendFault, readonly string[]])[] = [
  ["reverted", ["execution reverted", "reverted with", "vm exception"]],
  ["known", ["already known", "known transaction", "alreadyknown", "already imported", "already in the pool"]],
  ["nonce_too_low", ["nonce too low", "nonce is too low", "oldnonce", "nonce_too_low"]],
  ["nonce_too_high", ["nonce too high", "nonce is too high", "nonce gap", "nonce too distant"]],
  [
    "replacement_underpriced",
    [
      "replacement transaction underpriced",
      "could not replace existing",
      "replacementnotallowed",
      "feetoolowtocompete",
    ],
  ],
  ["insufficient_funds", ["insufficient funds", "doesn't have enough funds", "insufficientfunds", "upfront cost"]],
  [
    "underpriced",
    [
      "underpriced",
      "max fee per gas less than block base fee",
      "fee cap less than block",
      "gas price below",
      "feetoolow",
      "lower than the current base fee",
      "too low for the next block",
    ],
  ],
  [
    "invalid",
    [
      "exceeds block gas limit",
      "gas limit too high",
      "transaction gas limit",
      "oversized data",
      "invalid chain id",
      "invalid sender",
      "intrinsic gas",
      "exceeds transaction gas cap",
    ],
  ],
];

/** @param message Of the node's error. Its code does not help: most nodes send -32000 or -32603 for all of these. */
export function classifySendError(message: string): SendFault {
  const text = message.toLowerCase();
  return WORDINGS.find(([, wordings]) => wordings.some((wording) => text.includes(wording)))?.[0] ?? "unknown";
}
