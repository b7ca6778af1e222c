import { unpackEntry } from "doorkey";
import {
  type BlockRef,
  conductOf,
  type IndexedAdmission,
  type IndexedClass,
  type IndexedEvent,
  type IndexState,
} from "doorkey/event-index";
import type { AgentReport, ClassReport, DoorReport, EventReport } from "./EventReport.ts";
import { fittingStep, seriesOf, type Tick } from "./series.ts";

const QUARTER = 15 * 60;
const HOUR = 3_600;
const DAY = 24 * HOUR;

/** The status of an admitted right in an index. */
const ADMITTED = 2;

/** Builds the report of an event from the index of its logs. */
export function reportOf(state: IndexState, event: IndexedEvent, at: BlockRef, takenAt: number): EventReport {
  const agents = [...state.agents.keys()]
    .map((agentId) => agentReport(state, event, agentId))
    .filter(({ allotments, granted, refused }) => allotments.length + granted + refused > 0);
  const sales = agents.flatMap(({ agentId, name }) => salesOf(state, event.id, agentId, name));
  return {
    eventId: event.id,
    name: event.name,
    organizer: state.organizers.get(event.organizerId)?.name ?? "",
    cancelled: event.cancelled,
    paused: event.paused,
    schedule: event.schedule,
    block: at.number,
    takenAt,
    classes: event.classes.map((class_, i) => classReport(event, class_, i + 1)),
    agents,
    sales: seriesOf(sales, fittingStep(sales, [HOUR, DAY, 7 * DAY])),
    admissions: seriesOf(event.admissions.flatMap(admissionTick), QUARTER),
    doors: doorReport(event.admissions),
  };
}

function classReport(
  event: IndexedEvent,
  { name, supply, reserved, granted, freed }: IndexedClass,
  id: number,
): ClassReport {
  const batches = event.batches.filter(({ classId }) => classId === id);
  const admitted = batches.reduce(
    (sum, { statuses }) => sum + statuses.filter((status) => status === ADMITTED).length,
    0,
  );
  const unsold = supply - granted - freed;
  return { name, supply, reserved, granted, admitted, live: granted - admitted, freed, unsold };
}

function agentReport(state: IndexState, { id: eventId, classes }: IndexedEvent, agentId: number): AgentReport {
  const { grantsByHour: _, ...conduct } = conductOf(state, { agentId, eventId });
  const allotments = classes.flatMap(({ name: className, allotments: all }) => {
    const allotment = all.get(agentId);
    if (allotment === undefined || allotment.status === "none") return [];
    const { parent, status, quota, used } = allotment;
    return [{ className, parent, status, quota, used }];
  });
  return { agentId, name: state.agents.get(agentId)?.name ?? "", allotments, ...conduct };
}

function salesOf(state: IndexState, eventId: number, agentId: number, name: string): Tick[] {
  const { grantsByHour } = conductOf(state, { agentId, eventId });
  return [...grantsByHour].map(([hour, count]) => ({ at: hour, part: `${agentId} ${name}`, count }));
}

function admissionTick(admission: IndexedAdmission): Tick[] {
  const count = admission.rights.length;
  if (admission.status === "by-hand") return [{ at: admission.scannedAt, part: "by hand", count }];
  if (admission.status !== "admitted") return [];
  const { scannedAt, lane } = unpackEntry(admission.entry);
  return [{ at: scannedAt, part: `lane ${lane}`, count }];
}

function doorReport(admissions: readonly IndexedAdmission[]): DoorReport {
  const sum = (status: IndexedAdmission["status"]) =>
    admissions.reduce((total, one) => total + (one.status === status ? one.rights.length : 0), 0);
  const refused: Record<string, number> = {};
  for (const one of admissions) if (one.status === "refused") refused[one.reason] = (refused[one.reason] ?? 0) + 1;
  return {
    admitted: sum("admitted"),
    byHand: sum("by-hand"),
    already: sum("already"),
    contested: sum("contested"),
    refused,
  };
}
