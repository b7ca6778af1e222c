/** JSON-RPC's code for a call that reverted. */
const REVERTED = 3;

/** Words of geth, EDR, erigon, nethermind, besu and reth. A call that used up its gas has no revert data. */
const WORDS = [
  "revert",
  "out of gas",
  "invalid opcode",
  "always failing transaction",
  "vm execution error",
  "outofgas",
];

/** Whether a node says that a call ran and failed. */
export function saysReverted({ code, message }: { readonly code: number; readonly message: string }): boolean {
  const said = message.toLowerCase();
  return code === REVERTED || WORDS.some((words) => said.includes(words));
}
