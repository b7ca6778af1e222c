import { DESIGNATION_STATUSES, GATE_KINDS } from "../../../core/contractEnums.ts";
import { mapBounded } from "../../../core/mapBounded.ts";
import type { IndexedClass } from "../../../eventIndex/IndexState.ts";
import { scheduleOf } from "../../../state/scheduleOf.ts";
import type { Audit } from "../../Audit.ts";
import type { Evidence } from "../../Statement.ts";

/** Questions that are open at the same time. */
const WIDTH = 16;

/** How the event of the logs differs from that of the contracts: its terms, classes, agents, gates and attesters. */
export async function eventFaults(audit: Audit): Promise<Evidence[]> {
  const { event } = audit;
  if (event.classes.length === 0) return [{ note: "No log publishes the event." }];
  const found = [
    await termsFaults(audit),
    ...(await mapBounded([...event.classes.entries()], WIDTH, ([i, of]) => classFaults(audit, i + 1, of))),
    await gateFaults(audit),
    await attesterFaults(audit),
  ];
  return found.flat();
}

async function termsFaults({ connection, eventId, event }: Audit): Promise<Evidence[]> {
  const told = await connection.contracts.events.eventOf(eventId);
  const { organizerId, schedule, policy, paused, cancelled, era, documentHash } = event;
  return differing("the event", [
    ["organizer", organizerId, told.organizerId],
    ["schedule", JSON.stringify(schedule), JSON.stringify(scheduleOf(told))],
    ["pause", paused, told.paused],
    ["cancellation", cancelled, told.cancelled],
    ["era", era, told.era],
    ["document", documentHash, told.documentHash],
    ["identity verifier", policy.identityVerifier, told.identityVerifier],
    ["maxPerPerson", policy.maxPerPerson, told.maxPerPerson],
    ["maxRebinds", policy.maxRebinds, told.maxRebinds],
    ["minPublicBps", policy.minPublicBps, told.minPublicBps],
    ["scope", policy.scope, told.scope],
  ]);
}

async function classFaults({ connection, eventId }: Audit, classId: number, of: IndexedClass): Promise<Evidence[]> {
  const { events, rights } = connection.contracts;
  const told = await events.classOf(eventId, classId);
  const [granted, freed] = await rights.placesOf(eventId, classId);
  const own = differing(`class ${classId}`, [
    ["supply", of.supply, told.supply],
    ["reserved", of.reserved, told.reserved],
    ["seated", of.seated, told.seated],
    ["named", of.named, told.named],
    ["sale hook", of.saleHook, told.saleHook],
    ["granted places", of.granted, granted],
    ["freed places", of.freed, freed],
  ]);
  const agents = await mapBounded([...of.allotments], WIDTH, async ([agentId, { status, quota, parent, used }]) => {
    const place = await events.designationOf(eventId, classId, agentId);
    return differing(`agent ${agentId} in class ${classId}`, [
      ["designation", status, DESIGNATION_STATUSES[Number(place.status)]],
      ["quota", quota, place.quota],
      ["parent", parent, place.parent],
      ["used quota", used, await rights.usedBy(eventId, classId, agentId)],
    ]);
  });
  return [...own, ...agents.flat()];
}

async function gateFaults({ connection, eventId, event }: Audit): Promise<Evidence[]> {
  const { events, rights } = connection.contracts;
  const keys = [...new Set([...event.gates.keys(), ...event.admissions.map(({ gate }) => gate)])];
  const faults = await mapBounded(keys, WIDTH, async (key) => {
    const told = await events.gateOf(eventId, key);
    const { kind, byHandLimit } = event.gates.get(key) ?? { kind: "none", byHandLimit: 0 };
    return differing(`gate ${key}`, [
      ["kind", kind, GATE_KINDS[Number(told.kind)]],
      ["limit by hand", byHandLimit, told.byHandLimit],
      ["admissions by hand", event.byHand.get(key) ?? 0, await rights.byHandOf(eventId, key)],
    ]);
  });
  return faults.flat();
}

async function attesterFaults({ connection, event, state }: Audit): Promise<Evidence[]> {
  const { scope, identityVerifier } = event.policy;
  const { verifier } = connection.contracts;
  if (identityVerifier.toLowerCase() !== (await verifier.getAddress()).toLowerCase()) return [];
  const faults = await mapBounded([...(state.attesters.get(scope) ?? [])], WIDTH, async (attester) =>
    differing(`attester ${attester}`, [["trust", true, await verifier.isAttester(scope, attester)]]),
  );
  return faults.flat();
}

type Told = string | number | bigint | boolean | undefined;

function differing(subject: string, values: readonly (readonly [name: string, logs: Told, chain: Told])[]): Evidence[] {
  return values
    .filter(([, logs, chain]) => String(logs) !== String(chain))
    .map(([name, logs, chain]) => ({ note: `${name}: ${logs} by the logs, ${chain} by the contract.`, subject }));
}
