import { classTerms, HOUR, openContractShow, registerTeam } from "doorkey-test-support/contracts";
import { attest, packRecords, packRightId, scopeOf } from "doorkey-test-support/statements";
import { type Bench, GAS, holders, openBench, type Row, SCHEDULE, T0 } from "./chain.ts";

const STANDING = 1;
const SEATED = 2;
const LAST_SEAT = 19_999;

type Grant = { readonly classId: number; readonly count: number; readonly oneHolder?: boolean };

/** Gas to grant rights to holders. */
export async function grantRows(): Promise<Row[]> {
  const bench = await openBench();
  const { rights, roles } = bench;
  const classes = [classTerms(), classTerms({ name: "block A", seated: true, supply: LAST_SEAT + 1 })];
  const { agentId, eventId } = await openContractShow(bench, { schedule: SCHEDULE }, classes);
  const asAgent = rights.connect(roles.agentMember);

  const grant = (records: string, classId: number, minLive: number) =>
    asAgent.grant(eventId, classId, agentId, records, [], "0x", minLive, GAS);
  const row = (name: string, { classId, count, oneHolder = false }: Grant, goal?: number, items = count) => {
    const keys = oneHolder ? Array<string>(count).fill(holders(1)[0] as string) : holders(count);
    const grantees = keys.map((holder, seat) => (classId === SEATED ? { holder, seat } : { holder }));
    return bench.row({
      name,
      items,
      ...(goal === undefined ? {} : { goal }),
      send: () => grant(packRecords(grantees), classId, count),
      emits: ["RightsGranted", 1],
      inspect: () => readBack(bench, eventId, grantees),
    });
  };

  const rows = [await row("very first grant of an event, N = 1", { classId: STANDING, count: 1 })];
  await grant(packRecords([{ holder: holders(1, 5_000)[0] as string }]), STANDING, 1);
  await grant(packRecords([{ holder: holders(1, 5_001)[0] as string, seat: LAST_SEAT }]), SEATED, 1);

  for (const [count, goal] of [[1, 83_000], [10], [100, 5_800], [1_000], [1_228, 4_800]] as const) {
    rows.push(await row(`grant standing, N = ${count}`, { classId: STANDING, count }, goal));
  }
  const party = { classId: STANDING, count: 4, oneHolder: true };
  rows.push(await row("grant a party of four under one key, whole call", party, 87_000, 1));
  for (const [count, goal] of [[1, 106_000], [10], [100, 7_000], [1_000], [1_068, 5_800]] as const) {
    rows.push(await row(`grant seated in a row, N = ${count}`, { classId: SEATED, count }, goal));
  }
  return rows;
}

/** Checks the first and the last record of the last batch. */
async function readBack(
  { rights }: Bench,
  eventId: bigint,
  grantees: readonly { holder: string; seat?: number }[],
): Promise<void> {
  const batch = (await rights.batchesOf(eventId)) - 1n;
  for (const index of [0, grantees.length - 1]) {
    const right = await rights.rightOf(packRightId(eventId, batch, index));
    const { holder, seat = 0 } = grantees[index] as { holder: string; seat?: number };
    if (right.holder !== holder || Number(right.seat) !== seat) throw new Error(`right ${index} is not what was sent`);
  }
}

/** Gas that each agent above the granting one adds. */
export async function levelRows(): Promise<Row[]> {
  const bench = await openBench();
  const { agents, events, rights, roles, ethers } = bench;
  const { agentId, eventId } = await openContractShow(bench, { schedule: SCHEDULE });
  const admins = (await ethers.getSigners()).slice(10);

  const rows: Row[] = [];
  let [id, admin, member] = [agentId, roles.agent, roles.agentMember];
  for (let levels = 1; levels <= 4; levels++) {
    const grant = (holder: string) =>
      rights.connect(member).grant(eventId, STANDING, id, packRecords([{ holder }]), [], "0x", 1, GAS);
    await grant(holders(1, levels)[0] as string);
    const name = `grant standing by an agent ${levels} deep, N = 1`;
    const send = () => grant(holders(1)[0] as string);
    rows.push(await bench.row({ name, items: 1, send, emits: ["RightsGranted", 1] }));
    if (levels === 4) break;

    const below = admins[levels] as typeof admin;
    const belowId = await registerTeam(agents, below);
    await events.connect(admin).delegate(eventId, STANDING, id, belowId, 1_000);
    [id, admin, member] = [belowId, below, below];
  }
  return [...rows, ...differences(rows)];
}

function differences(rows: readonly Row[]): Row[] {
  return rows.slice(1).map(({ gas }, i) => ({
    name: `an agent level more, ${i + 1} to ${i + 2}`,
    items: 1,
    gas: gas - (rows[i] as Row).gas,
    goal: 8_500,
  }));
}

/** Gas that a person tag on each right adds. */
export async function taggedRows(): Promise<Row[]> {
  const bench = await openBench();
  const { rights, verifier, roles, domains, ethers } = bench;
  const policy = { identityVerifier: await verifier.getAddress(), maxPerPerson: 2 };
  const classes = [classTerms({ named: true })];
  const { agentId, eventId } = await openContractShow(bench, { schedule: SCHEDULE, policy }, classes);
  await verifier.connect(roles.organizer).setAttester(eventId, roles.attester, true);
  const { chainId } = await ethers.provider.getNetwork();
  const scope = scopeOf(chainId, await rights.getAddress(), eventId);

  const send = async (count: number, from = 0) => {
    const keys = holders(count, from);
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
    return rights.connect(roles.agentMember).grant(eventId, 1, agentId, records, evidence, "0x", count, GAS);
  };
  await send(1, 5_000);

  const rows: Row[] = [];
  for (const [count, goal] of [
    [1, 131_800],
    [10, 51_500],
    [100, 39_900],
  ] as const) {
    const name = `grant with a person to each right, N = ${count}`;
    rows.push(await bench.row({ name, items: count, goal, send: () => send(count), emits: ["PersonsTagged", 1] }));
  }
  return rows;
}
