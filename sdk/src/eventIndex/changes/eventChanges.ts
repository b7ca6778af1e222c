import type { Result } from "ethers";
import { GATE_KINDS } from "../../core/contractEnums.ts";
import { scheduleOf } from "../../state/scheduleOf.ts";
import type { IndexedClass } from "../IndexState.ts";
import { allotmentIn, classIn, eventIn, requireFound } from "../lookUp.ts";
import type { Changes } from "./Change.ts";

/** Events of IEventRegistry, except those of its teams. */
export const eventChanges: Changes = {
  EventRegistered: (state, { eventId, organizerId, terms, classes }) => {
    const { name, uri, documentHash, schedule, policy } = terms;
    const id = Number(eventId);
    state.events.set(id, {
      id,
      name,
      uri,
      documentHash,
      policy: {
        identityVerifier: policy.identityVerifier,
        scope: Number(policy.scope) || id,
        maxPerPerson: Number(policy.maxPerPerson),
        maxRebinds: Number(policy.maxRebinds),
        minPublicBps: Number(policy.minPublicBps),
      },
      classes: classes.map(newClass),
      organizerId: Number(organizerId),
      schedule: scheduleOf(schedule),
      paused: false,
      cancelled: false,
      scopeShared: false,
      era: 0,
      nameLead: Number(schedule.doorsOpenAt - schedule.nameBy),
      announcedDoorsAt: Number(schedule.doorsOpenAt),
      everReservedPlaces: Number(sumOf(classes.filter(({ reserved }: Result) => reserved))),
      offer: undefined,
      gates: new Map(),
      byHand: new Map(),
      batches: [],
      admissions: [],
      conducts: new Map(),
    });
    if (policy.scope !== 0n) eventIn(state, policy.scope).scopeShared = true;
  },
  EventRescheduled: (state, { eventId, schedule, announcedDoorsAt }) => {
    const event = eventIn(state, eventId);
    event.schedule = scheduleOf(schedule);
    event.announcedDoorsAt = Number(announcedDoorsAt);
  },
  EventCancelled: (state, { eventId }) => {
    Object.assign(eventIn(state, eventId), { cancelled: true, paused: true });
  },
  SalesPaused: (state, { eventId }) => {
    eventIn(state, eventId).paused = true;
  },
  SalesResumed: (state, { eventId }) => {
    eventIn(state, eventId).paused = false;
  },
  SupplyRaised: (state, { eventId, classId, supply }) => {
    const event = eventIn(state, eventId);
    const of = classIn(event, classId);
    if (of.reserved) event.everReservedPlaces += Number(supply) - of.supply;
    of.supply = Number(supply);
  },
  ReservedOpened: (state, { eventId, classId }) => {
    classIn(eventIn(state, eventId), classId).reserved = false;
  },
  SaleHookSet: (state, { eventId, classId, saleHook }) => {
    classIn(eventIn(state, eventId), classId).saleHook = saleHook;
  },
  HandOverOffered: (state, { eventId, to, termsHash }) => {
    eventIn(state, eventId).offer = to === 0n ? undefined : { to: Number(to), termsHash };
  },
  HandedOver: (state, { eventId, to }) => {
    const event = eventIn(state, eventId);
    Object.assign(event, { organizerId: Number(to), offer: undefined, era: event.era + 1 });
    // Gates and attesters end with the era.
    event.gates.clear();
    state.attesters.delete(event.id);
  },
  AgentDesignated: (state, { eventId, classId, agentId, quota }, { timestamp: since }) => {
    const allotment = allotmentIn(classIn(eventIn(state, eventId), classId), Number(agentId));
    Object.assign(allotment, { status: "designated", quota: Number(quota), parent: 0, since });
  },
  AgentDelegated: (state, { eventId, classId, agentId, parent, quota }, { timestamp: since }) => {
    const allotment = allotmentIn(classIn(eventIn(state, eventId), classId), Number(agentId));
    Object.assign(allotment, { status: "designated", quota: Number(quota), parent: Number(parent), since });
  },
  AgentDismissed: (state, { eventId, classId, agentId }, { timestamp: since }) => {
    const allotment = allotmentIn(classIn(eventIn(state, eventId), classId), Number(agentId));
    Object.assign(allotment, { status: "dismissed", since });
  },
  GateSet: (state, { eventId, gate, kind, byHandLimit }) => {
    eventIn(state, eventId).gates.set(gate, {
      kind: requireFound(GATE_KINDS[Number(kind)], `gate kind ${kind}`),
      byHandLimit: Number(byHandLimit),
    });
  },
};

function sumOf(classes: readonly Result[]): bigint {
  return classes.reduce((sum, { supply }) => sum + supply, 0n);
}

function newClass({ name, supply, reserved, seated, named, saleHook }: Result): IndexedClass {
  const none = { granted: 0, freed: 0, freedSeats: new Set<number>(), allotments: new Map() };
  return { name, supply: Number(supply), reserved, seated, named, saleHook, ...none };
}
