import { DatabaseSync } from "node:sqlite";
import { interfaces } from "../../../sdk/src/abi/contracts.ts";
import type { Night } from "../stage/openNight.ts";
import type { Client } from "./Client.ts";

export type Findings = {
  readonly greens: number;
  readonly lost: number;
  readonly askedAgain: number;
  readonly faults: readonly string[];
  readonly admittedOnce: number;
  readonly admittedOften: number;
  readonly notAdmitted: number;
  /** Let in by hand, as supervisors saw it and as the chain says. */
  readonly byHand: number;
  readonly admittedByHand: number;
  /** Logs of rights that a second request carried to the chain. */
  readonly paidAgain: number;
  readonly requests: number;
};

/** Compares what clients showed with the database and the chain. */
export async function verify({ node, database, show }: Night, clients: readonly Client[]): Promise<Findings> {
  const greens = new Set(clients.flatMap(({ green }) => [...green]));
  const db = new DatabaseSync(database);
  const rows = db.prepare("select serial from entry where state = 'final'").all();
  db.close();
  const stored = new Set(rows.map(({ serial }) => (BigInt(show.eventId) << 32n) | BigInt(Number(serial))));

  const { EntryRightRegistry: rights, GasRelayForwarder: forwarder } = interfaces;
  const logs = await node.provider.getLogs({ fromBlock: 0, toBlock: "latest" });
  const admitted = new Map<bigint, number>();
  const byHand = new Set(clients.flatMap((client) => [...client.byHand]));
  let admittedByHand = 0;
  let [paidAgain, requests] = [0, 0];
  for (const log of logs) {
    const event = rights.parseLog(log) ?? forwarder.parseLog(log);
    if (event?.name === "AlreadyAdmitted" || event?.name === "AdmissionRefused") paidAgain++;
    if (event?.name === "AdmittedByHand" && byHand.has(event.args.rightId)) admittedByHand++;
    if (event?.name === "RequestExecuted") requests++;
    if (event?.name !== "Admitted") continue;
    const rightId = BigInt(event.args.entry) >> 192n;
    admitted.set(rightId, (admitted.get(rightId) ?? 0) + 1);
  }
  return {
    greens: greens.size,
    lost: [...greens].filter((right) => !stored.has(right)).length,
    askedAgain: clients.reduce((sum, client) => sum + client.askedAgain, 0),
    faults: clients.flatMap(({ faults }) => faults),
    admittedOnce: [...admitted.values()].filter((times) => times === 1).length,
    admittedOften: [...admitted.values()].filter((times) => times > 1).length,
    notAdmitted: [...greens].filter((right) => !admitted.has(right)).length,
    ...{ byHand: byHand.size, admittedByHand, paidAgain, requests },
  };
}
