import { classTerms, HOUR, openContractShow } from "doorkey-test-support/contracts";
import { holderKey, holderKeys } from "doorkey-test-support/keys";
import { attest, packRecords, packRightId, scopeOf, signRebind, signReturn } from "doorkey-test-support/statements";
import { encodeBytes32String } from "ethers";
import { GAS, holders, openBench, type Row, SCHEDULE, T0 } from "./chain.ts";

const STANDING = 1;
const STAFF = 2;
const BATCH = 0;
const LONE = 1;
const STAFF_BATCH = 2;

/** Gas to return, revoke, rebind and name a right. */
export async function changeRows(): Promise<Row[]> {
  const bench = await openBench();
  const { rights, verifier, roles, domains, ethers } = bench;
  const policy = { identityVerifier: await verifier.getAddress(), maxPerPerson: 2 };
  const classes = [classTerms(), classTerms({ name: "staff", reserved: true, named: true, supply: 100 })];
  const { agentId, eventId } = await openContractShow(bench, { schedule: SCHEDULE, policy }, classes);
  await verifier.connect(roles.organizer).setAttester(eventId, roles.attester, true);

  const keys = holderKeys("secp256k1", 100);
  const lone = holderKey("secp256k1", "lone");
  const asAgent = rights.connect(roles.agentMember);
  const grant = (classId: number, keyHolders: readonly string[]) =>
    asAgent.grant(eventId, classId, agentId, packRecords(keyHolders.map((holder) => ({ holder }))), [], "0x", 1, GAS);
  await grant(
    STANDING,
    keys.map(({ address }) => address),
  );
  await grant(STANDING, [lone.address]);
  await grant(STAFF, holders(2));
  const inBatch = keys.map((_, i) => packRightId(eventId, BATCH, i));
  const loneRight = packRightId(eventId, LONE, 0);
  const [staffHolder = ""] = holders(1);

  const expiresAt = T0 + 1_000 * HOUR;
  const wishes = keys.map((key, i) =>
    signReturn(domains.statements, key, { rightId: inBatch[i] as bigint, expiresAt }),
  );
  const loneWish = signReturn(domains.statements, lone, { rightId: loneRight, expiresAt });
  const [newHolder = ""] = holders(1, 9_000);
  const consent = signRebind(domains.statements, lone, { rightId: loneRight, newHolder, expiresAt });
  const { chainId } = await ethers.provider.getNetwork();
  const staffRight = packRightId(eventId, STAFF_BATCH, 0);
  const evidence = await attest(domains.identity, roles.attester, {
    scope: scopeOf(chainId, await rights.getAddress(), eventId),
    personTag: ethers.id("person"),
    holder: staffHolder,
    agentId,
    rightId: staffRight,
    issuedAt: T0,
    expiresAt,
  });

  return [
    await bench.row({
      name: "return a lone right, N = 1",
      items: 1,
      send: () => rights.connect(roles.stranger).returnRights([loneWish], GAS),
      emits: ["RightReturned", 1],
    }),
    await bench.row({
      name: "return of the same batch, N = 100",
      items: 100,
      send: () => rights.connect(roles.stranger).returnRights(wishes, GAS),
      emits: ["RightReturned", 100],
    }),
    await bench.row({
      name: "revoke of the same batch, N = 100",
      items: 100,
      send: () => asAgent.revoke(inBatch, encodeBytes32String("resold"), GAS),
      emits: ["RightRevoked", 100],
    }),
    await bench.row({
      name: "rebind with the old key's consent, N = 1",
      items: 1,
      send: () => asAgent.rebind(loneRight, newHolder, consent, GAS),
      emits: ["RightRebound", 1],
    }),
    await bench.row({
      name: "name a right of a reserved class, N = 1",
      items: 1,
      send: () => asAgent.nameRight(staffRight, staffHolder, evidence, GAS),
      emits: ["RightNamed", 1],
    }),
  ];
}
