import { checksummed } from "doorkey/buyer";
import {
  type FoundRequest as FoundRow,
  queueBySponsor,
  searchRequests,
  signerHealth,
  transactionsUnderWay,
} from "../storage/index.ts";
import type { AdminOverview, FoundRequests } from "./adminSchemas.ts";
import type { Service } from "./Service.ts";
import { sponsorUsage } from "./sponsorUsage.ts";

/** Transactions and requests that the page shows at once. */
const MOST = 100;

/** Everything that the operator's page shows at first sight, read now. */
export async function adminOverview(service: Service): Promise<AdminOverview> {
  const { intake, version, readiness, faults } = service;
  const { chain, fees } = intake.config();
  const [ready, state, signers, sponsors, transactions, quarantine] = await Promise.all([
    readiness(),
    intake.freshState(),
    signersNow(service),
    sponsorsNow(service),
    transactionsUnderWay(intake.db, MOST),
    searchRequests(intake.db, { quarantined: true, limit: MOST }),
  ]);
  return {
    version,
    chainId: chain.id,
    at: intake.now().toISOString(),
    paused: [...state.paused].sort(),
    ready: { intake: plain(ready.intake), sending: plain(ready.sending), reading: plain(ready.reading) },
    lowBalance: String(fees.lowBalance),
    signers,
    sponsors,
    transactions: transactions.map(({ attempts, ...one }) => ({
      ...one,
      signer: checksummed(one.signer),
      attempts: [...attempts],
    })),
    quarantine: quarantine.map(foundRequest),
    faults: faults().map(({ at, level, fields: { msg, ...fields } }) => ({
      at: at.toISOString(),
      level,
      message: String(msg ?? ""),
      fields,
    })),
  };
}

function plain({ reasons, warnings }: { readonly reasons: readonly string[]; readonly warnings: readonly string[] }) {
  return { reasons: [...reasons], warnings: [...warnings] };
}

async function signersNow({ intake, balanceOf }: Service): Promise<AdminOverview["signers"]> {
  const [rows, { paused }] = await Promise.all([signerHealth(intake.db), intake.freshState()]);
  const { lowBalance } = intake.config().fees;
  return Promise.all(
    rows.map(async ({ address, held: _, ownerSilentSeconds: __, lowSince, ...row }) => {
      const balance = await balanceOf(address);
      return {
        ...row,
        address: checksummed(address),
        balance: balance === undefined ? null : String(balance),
        low: balance === undefined ? lowSince !== null : balance < lowBalance,
        paused: paused.has(`signer:${address}`),
      };
    }),
  );
}

const NOTHING = { queued: 0, assigned: 0, mined: 0, quarantined: 0, oldestQueuedSeconds: 0 };

/** Every sponsor of the configuration; those that left it while they have requests come last, without a budget. */
async function sponsorsNow({ intake }: Service): Promise<AdminOverview["sponsors"]> {
  const queue = new Map((await queueBySponsor(intake.db)).map(({ sponsor, ...row }) => [sponsor, row]));
  const known = intake.config().sponsors.map(({ id }) => id);
  const gone = [...queue.keys()].filter((id) => !known.includes(id));
  return Promise.all(
    [...known, ...gone].map(async (id) => ({ ...(await sponsorUsage(intake, id)), ...(queue.get(id) ?? NOTHING) })),
  );
}

/** A request in the form that operators read. */
export function foundRequest(row: FoundRow): FoundRequests["requests"][number] {
  const { digest, kind, state, sponsor, selector, outcome, troubles, trouble } = row;
  const reason = row.reason_code === null ? null : `${row.reason_code}: ${row.reason_detail ?? ""}`;
  return {
    ...{ digest, kind, state, sponsor, selector, outcome, reason, troubles, trouble },
    from: checksummed(row.from_address),
    to: checksummed(row.to_address),
    events: row.event_ids,
    waitsUntil: row.hold_until?.toISOString() ?? null,
    transactionHash: row.transaction_hash,
    receivedAt: row.received_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
