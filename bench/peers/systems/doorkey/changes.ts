import { HOUR, openContractShow } from "doorkey-test-support/contracts";
import { holderKey, holderKeys } from "doorkey-test-support/keys";
import { packRecords, packRightId, signRebind, signReturn } from "doorkey-test-support/statements";
import { encodeBytes32String } from "ethers";
import { type Bench, holders, SCHEDULE, T0 } from "../../../chain.ts";
import type { Lab } from "../../lab.ts";
import type { Act } from "./Act.ts";

const [BATCH, LONE] = [0, 1];
const EXPIRES_AT = T0 + 1_000 * HOUR;

/** Rights that are returned, revoked and rebound. One right is a lone one, several are of one batch. */
export async function changes(bench: Bench, lab: Lab): Promise<Act[]> {
  const { rights, roles, domains } = bench;
  const { agentId, eventId } = await openContractShow(bench, { schedule: SCHEDULE });
  const keys = holderKeys("secp256k1", Math.max(...lab.sizes));
  const lone = holderKey("secp256k1", "lone");
  for (const owners of [keys, [lone]]) {
    const records = packRecords(owners.map(({ address }) => ({ holder: address })));
    const call = await rights.grant.populateTransaction(eventId, 1, agentId, records, [], "0x", owners.length);
    await lab.send({ ...call, from: roles.agentMember });
  }
  const loneRight = packRightId(eventId, LONE, 0);
  const held = (n: number) =>
    n === 1
      ? [{ key: lone, rightId: loneRight }]
      : keys.slice(0, n).map((key, i) => ({ key, rightId: packRightId(eventId, BATCH, i) }));

  const acts: Act[] = [];
  for (const n of lab.sizes) {
    const wishes = held(n).map(({ key, rightId }) =>
      signReturn(domains.statements, key, { rightId, expiresAt: EXPIRES_AT }),
    );
    const call = await rights.returnRights.populateTransaction(wishes);
    acts.push({ operation: "return", n, signer: roles.stranger, call, emits: ["RightReturned", n] });
  }
  for (const n of lab.sizes) {
    const ids = held(n).map(({ rightId }) => rightId);
    const call = await rights.revoke.populateTransaction(ids, encodeBytes32String("resold"));
    acts.push({ operation: "revoke", n, signer: roles.agentMember, call, emits: ["RightRevoked", n] });
  }

  const [newHolder = ""] = holders(1, 9_000);
  const consent = signRebind(domains.statements, lone, { rightId: loneRight, newHolder, expiresAt: EXPIRES_AT });
  const call = await rights.rebind.populateTransaction(loneRight, newHolder, consent);
  acts.push({ operation: "rebind", n: 1, signer: roles.agentMember, call, emits: ["RightRebound", 1] });
  return acts;
}
