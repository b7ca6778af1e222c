/** Doorkey's own contracts: every operation on a right, sent directly and through the forwarder. */

import { KEY_KINDS } from "doorkey-test-support/keys";
import type { ContractTransaction } from "ethers";
import { type Bench, expectEvents, openBench } from "../../chain.ts";
import { NOTHING, requestCall } from "../../requests.ts";
import type { Lab } from "../lab.ts";
import type { GasRow } from "../rows.ts";
import type { System } from "../system.ts";
import type { Act } from "./doorkey/Act.ts";
import { admissions, openDoors } from "./doorkey/admissions.ts";
import { changes } from "./doorkey/changes.ts";
import { grants } from "./doorkey/grants.ts";

export const DOORKEY = "Doorkey";
const SOURCE = "measured: this repository's contracts, as hardhat.config.ts compiles them";
/** Gas that is reserved for verifiers must be available even if they do not use it. */
const SPARE_GAS = 2_000_000n;

export const doorkeySystem: System = {
  name: DOORKEY,
  async measure(lab) {
    const bench = await openBench(lab.connection);
    await useNonces(bench, lab);
    const rows: GasRow[] = [];
    for (const act of await grants(bench, lab)) rows.push(...(await both(bench, lab, act)));
    for (const act of await changes(bench, lab)) rows.push(...(await both(bench, lab, act)));
    // Grants all rights first, because none can be granted when doors are open.
    const doors = await openDoors(bench, lab);
    for (const kind of KEY_KINDS) {
      for (const act of await admissions(bench, doors, kind)) rows.push(...(await both(bench, lab, act)));
    }
    return rows;
  },
};

async function both(bench: Bench, lab: Lab, { operation, n, signer, call, emits }: Act): Promise<GasRow[]> {
  const measure = (name: string, transaction: ContractTransaction, from: Act["signer"]) =>
    lab.measure({
      system: DOORKEY,
      operation: name,
      n,
      source: SOURCE,
      call: { ...transaction, from },
      inspect: async (receipt) => expectEvents(bench, receipt, `${name}, N = ${n}`, emits),
    });
  const direct = await measure(operation, call, signer);
  const gas = BigInt(direct.gasPerUnit * n) * 2n + SPARE_GAS;
  const request = await requestCall(bench, signer, { to: call.to, data: call.data, gas, nonce: 1n });
  return [direct, await measure(`${operation}, forwarded`, request, bench.roles.relay)];
}

/** Writes the word with a signer's nonces, which exists from the second request on. */
async function useNonces(bench: Bench, lab: Lab): Promise<void> {
  const { relay, agentMember, gate, stranger } = bench.roles;
  const to = await bench.forwarder.getAddress();
  for (const signer of [agentMember, gate, stranger]) {
    await lab.send({ ...(await requestCall(bench, signer, { ...NOTHING, to, nonce: 0n })), from: relay });
  }
}
