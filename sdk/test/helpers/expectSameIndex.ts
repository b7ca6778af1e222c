/** Checks that an index equals the contracts: calls every view of every contract for everything in the index. */
import { expect } from "chai";
import { concat, type Result } from "ethers";
import type { Connection } from "../../src/chain/Connection.ts";
import { GATE_KINDS, ROLES } from "../../src/core/contractEnums.ts";
import { packRightId } from "../../src/core/RightId.ts";
import type {
  IndexedBatch,
  IndexedClass,
  IndexedEvent,
  IndexedTeam,
  IndexState,
} from "../../src/eventIndex/IndexState.ts";
import { indexedRight } from "../../src/eventIndex/indexedRight.ts";

const DESIGNATION_STATUSES = ["none", "designated", "dismissed"];

export async function expectSameIndex(connection: Connection, state: IndexState): Promise<void> {
  const { events, agents, rights, verifier, forwarder } = connection.contracts;
  await expectSameTeams(events, state.organizers);
  await expectSameTeams(agents, state.agents);
  expect(Number(await events.eventCount()), "events").to.equal(state.events.size);
  for (const event of state.events.values()) {
    await expectSameEvent(connection, event);
    for (const [i, of] of event.classes.entries()) await expectSameClass(connection, state, event, i + 1, of);
    await expectSameRights(connection, state, event);
  }
  expectSameHolders(state);
  for (const [scope, persons] of state.persons) {
    for (const [tag, places] of persons)
      expect([...(await rights.rightsOfPerson(scope, tag))], tag).to.deep.equal(places);
  }
  for (const [scope, attesters] of state.attesters) {
    for (const attester of attesters) expect(await verifier.isAttester(scope, attester), attester).to.equal(true);
  }
  for (const [from, nonces] of state.nonces) {
    const word = [...nonces].reduce((bits, nonce) => bits | (nonce < 256n ? 1n << nonce : 0n), 0n);
    expect(await forwarder.nonceWord(from, 0), `nonces of ${from}`).to.equal(word);
  }
}

type Teams = Pick<Connection["contracts"]["events"], "teamCount" | "teamOf" | "roleOf">;

async function expectSameTeams(registry: Teams, teams: ReadonlyMap<number, IndexedTeam>): Promise<void> {
  expect(Number(await registry.teamCount()), "teams").to.equal(teams.size);
  for (const [id, { active, relayed, name, uri, roles }] of teams) {
    const admins = [...roles.values()].filter((role) => role === "admin").length;
    expect(plain(await registry.teamOf(id)), `team ${id}`).to.deep.equal({ active, relayed, admins, name, uri });
    for (const [account, role] of roles) expect(ROLES[Number(await registry.roleOf(id, account))]).to.equal(role);
  }
}

async function expectSameEvent({ contracts }: Connection, event: IndexedEvent): Promise<void> {
  const { id, organizerId, schedule, policy, classes, paused, cancelled, scopeShared, documentHash, name, uri } = event;
  const { era, nameLead, announcedDoorsAt, everReservedPlaces } = event;
  const places = (of: readonly IndexedClass[]) => of.reduce((sum, { supply }) => sum + supply, 0);
  expect(plain(await contracts.events.eventOf(id)), `event ${id}`).to.deep.equal({
    ...{ organizerId, ...schedule, ...policy, paused, cancelled, scopeShared, documentHash, name, uri },
    classCount: classes.length,
    places: places(classes),
    ...{ era, nameLead, announcedDoorsAt, everReservedPlaces },
  });
  for (const [key, gate] of event.gates) {
    const { kind, byHandLimit } = await contracts.events.gateOf(id, key);
    const told = { kind: GATE_KINDS[Number(kind)], byHandLimit: Number(byHandLimit) };
    expect(told, `gate ${key} of event ${id}`).to.deep.equal(gate);
  }
  for (const [key, admitted] of event.byHand) {
    expect(Number(await contracts.rights.byHandOf(id, key)), `by hand of ${key}`).to.equal(admitted);
  }
}

async function expectSameClass(
  { contracts: { events, rights } }: Connection,
  state: IndexState,
  event: IndexedEvent,
  classId: number,
  of: IndexedClass,
): Promise<void> {
  const label = `class ${classId} of event ${event.id}`;
  const { saleHook, supply, reserved, seated, named } = of;
  const told = plain(await events.classOf(event.id, classId));
  expect(told, label).to.deep.equal({ saleHook, supply, reserved, seated, named });
  expect((await rights.placesOf(event.id, classId)).map(Number), label).to.deep.equal([of.granted, of.freed]);
  for (const agentId of state.agents.keys()) {
    const { status, quota, parent, used } = of.allotments.get(agentId) ?? {
      status: "none",
      quota: 0,
      parent: 0,
      used: 0,
    };
    const place = await events.designationOf(event.id, classId, agentId);
    const here = [DESIGNATION_STATUSES[Number(place.status)], Number(place.quota), Number(place.parent)];
    expect(here, `agent ${agentId} in ${label}`).to.deep.equal([status, quota, parent]);
    expect(Number(await rights.usedBy(event.id, classId, agentId)), `used by ${agentId} in ${label}`).to.equal(used);
  }
  if (!seated || supply > 100) return;
  const held = new Set(
    event.batches.flatMap((batch, number) =>
      Array.from(batch.statuses, (status, index) => ({ status, index }))
        .filter(({ status }) => batch.classId === classId && status !== 3)
        .map(({ index }) => packRightId({ eventId: event.id, batch: number, index }))
        .map((rightId) => indexedRight(state, { rightId })?.seat),
    ),
  );
  for (let seat = 0; seat < supply; seat++) {
    const told = [...(await rights.seatOf(event.id, classId, seat))];
    expect(told, `seat ${seat} of ${label}`).to.deep.equal([held.has(seat), of.freedSeats.has(seat)]);
  }
}

/** Compares each batch with `batchOf`, and each right of the smaller ones with `rightOf`. */
async function expectSameRights({ contracts }: Connection, state: IndexState, event: IndexedEvent): Promise<void> {
  const { id: eventId, batches } = event;
  expect(Number(await contracts.rights.batchesOf(eventId)), `batches of event ${eventId}`).to.equal(batches.length);
  for (const [number, batch] of batches.entries()) {
    const told = await contracts.rights.batchOf(eventId, number);
    const label = `batch ${number} of event ${eventId}`;
    const words = statusWords(batch);
    const first = packRightId({ eventId, batch: number, index: 0 });
    const holdings = [...batch.holdings].sort(([a], [b]) => a - b);
    expect(told.head, label).to.equal(batch.head | (batch.count <= 16 ? (words[0] ?? 0n) : 0n));
    expect(told.records, label).to.equal(batch.records);
    expect([...told.statuses], label).to.deep.equal(words);
    expect([...told.rebound], label).to.deep.equal(holdings.map(([index]) => first + BigInt(index)));
    expect([...told.holdings], label).to.deep.equal(
      holdings.map(
        ([, { holder, reboundAt, rebinds, named }]) =>
          BigInt(concat([holder, "0x000000000000000000000000"])) |
          (BigInt(reboundAt) << 56n) |
          (BigInt(rebinds) << 48n) |
          BigInt(named),
      ),
    );
    if (batch.count > 20) continue;
    for (let index = 0; index < batch.count; index++)
      await expectSameRight({ contracts }, state, first + BigInt(index));
  }
}

/** Every right is listed under its holder, and under no other. */
function expectSameHolders(state: IndexState): void {
  let filed = 0;
  for (const [holder, rights] of state.holders) {
    filed += rights.size;
    for (const rightId of rights) expect(indexedRight(state, { rightId })?.holder.toLowerCase()).to.equal(holder);
  }
  const counts = [...state.events.values()].flatMap(({ batches }) => batches.map(({ count }) => count));
  expect(filed, "rights of all holders").to.equal(counts.reduce((sum, count) => sum + count, 0));
}

async function expectSameRight(
  { contracts }: Pick<Connection, "contracts">,
  state: IndexState,
  rightId: bigint,
): Promise<void> {
  const { status, ...told } = plain(await contracts.rights.rightOf(rightId));
  const right = indexedRight(state, { rightId });
  if (right === undefined) throw new Error(`the index does not have right ${rightId}`);
  const { holder, agentId, classId, seat, named, reboundAt, rebinds } = right;
  expect(told, `right ${rightId}`).to.deep.equal({ holder, agentId, classId, seat, named, reboundAt, rebinds });
  expect(["granted", "rebound", "admitted", "void"][Number(status)], `right ${rightId}`).to.equal(right.status);
}

/** The answer of a view, as an object with numbers. */
function plain(answer: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries((answer as Result).toObject()).map(([name, value]) => [
      name,
      typeof value === "bigint" ? Number(value) : value,
    ]),
  );
}

function statusWords({ statuses, count }: IndexedBatch): bigint[] {
  const words = Array.from({ length: Math.ceil(count / 128) }, () => 0n);
  for (const [i, status] of statuses.entries()) {
    words[i >> 7] = (words[i >> 7] ?? 0n) | (BigInt(status) << BigInt(2 * (i & 127)));
  }
  return words;
}
