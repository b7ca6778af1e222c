import { classTerms, HOUR, openContractShow } from "doorkey-test-support/contracts";
import { attest, type Grantee, packRecords, scopeOf } from "doorkey-test-support/statements";
import { type Bench, holders, SCHEDULE, T0 } from "../../../chain.ts";
import type { Lab } from "../../lab.ts";
import type { Act } from "./Act.ts";

const STANDING = 1;
const SEATED = 2;
const LAST_SEAT = 19_999;
const WARM = 5_000;
const PARTY = 4;

/** Grants to N holders at an event that has sold some rights already. */
export async function grants(bench: Bench, lab: Lab): Promise<Act[]> {
  return [...(await plainGrants(bench, lab)), ...(await taggedGrants(bench, lab))];
}

async function plainGrants({ rights, roles, ...bench }: Bench, lab: Lab): Promise<Act[]> {
  const classes = [classTerms(), classTerms({ name: "block A", seated: true, supply: LAST_SEAT + 1 })];
  const { agentId, eventId } = await openContractShow({ ...bench, rights, roles }, { schedule: SCHEDULE }, classes);
  const grant = async (operation: string, classId: number, grantees: readonly Grantee[]): Promise<Act> => ({
    operation,
    n: grantees.length,
    signer: roles.agentMember,
    call: await rights.grant.populateTransaction(
      eventId,
      classId,
      agentId,
      packRecords(grantees),
      [],
      "0x",
      grantees.length,
    ),
    emits: ["RightsGranted", 1],
  });

  const [[early = "", other = ""], [friend = ""]] = [holders(2, WARM), holders(1)];
  for (const { call, signer } of [
    await grant("", STANDING, [{ holder: early }]),
    await grant("", SEATED, [{ holder: other, seat: LAST_SEAT }]),
  ]) {
    await lab.send({ ...call, from: signer });
  }
  const acts: Act[] = [];
  for (const n of lab.sizes)
    acts.push(
      await grant(
        "grant standing",
        STANDING,
        holders(n).map((holder) => ({ holder })),
      ),
    );
  for (const n of lab.sizes) {
    acts.push(
      await grant(
        "grant seated",
        SEATED,
        holders(n).map((holder, seat) => ({ holder, seat })),
      ),
    );
  }
  acts.push(await grant("grant party under one key", STANDING, Array(PARTY).fill({ holder: friend })));
  return acts;
}

async function taggedGrants(bench: Bench, lab: Lab): Promise<Act[]> {
  const { rights, verifier, roles, domains, ethers } = bench;
  const policy = { identityVerifier: await verifier.getAddress(), maxPerPerson: 2 };
  const { agentId, eventId } = await openContractShow(bench, { schedule: SCHEDULE, policy }, [
    classTerms({ named: true }),
  ]);
  await verifier.connect(roles.organizer).setAttester(eventId, roles.attester, true);
  const { chainId } = await ethers.provider.getNetwork();
  const scope = scopeOf(chainId, await rights.getAddress(), eventId);

  const grant = async (n: number, from = 0): Promise<Act> => {
    const keys = holders(n, from);
    const evidence = await Promise.all(
      keys.map((holder, i) =>
        attest(domains.identity, roles.attester, {
          scope,
          personTag: ethers.id(`person ${from + i}`),
          holder,
          agentId,
          issuedAt: T0,
          expiresAt: T0 + 1_000 * HOUR,
        }),
      ),
    );
    const records = packRecords(keys.map((holder) => ({ holder })));
    return {
      operation: "grant tagged",
      n,
      signer: roles.agentMember,
      call: await rights.grant.populateTransaction(eventId, STANDING, agentId, records, evidence, "0x", n),
      emits: ["PersonsTagged", 1],
    };
  };
  const { call, signer } = await grant(1, WARM);
  await lab.send({ ...call, from: signer });
  const acts: Act[] = [];
  for (const n of lab.sizes) acts.push(await grant(n));
  return acts;
}
