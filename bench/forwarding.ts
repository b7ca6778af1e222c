import { openContractShow } from "doorkey-test-support/contracts";
import { holderKeys } from "doorkey-test-support/keys";
import {
  type EntryFields,
  packEntry,
  packRecords,
  packRightId,
  packSignatures,
  signEntry,
} from "doorkey-test-support/statements";
import type { ContractTransaction, TransactionResponse } from "ethers";
import { type Bench, GAS, holders, openBench, type Row, SCHEDULE } from "./chain.ts";
import { NOTHING, requestCall } from "./requests.ts";

const BATCH = 100;
const ISSUED_AT = SCHEDULE.doorsOpenAt + 60;

type Call = {
  readonly what: string;
  readonly signer: Bench["roles"]["gate"];
  readonly call: ContractTransaction;
  readonly emits: readonly [string, number];
};

/** Gas that the forwarder adds to any direct call. */
export async function forwarderRows(): Promise<Row[]> {
  const bench = await openBench();
  const { rights, roles, domains } = bench;
  const { agentId, eventId } = await openContractShow(bench, { schedule: SCHEDULE });
  const keys = holderKeys("secp256k1", BATCH);
  const records = packRecords(keys.map(({ address }) => ({ holder: address })));
  await rights.connect(roles.agentMember).grant(eventId, 1, agentId, records, [], "0x", BATCH, GAS);

  const grantees = packRecords(holders(BATCH).map((holder) => ({ holder })));
  const grants = await extra(bench, {
    what: `a grant of ${BATCH}`,
    signer: roles.agentMember,
    call: await rights.grant.populateTransaction(eventId, 1, agentId, grantees, [], "0x", BATCH),
    emits: ["RightsGranted", 1],
  });

  await bench.at(ISSUED_AT);
  const entries = keys.map((_, i) => ({ rightId: packRightId(eventId, 0, i), issuedAt: ISSUED_AT }));
  const signatures = packSignatures(
    keys.map((key, i) => signEntry(domains.statements, key, entries[i] as EntryFields)),
  );
  const admissions = await extra(bench, {
    what: `an admission of ${BATCH}`,
    signer: roles.gate,
    call: await rights.admit.populateTransaction(eventId, entries.map(packEntry), signatures),
    emits: ["Admitted", BATCH],
  });
  return [...grants, ...admissions];
}

async function extra(bench: Bench, { what, signer, call: { to, data }, emits }: Call): Promise<Row[]> {
  const execute = async (nonce: bigint, request: { to: string; gas: bigint; data: string }) =>
    bench.roles.relay.sendTransaction({ ...(await requestCall(bench, signer, { ...request, nonce })), ...GAS });
  const measure = (send: () => Promise<TransactionResponse>) => bench.row({ name: what, items: 1, send, emits });

  const direct = await measure(() => signer.sendTransaction({ to, data, ...GAS }));
  const first = await measure(() => execute(0n, { to, gas: 3_000_000n, data }));
  // After the first request the word with the signer's nonces exists.
  await execute(0n, { ...NOTHING, to: await bench.forwarder.getAddress() });
  const later = await measure(() => execute(1n, { to, gas: 3_000_000n, data }));
  const row = (which: string, { gas }: Row) => ({
    name: `forwarder's extra on ${what}, ${which}`,
    items: 1,
    gas: gas - direct.gas,
  });
  return [row("a signer's first request", first), row("a later one", later)];
}
