import { expect } from "chai";
import { type BaseContract, concat, type Result, ZeroAddress } from "ethers";
import { network } from "hardhat";
import type { EventSnapshot } from "../types/ethers-contracts/index.js";
import * as replay from "./helpers/replay.ts";
import { deploySuite, type Suite } from "./helpers/suite.ts";
import { ACT_NAMES, PERSONS, readLogs, startWalk, step, type Walker } from "./helpers/walk.ts";

/** `DOORKEY_SEED=7` walks the walk of seed 7 alone; else `DOORKEY_FUZZ` says how many walks there are. */
const WALKS = Math.max(3, Math.floor(Number(process.env.DOORKEY_FUZZ ?? 256) / 200));
const SEEDS =
  process.env.DOORKEY_SEED === undefined
    ? Array.from({ length: WALKS }, (_, i) => i + 1)
    : [Number(process.env.DOORKEY_SEED)];
/** After that most events are over. */
const STEPS = 256;

const { ethers, networkHelpers } = await network.create();

describe("a walk through all acts", () => {
  const done = new Map<string, { tried: number; succeeded: number }>(
    ACT_NAMES.map((name) => [name, { tried: 0, succeeded: 0 }]),
  );

  for (const seed of SEEDS) {
    it(`of seed ${seed} changes nothing of other events, and its logs tell the state`, async function () {
      this.timeout(0);
      const suite = await deploySuite(ethers);
      const snapshots = (await ethers.deployContract("EventSnapshot", [suite.rights])) as unknown as EventSnapshot;
      const walker = await startWalk(suite, networkHelpers.time, seed);
      // What is forced upon a contract stays there, whatever is done.
      const addresses = await Promise.all(contractsOf(suite).map((contract) => contract.getAddress()));
      for (const address of addresses) await networkHelpers.setBalance(address, 1n);
      let before = await snapshotAll(walker, snapshots);
      for (let i = 0; i < STEPS; ++i) {
        const { name, events, done: succeeded } = await step(walker);
        const count = done.get(name);
        if (count === undefined) throw new Error(`no act ${name}`);
        count.tried += 1;
        count.succeeded += Number(succeeded);

        const after = await snapshotAll(walker, snapshots);
        for (const [eventId, hash] of before) {
          if (after.get(eventId) === hash) continue;
          expect(withSameScope(walker.state, events), `step ${i}, ${name}, changed event ${eventId}`).to.include(
            eventId,
          );
        }
        before = after;
      }
      await expectSame(suite, walker.state);
      for (const address of addresses) expect(await ethers.provider.getBalance(address)).to.equal(1n);

      // Once more from the logs of the whole chain, in one go.
      const logs = await ethers.provider.getLogs({ fromBlock: 0 });
      const told: replay.SuiteLog[] = [];
      for (const log of logs) {
        if (addresses.includes(log.address))
          told.push(...(await readLogs(suite, { logs: [log], blockNumber: log.blockNumber })));
      }
      expect(replay.replay(told)).to.deep.equal(walker.state);
    });
  }

  it("does every act, and succeeds", () => {
    for (const [name, { tried, succeeded }] of done) console.log(`      ${name}: ${succeeded} of ${tried}`);
    if (SEEDS.length === 1) return;
    for (const [name, { succeeded }] of done) expect(succeeded, name).to.be.greaterThan(0);
  });

  it("knows every event of the suite", async () => {
    for (const contract of contractsOf(await deploySuite(ethers))) {
      contract.interface.forEachEvent(({ name }) => {
        expect(replay.isKnown(name), name).to.equal(true);
      });
    }
  });
});

function contractsOf({ agents, events, rights, verifier, forwarder }: Suite): BaseContract[] {
  return [agents, events, rights, verifier, forwarder] as unknown as BaseContract[];
}

/* NOTHING OF OTHER EVENTS */

async function snapshotAll(walker: Walker, snapshots: EventSnapshot): Promise<Map<bigint, string>> {
  const keys = walker.organizers.flatMap(({ scanner, desk }) => [scanner, desk]);
  const hashes = new Map<bigint, string>();
  for (const eventId of walker.state.events.keys()) {
    const accounts = [...keys, walker.suite.roles.attester];
    hashes.set(eventId, await snapshots.snapshotOf(eventId, walker.agents.length, accounts, [...PERSONS]));
  }
  return hashes;
}

/** Events that count persons together, which only one organizer's can. */
function withSameScope(state: replay.State, events: readonly bigint[]): bigint[] {
  const scopes = events.filter((id) => id !== 0n).map((id) => replay.scopeOf(replay.eventOf(state, id)));
  return [...events, ...scopes];
}

/* THE STATE IS WHAT THE LOGS TELL */

async function expectSame(suite: Suite, state: replay.State): Promise<void> {
  await expectSameTeams(suite.events, state.organizers);
  await expectSameTeams(suite.agents as unknown as Suite["events"], state.agents);
  expect(await suite.events.eventCount(), "events").to.equal(state.events.size);
  for (const event of state.events.values()) {
    await expectSameEvent(suite, state, event);
    await expectSameRights(suite, event);
  }
  for (const [scope, persons] of state.persons) {
    for (const [tag, places] of persons) expect(await suite.rights.rightsOfPerson(scope, tag)).to.deep.equal(places);
  }
  for (const [scope, attesters] of state.attesters) {
    const { address } = suite.roles.attester;
    expect(await suite.verifier.isAttester(scope, address)).to.equal(attesters.has(address));
  }
  for (const [from, nonces] of state.nonces) {
    const word = [...nonces].reduce((bits, nonce) => bits | (nonce < 256n ? 1n << nonce : 0n), 0n);
    expect(await suite.forwarder.nonceWord(from, 0), `nonces of ${from}`).to.equal(word);
  }
}

async function expectSameTeams(registry: Suite["events"], teams: Map<bigint, replay.Team>): Promise<void> {
  expect(await registry.teamCount(), "teams").to.equal(teams.size);
  for (const [teamId, { active, relayed, name, uri, roles }] of teams) {
    const admins = BigInt([...roles.values()].filter((role) => role === 2n).length);
    const team = await registry.teamOf(teamId);
    expect(plain(team), `team ${teamId}`).to.deep.equal({ active, relayed, admins, name, uri });
    for (const [account, role] of roles) expect(await registry.roleOf(teamId, account), account).to.equal(role);
  }
}

async function expectSameEvent(suite: Suite, state: replay.State, event: replay.EventState): Promise<void> {
  const { id, classes, policy, schedule } = event;
  const { organizerId, paused, cancelled, scopeShared, documentHash, name, uri } = event;
  const sum = (of: readonly replay.ClassState[]) => of.reduce((total, { supply }) => total + supply, 0n);
  const told = plain(await suite.events.eventOf(id));
  expect(told, `event ${id}`).to.deep.equal({
    ...schedule,
    ...policy,
    scope: replay.scopeOf(event),
    organizerId,
    paused,
    cancelled,
    scopeShared,
    documentHash,
    name,
    uri,
    classCount: BigInt(classes.length),
    places: sum(classes),
    reservedPlaces: sum(classes.filter(({ reserved }) => reserved)),
  });
  for (const [i, of] of classes.entries()) await expectSameClass(suite, state, event, i + 1, of);
  for (const key of [...event.gates.keys()].map((both) => both.split(" ")[1] ?? ZeroAddress)) {
    const { kind, byHandLimit } = await suite.events.gateOf(id, key);
    expect({ kind, byHandLimit }, `gate ${key} of event ${id}`).to.deep.equal(replay.gateOf(event, key));
    expect(await suite.rights.byHandOf(id, key), `by hand of ${key}`).to.equal(event.byHand.get(key) ?? 0n);
  }
}

async function expectSameClass(
  suite: Suite,
  state: replay.State,
  event: replay.EventState,
  classId: number,
  of: replay.ClassState,
): Promise<void> {
  const label = `class ${classId} of event ${event.id}`;
  const { saleGate, supply, reserved, seated, named } = of;
  const told = plain(await suite.events.classOf(event.id, classId));
  expect(told, label).to.deep.equal({ saleGate, supply, reserved, seated, named });
  expect(await suite.rights.placesOf(event.id, classId), label).to.deep.equal([of.granted, of.freed]);
  for (const agentId of state.agents.keys()) {
    const place = plain(await suite.events.designationOf(event.id, classId, agentId));
    expect(place, `agent ${agentId} in ${label}`).to.deep.equal(replay.designationOf(of, agentId));
    expect(await suite.rights.usedBy(event.id, classId, agentId)).to.equal(of.used.get(agentId) ?? 0n);
  }
  if (!seated) return;
  const held = new Set(
    event.batches
      .filter((batch) => batch.classId === BigInt(classId))
      .flatMap(({ rights }) => rights.filter(({ status }) => status !== 3n).map(({ seat }) => seat)),
  );
  for (let seat = 0n; seat < supply; ++seat) {
    const [isHeld, isFreed] = await suite.rights.seatOf(event.id, classId, seat);
    expect([isHeld, isFreed], `seat ${seat} of ${label}`).to.deep.equal([held.has(seat), of.freedSeats.has(seat)]);
  }
}

async function expectSameRights(suite: Suite, { id, batches }: replay.EventState): Promise<void> {
  expect(await suite.rights.batchesOf(id), `batches of event ${id}`).to.equal(batches.length);
  for (const [i, batch] of batches.entries()) {
    const told = await suite.rights.batchOf(id, i);
    const label = `batch ${i} of event ${id}`;
    const statuses = statusWords(batch);
    const tail = batch.rights.length <= 16 ? (statuses[0] ?? 0n) : 0n;
    expect(told.head, label).to.equal(batch.head | tail);
    expect(told.records, label).to.equal(batch.records);
    expect(told.statuses, label).to.deep.equal(statuses);
    const moved = batch.rights.filter(({ binding }) => binding !== undefined);
    expect(told.moved, label).to.deep.equal(moved.map((right) => right.id));
    expect(told.bindings, label).to.deep.equal(moved.map(bindingWord));
    for (const right of batch.rights) await expectSameRight(suite, batch, right);
  }
}

async function expectSameRight(suite: Suite, batch: replay.BatchState, right: replay.RightState): Promise<void> {
  const { holder, ...told } = plain(await suite.rights.rightOf(right.id));
  expect(String(holder).toLowerCase(), `holder of ${right.id}`).to.equal(right.holder);
  expect(told, `right ${right.id}`).to.deep.equal({
    status: right.status,
    agentId: batch.agentId,
    classId: batch.classId,
    seat: right.seat,
    tagged: batch.tagged || right.binding?.named === true,
    boundAt: right.binding?.boundAt ?? 0n,
    rebinds: right.binding?.rebinds ?? 0n,
  });
}

/** What a view answers, as an object. */
function plain(answer: unknown): Record<string, unknown> {
  return (answer as Result).toObject();
}

function statusWords({ rights }: replay.BatchState): bigint[] {
  const words = Array.from({ length: Math.ceil(rights.length / 128) }, () => 0n);
  for (const [i, { status }] of rights.entries()) {
    words[i >> 7] = (words[i >> 7] ?? 0n) | (status << BigInt(2 * (i & 127)));
  }
  return words;
}

function bindingWord({ holder, binding }: replay.RightState): bigint {
  const { boundAt = 0n, rebinds = 0n, named = false } = binding ?? {};
  return (
    BigInt(concat([holder, "0x000000000000000000000000"])) | (boundAt << 56n) | (rebinds << 48n) | (named ? 1n : 0n)
  );
}
