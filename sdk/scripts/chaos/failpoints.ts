/** Points at which a process dies: around the two ports of a grant, its journal and its signer. */
import { appendFileSync } from "node:fs";
import type { TransactionRequest, TransactionResponse, Wallet } from "ethers";
import type { GrantJournal } from "../../src/agent/bulk/GrantJournal.ts";

export const POINTS = [
  "before the journal",
  "in the middle of a journal line",
  "journaled, not sent",
  "while it is sent",
  "sent, not mined",
  "mined, receipt not read",
  "receipt read",
  "any moment",
] as const;

export type Point = (typeof POINTS)[number];

/** The process dies when it reaches the point for the `visit`th time. */
export type Death = { readonly point: Point; readonly visit: number };

export type Fate = (point: Point) => boolean;

/** Returns at each visit of a point whether the process dies there. */
export function fateOf(death: Death | undefined): Fate {
  let visits = 0;
  return (point) => point === death?.point && ++visits === death.visit;
}

/** Like a loss of power: nothing is flushed, nothing is closed. */
export function die(): void {
  process.kill(process.pid, "SIGKILL");
}

/** Waits, and keeps the process alive. */
function forever(): Promise<never> {
  return new Promise(() => setInterval(() => {}, 1_000));
}

/** A journal in whose calls the process may die. */
export function mortalJournal(journal: GrantJournal, path: string, fate: Fate): GrantJournal {
  return {
    ...journal,
    append: async (batch) => {
      if (fate("before the journal")) die();
      if (fate("in the middle of a journal line")) {
        const line = JSON.stringify(batch);
        appendFileSync(path, line.slice(0, line.length / 2));
        die();
      }
      await journal.append(batch);
    },
  };
}

/** A wallet that pays. The process may die while its transactions are on their way. */
export function mortalWallet(wallet: Wallet, fate: Fate): Wallet {
  const send = wallet.sendTransaction.bind(wallet);
  const sendOrDie = async (request: TransactionRequest): Promise<TransactionResponse> => {
    if (fate("journaled, not sent")) die();
    // The parent will kill this process, which must not finish before.
    if (fate("any moment")) await forever();
    const sending = send(request);
    // The node may have the transaction, or not.
    if (fate("while it is sent")) setTimeout(die, 15);
    const sent = await sending;
    if (fate("sent, not mined")) die();
    const dieOnceMined = fate("mined, receipt not read");
    const dieOnceRead = fate("receipt read");
    if (dieOnceMined) await sent.wait().then(die);
    if (dieOnceRead) void sent.wait().then(() => setTimeout(die, 30));
    return sent;
  };
  return Object.assign(wallet, { sendTransaction: sendOrDie });
}
