import { DAY, HOUR, now } from "doorkey-test-support/contracts";
import { attest, packRecords, scopeOf as scopeHashOf, signRebind, signReturn } from "doorkey-test-support/statements";
import { ZeroAddress, ZeroHash } from "ethers";
import type { IndexedEvent } from "../../../sdk/src/eventIndex/IndexState.ts";
import { classIn, holderIn } from "../../../sdk/src/eventIndex/lookUp.ts";
import {
  agent,
  anyClass,
  anyEvent,
  anyHolder,
  anyRight,
  asOrganizer,
  isLive,
  isNamed,
  keyOf,
  oneIn,
  pick,
  rebindsOf,
  ruler,
} from "./choose.ts";
import { send } from "./send.ts";
import { type Act, NOTHING, PERSONS, type Walker } from "./walker.ts";

export const grant: Act = async (walker) => {
  const { roll, suite } = walker;
  const event = anyEvent(walker, ({ cancelled, paused, schedule }, at) => {
    return !cancelled && !paused && schedule.salesOpenAt <= at && schedule.doorsOpenAt > at;
  });
  const identified = event.policy.identityVerifier !== ZeroAddress;
  // Rights that must be named and are not yet.
  const nameless = identified && oneIn(walker, 3);
  const classId = nameless ? 3 + roll(2) : anyClass(walker, event).classId;
  const of = classIn(event, classId);
  const agentId = 1 + roll(3);
  const tagged = identified && !nameless && ((of.named && !of.reserved) || oneIn(walker, 2));
  const size = pick(walker, [1, 1, 2, 3, 4, 5, of.supply > 200 ? 130 : 6, of.supply > 200 ? 17 : 2]);
  const party = oneIn(walker, 2) ? anyHolder(walker) : undefined;
  const first = roll(of.supply);
  const grantees = Array.from({ length: size }, (_, i) => ({
    holder: party ?? anyHolder(walker),
    ...(of.seated ? { seat: (oneIn(walker, 6) ? roll(of.supply) : first + i) % of.supply } : {}),
  }));
  const evidence = tagged
    ? await Promise.all(grantees.map(({ holder }) => evidenceFor(walker, event, agentId, 0n, holder)))
    : [];
  const minLive = oneIn(walker, 4) ? roll(size + 1) : 0;
  const hookData = oneIn(walker, 3) ? "0xda7a" : "0x";
  const args = [event.id, classId, agentId, packRecords(grantees), evidence, hookData, minLive];
  return { events: [event.id], done: await send(walker, agent(walker, agentId), suite.rights, "grant", args) };
};

async function evidenceFor(
  walker: Walker,
  event: IndexedEvent,
  agentId: number,
  rightId: bigint,
  holder: string,
  personTag = pick(walker, PERSONS),
): Promise<string> {
  const { suite } = walker;
  if (oneIn(walker, 10)) return "0x1234";
  const { chainId } = await suite.ethers.provider.getNetwork();
  const issuedAt = await now(suite);
  const scope = scopeHashOf(chainId, await suite.rights.getAddress(), event.policy.scope);
  const attestation = { scope, personTag, holder, agentId, rightId, issuedAt, expiresAt: issuedAt + DAY };
  return attest(suite.domains.identity, suite.roles.attester, attestation);
}

export const giveBack: Act = async (walker) => {
  const found = anyRight(walker);
  if (found === undefined) return NOTHING;
  const { suite, roll } = walker;
  const { event, rightId } = found;
  const rebinds = rebindsOf(found) + (oneIn(walker, 10) ? 1 : 0);
  const expiresAt = (await now(suite)) + (oneIn(walker, 10) ? 0 : HOUR);
  const wish = { rightId, count: 1 + roll(4), rebinds, expiresAt };
  const signed = signReturn(suite.domains.statements, keyOf(walker, holderIn(found)), wish);
  return {
    events: [event.id],
    done: await send(walker, suite.roles.stranger, suite.rights, "returnRights", [[signed]]),
  };
};

export const revoke: Act = async (walker) => {
  const found = anyRight(walker);
  if (found === undefined) return NOTHING;
  const ids = Array.from({ length: 1 + walker.roll(3) }, (_, i) => found.rightId + BigInt(i));
  const done = await send(walker, ruler(walker, found), walker.suite.rights, "revoke", [ids, ZeroHash]);
  return { events: [found.event.id], done };
};

export const reopen: Act = async (walker) => {
  const freed = [...walker.state.events.values()].flatMap((event) =>
    event.classes.flatMap((of, i) => (of.freed > 0 ? [{ event, of, classId: i + 1 }] : [])),
  );
  if (freed.length === 0) return NOTHING;
  const { event, of, classId } = pick(walker, freed);
  const { rights } = walker.suite;
  const seats = [...of.freedSeats].slice(0, 1 + walker.roll(2));
  const done = of.seated
    ? await send(walker, asOrganizer(walker, event), rights, "reopenSeats", [event.id, classId, seats])
    : await send(walker, asOrganizer(walker, event), rights, "reopen", [
        event.id,
        classId,
        1 + walker.roll(of.freed + 1),
      ]);
  return { events: [event.id], done };
};

export const rebind: Act = async (walker) => {
  const found = anyRight(walker);
  if (found === undefined) return NOTHING;
  const { suite } = walker;
  const { event, batch, rightId } = found;
  const newHolder = anyHolder(walker);
  const proof = isNamed(found)
    ? await evidenceFor(walker, event, batch.agentId, rightId, newHolder, personOf(walker, event, rightId))
    : signRebind(suite.domains.statements, keyOf(walker, holderIn(found)), {
        rightId,
        newHolder,
        rebinds: rebindsOf(found),
        expiresAt: (await now(suite)) + HOUR,
      });
  const done = await send(walker, ruler(walker, found), suite.rights, "rebind", [rightId, newHolder, proof]);
  return { events: [event.id], done };
};

function personOf(walker: Walker, event: IndexedEvent, rightId: bigint): string {
  const persons = walker.state.persons.get(event.policy.scope) ?? new Map<string, bigint[]>();
  return [...persons].find(([, places]) => places.includes(rightId))?.[0] ?? pick(walker, PERSONS);
}

export const nameRight: Act = async (walker) => {
  const found = anyRight(
    walker,
    (place) => isLive(place) && classIn(place.event, place.batch.classId).named && !isNamed(place),
  );
  if (found === undefined) return NOTHING;
  const { event, batch, rightId } = found;
  const holder = oneIn(walker, 2) ? holderIn(found) : anyHolder(walker);
  const evidence = await evidenceFor(walker, event, batch.agentId, rightId, holder);
  const done = await send(walker, ruler(walker, found), walker.suite.rights, "nameRight", [rightId, holder, evidence]);
  return { events: [event.id], done };
};
