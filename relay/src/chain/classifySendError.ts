/** What a node means when it does not take a transaction. */
export type SendFault =
  /** It has this very transaction. */
  | "known"
  | "nonce_too_low"
  | "nonce_too_high"
  /** Another transaction with this nonce pays too much for this one to take its place. */
  | "replacement_underpriced"
  /** Below what the node takes at all, or below the base fee. */
  | "underpriced"
  | "insufficient_funds"
  /** The transaction itself can never be valid: gas above the block's or the protocol's limit, too large, wrong chain. */
  | "invalid"
  | "reverted"
  | "unknown";

/**
 * Substrings of geth, EDR, erigon, nethermind, besu and reth, in lower case, the first that fits. "execution reverted"
 * comes first, since the text of a revert may quote anything.
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

/** @param message Of the node's error. Codes tell nothing: most send -32000 or -32603 for all of these. */
export function classifySendError(message: string): SendFault {
  const text = message.toLowerCase();
  return WORDINGS.find(([, wordings]) => wordings.some((wording) => text.includes(wording)))?.[0] ?? "unknown";
}
