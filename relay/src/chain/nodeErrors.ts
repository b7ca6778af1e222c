/**
 * What the errors of nodes mean. Only this file knows their words, for calls, for transactions and for nonces alike. That
 * a node is busy or a question too large is in the SDK's `nodeRefusal`.
 */

/** What an error says about a call or a transaction. */
export type NodeFault =
  /** The call ran and reverted. */
  | "reverted"
  /** The gas does not suffice, for the data or for the call. */
  | "gas_too_low"
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
  | "unknown";

/** The clients whose words are known. Providers put words of their own in front of them. */
const CLIENTS = ["geth", "Erigon", "Nethermind", "Besu", "Reth", "anvil", "Hardhat", "providers"] as const;

type Client = (typeof CLIENTS)[number];

/**
 * Parts of messages, as `wordsIn` writes them, by the client that says so. The first match counts. "reverted" comes first
 * because the text of a revert may quote anything, and "gas_too_low" before "invalid" because both speak of gas limits.
 */
const WORDINGS: readonly (readonly [NodeFault, Readonly<Partial<Record<Client, readonly string[]>>>])[] = [
  [
    "reverted",
    {
      geth: ["execution reverted", "invalid opcode", "stack underflow", "invalid jump destination"],
      Erigon: ["execution reverted"],
      Nethermind: ["vm execution error", "revert"],
      Besu: ["execution reverted"],
      Reth: ["execution reverted", "revert"],
      anvil: ["execution reverted", "evm error", "evm error revert"],
      Hardhat: ["vm exception", "reverted with", "reverted without"],
      providers: ["always failing transaction", "call exception"],
    },
  ],
  [
    "gas_too_low",
    {
      geth: ["intrinsic gas", "out of gas", "gas required exceeds allowance", "floor data gas", "gas uint"],
      Erigon: ["intrinsic gas", "out of gas", "gas required exceeds allowance", "floor data gas"],
      Nethermind: ["intrinsic gas", "out of gas", "gas limit below intrinsic gas", "not enough gas"],
      Besu: ["intrinsic gas", "out of gas", "insufficient gas", "gas floor"],
      Reth: ["intrinsic gas", "out of gas", "gas floor", "call gas cost exceeds the gas limit"],
      anvil: ["intrinsic gas", "out of gas", "call gas cost exceeds the gas limit", "gas floor"],
      Hardhat: ["requires at least", "ran out of gas", "out of gas", "gas floor"],
    },
  ],
  [
    "known",
    {
      geth: ["already known", "known transaction"],
      Erigon: ["already known", "existing tx with same hash", "duplicate hash"],
      Nethermind: ["already known"],
      Besu: ["known transaction", "transaction already known"],
      Reth: ["already known", "already imported"],
      anvil: ["already imported"],
      Hardhat: ["known transaction", "already exists"],
      providers: ["already in", "duplicate transaction", "same hash was already"],
    },
  ],
  [
    "nonce_too_low",
    {
      geth: ["nonce too low"],
      Erigon: ["nonce too low", "nonce is too low"],
      Nethermind: ["old nonce", "nonce too low"],
      Besu: ["nonce too low", "nonce below sender account nonce"],
      Reth: ["nonce too low"],
      anvil: ["nonce too low"],
      Hardhat: ["nonce too low"],
      providers: ["nonce has already been used", "nonce is lower", "nonce already used"],
    },
  ],
  [
    "nonce_too_high",
    {
      geth: ["nonce too high", "gapped nonce"],
      Erigon: ["nonce too high", "nonce gap", "nonce too distant", "nonce is too distant"],
      Nethermind: ["nonce gap"],
      Besu: ["nonce too far", "nonce is too far", "nonce too distant", "nonce too high"],
      Reth: ["nonce too high"],
      anvil: ["nonce too high"],
      Hardhat: ["nonce too high"],
      providers: ["nonce is too high"],
    },
  ],
  [
    "replacement_underpriced",
    {
      geth: ["replacement transaction underpriced", "future transaction tries to replace pending"],
      Erigon: ["could not replace existing", "replacement transaction underpriced"],
      Nethermind: ["replacement not allowed", "not replaced", "fee too low to compete"],
      Besu: ["replacement transaction underpriced"],
      Reth: ["replacement transaction underpriced"],
      anvil: ["replacement transaction underpriced"],
      Hardhat: ["replacement fee too low", "replacement transaction underpriced"],
      providers: ["replacement underpriced", "bump the fee"],
    },
  ],
  [
    "too_expensive",
    {
      geth: ["configured cap"],
      Erigon: ["configured cap"],
      Nethermind: ["exceeds the cap"],
      Besu: ["fee cap exceeded", "feecap exceeded"],
      Reth: ["configured cap", "exceeds the configured"],
      providers: ["tx fee cap", "exceeds the cap"],
    },
  ],
  [
    "insufficient_funds",
    {
      geth: ["insufficient funds", "overdraft"],
      Erigon: ["insufficient funds", "insufficient balance"],
      Nethermind: ["insufficient funds", "insufficient balance", "balance too low"],
      Besu: ["upfront cost"],
      Reth: ["insufficient funds", "lack of funds"],
      anvil: ["insufficient funds", "lack of funds"],
      Hardhat: ["doesn't have enough funds", "not enough funds"],
      providers: ["balance too low", "upfront cost"],
    },
  ],
  [
    "invalid",
    {
      geth: [
        "exceeds block gas limit",
        "exceeds max",
        "oversized data",
        "transaction size",
        "invalid sender",
        "invalid chain id",
        "priority fee per gas higher than",
        "type not supported",
        "eip 1559 not",
        "exceeds maximum per transaction gas limit",
        "rlp",
      ],
      Erigon: ["exceeds block gas limit", "rlp size", "invalid signature", "tip above fee cap", "exceeds max"],
      Nethermind: [
        "gas limit exceeded",
        "invalid transaction type",
        "invalid chain id",
        "invalid signature",
        "transaction size",
        "tx type not supported",
        "invalid txchainid",
      ],
      Besu: ["exceeds the block gas limit", "wrong chain", "invalid transaction format", "exceeds transaction gas cap"],
      Reth: ["exceeds transaction gas cap", "exceeds the block gas limit", "unsupported transaction type", "oversized"],
      anvil: ["gas limit too high", "gas too high", "exceeds block gas limit", "transaction gas limit"],
      Hardhat: ["gas limit is", "transaction gas limit", "transaction gas cap", "priority fee greater than"],
      providers: ["gas limit too high", "unsupported tx type", "unsupported transaction type"],
    },
  ],
  [
    "underpriced",
    {
      geth: ["underpriced", "less than block base fee", "minimum needed"],
      Erigon: ["underpriced", "fee cap less than block", "fee too low"],
      Nethermind: ["fee too low", "below base fee"],
      Besu: [
        "gas price below",
        "gas price too low",
        "gas price is below",
        "priority fee per gas below",
        "below base fee",
      ],
      Reth: ["fee cap less than block", "less than block base fee", "minimum priority fee"],
      anvil: ["fee cap less than block", "max fee per gas less than"],
      Hardhat: ["too low for the next block", "lower than the block base fee", "lower than the current base fee"],
      providers: ["gas price lower than", "tip too low", "priority fee too low", "gas price too low"],
    },
  ],
  [
    "pool_full",
    {
      geth: ["pool is full", "limit reached", "in flight transaction limit", "account limit exceeded"],
      Erigon: ["pool overflow", "pool is full", "exceeds pending limit"],
      Nethermind: ["pool is full", "fee too low to enter"],
      Besu: ["mempool is full", "pool limit"],
      Reth: ["pool is full", "account limit exceeded", "exceeded account slots"],
      anvil: ["pool is full"],
      Hardhat: ["pool is full"],
      providers: ["mempool is full", "pool full"],
    },
  ],
];

/**
 * What a node's message says. Codes do not help for transactions, because most nodes send -32000 or -32603 for all.
 *
 * @param message Of the node's error.
 */
export function nodeFault(message: string): NodeFault {
  const text = wordsIn(message);
  const has = (wordings: Readonly<Partial<Record<Client, readonly string[]>>>) =>
    CLIENTS.some((client) => wordings[client]?.some((wording) => text.includes(wording)));
  return WORDINGS.find(([, wordings]) => has(wordings))?.[0] ?? "unknown";
}

/** JSON-RPC's code for a call that reverted. */
const REVERTED = 3;

/** What an error says about a call that was only tried: that it reverted, that its gas is too low, or nothing. */
export function callFault({
  code,
  message,
}: {
  readonly code: number;
  readonly message: string;
}): "reverted" | "gas_too_low" | undefined {
  const fault = nodeFault(message);
  if (fault === "gas_too_low" || fault === "reverted") return fault;
  return code === REVERTED ? "reverted" : undefined;
}

/** Clients write one reason as `nonce too low`, `NONCE_TOO_LOW`, `NonceTooLow` or `nonce-too-low`. */
function wordsIn(message: string): string {
  return message
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/[_:-]+/g, " ")
    .replace(/\s+/g, " ")
    .toLowerCase();
}

/** The tip that a node asks for, in wei, if its refusal of an underpriced transaction names it. */
export function neededTip(message: string): bigint | undefined {
  const digits = /(?:minimum|tip) needed:? (\d{1,30})/i.exec(message)?.[1];
  return digits === undefined ? undefined : BigInt(digits);
}
