import type { Result } from "ethers";
import { GATE_KINDS } from "../../core/contractEnums.ts";
import { scheduleOf } from "../../state/scheduleOf.ts";
import type { IndexedClass } from "../IndexState.ts";
import { allotmentIn, classIn, eventIn, getOrInsert, requireFound } from "../lookUp.ts";
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
      offer: undefined,
      gates: new Map(),
      byHand: new Map(),
      batches: [],
      admissions: [],
      conducts: new Map(),
    });
    if (policy.scope !== 0n) eventIn(state, policy.scope).scopeShared = true;
  },
  EventRescheduled: (state, { eventId, schedule }) => {
    eventIn(state, eventId).schedule = scheduleOf(schedule);
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
    classIn(eventIn(state, eventId), classId).supply = Number(supply);
  },
  ReservedOpened: (state, { eventId, classId }) => {
    classIn(eventIn(state, eventId), classId).reserved = false;
  },
  HandOverOffered: (state, { eventId, to, termsHash }) => {
    eventIn(state, eventId).offer = to === 0n ? undefined : { to: Number(to), termsHash };
  },
  HandedOver: (state, { eventId, to }) => {
    Object.assign(eventIn(state, eventId), { organizerId: Number(to), offer: undefined });
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
  GateSet: (state, { eventId, organizerId, gate, kind, byHandLimit }) => {
    const gates = getOrInsert(eventIn(state, eventId).gates, Number(organizerId), () => new Map());
    gates.set(gate, {
      kind: requireFound(GATE_KINDS[Number(kind)], `gate kind ${kind}`),
      byHandLimit: Number(byHandLimit),
    });
  },
};

function newClass({ name, supply, reserved, seated, named, saleHook }: Result): IndexedClass {
  const none = { granted: 0, freed: 0, freedSeats: new Set<number>(), allotments: new Map() };
  return { name, supply: Number(supply), reserved, seated, named, saleHook, ...none };
}
