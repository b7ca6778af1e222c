/** One process that grants. It continues from the journal of earlier processes until it finishes or dies. */
import { Wallet } from "ethers";
import { grantJournalFile } from "../../src/agent/bulk/grantJournalFile.ts";
import { grantMany } from "../../src/agent/bulk/grantMany.ts";
import { connect } from "../../src/chain/connect.ts";
import { inlineRelay } from "../../src/testing/inlineRelay.ts";
import { type Death, fateOf, mortalJournal, mortalWallet } from "./failpoints.ts";
import type { Ready } from "./node.ts";
import { rowsOf } from "./rows.ts";

export type Life = {
  readonly node: Ready;
  readonly via: "direct" | "relay";
  readonly seed: number;
  readonly rows: number;
  readonly journal: string;
  /** Calls on their way at the same time. */
  readonly concurrency: number;
  readonly death: Death | undefined;
};

export type Done = {
  readonly granted: number;
  readonly refused: number;
  readonly skipped: number;
  /** Rights of each row, in decimal digits. */
  readonly rightIds: readonly (readonly string[])[];
};

const { node, via, seed, rows, journal, concurrency, death } = JSON.parse(process.argv[2] ?? "") as Life;
const fate = fateOf(death);
const { provider, deployment } = await connect({ rpc: node.url });
const member = new Wallet(node.key, provider);
const connection =
  via === "direct"
    ? await connect({ rpc: provider, signer: mortalWallet(member, fate) })
    : await connect({ rpc: provider, signer: member, relay: relayIn() });

/** A relay inside this process that stores nothing. */
function relayIn() {
  return inlineRelay({ provider, deployment, payer: mortalWallet(new Wallet(node.payerKey, provider), fate) });
}

const { granted, refused, skipped, results } = await grantMany(connection, {
  agentId: node.agentId,
  eventId: node.eventId,
  rows: rowsOf(seed, rows),
  journal: mortalJournal(grantJournalFile(journal), journal, fate),
  concurrency,
});
const rightIds = results.map((one) => (one.status === "granted" ? one.rightIds.map(String) : []));
const done: Done = { granted, refused, skipped, rightIds };
// Disconnect only after the message is sent, because closing the channel earlier would lose a long message.
process.send?.(done, undefined, undefined, () => process.disconnect());
