import { definePart } from "../AuditPart.ts";
import { admissionsTable } from "./doors/admissionsTable.ts";
import { byHandShare } from "./doors/byHandShare.ts";
import { checkProofs } from "./doors/checkProofs.ts";
import { lanes } from "./doors/lanes.ts";
import { presentations } from "./doors/presentations.ts";
import { watchDoors } from "./doors/watchDoors.ts";

/** Who was let in, and what proves it. */
export const doors = definePart(
  "doors",
  {
    "doors.signed": {
      title: "Each entry that a gate delivered has the signature of its holder.",
      rule: "EntryRightRegistry.admit: the holder of the first right signed the entry.",
    },
    "doors.gates": {
      title: "Only gates of the event admitted, and desks within their limit by hand.",
      rule: "EventRegistry.setGate and EntryRightRegistry.admitByHand, as the gates were at that moment.",
    },
    "doors.times": {
      title: "Everyone was scanned while doors were open, with clocks that agreed.",
      rule: "EntryRightRegistry.admit: scanned in [doorsOpenAt, doorsCloseAt), and without a challenge within 600 seconds of the signature.",
    },
    "doors.once": {
      title: "Each right was admitted at most once, while it was live and of the holder who signed.",
      rule: "EntryRightRegistry.admit: a right that is admitted or void is not admitted.",
    },
    "doors.twice": {
      title: "No right was shown with answers to the challenges of two gates.",
      rule: "Threshold twoGatePresentations. The same entry again is a retry. Only the logs of both gates show a double entry.",
    },
    "doors.byHand": {
      title: "No desk admitted many rights by hand.",
      rule: "Threshold byHandPercent: a desk's share of all admitted rights.",
    },
    "doors.refusals": {
      title: "How many admissions the chain refused, by reason.",
      rule: "AdmissionRefused of EntryRightRegistry.",
    },
    "doors.speed": {
      title: "No lane admitted faster than people walk.",
      rule: "Threshold admissionsPerSecond: entries of one lane that were scanned in the same second.",
    },
  },
  (audit, judge) => {
    const { see, doors: found } = watchDoors(audit.eventId);
    const conclude = async () => {
      const { entries, byHand, refusals, gateFaults, timeFaults, rightFaults } = found;
      const refused = [...refusals.values()].reduce((sum, count) => sum + count, 0);
      const gates = new Set([...entries, ...byHand].map(({ gate }) => gate)).size;
      const delivered = entries.length + byHand.length;
      const figures = { deliveries: delivered };
      return [
        judge("doors.signed", await checkProofs(audit, entries)),
        judge("doors.gates", {
          says: `${gates} gates delivered ${delivered} admissions.`,
          figures: { gates, ...figures },
          faults: gateFaults,
          tables: [admissionsTable(found)],
        }),
        judge("doors.times", {
          says: `${timeFaults.length} of ${delivered} admissions were outside of the times.`,
          figures,
          faults: timeFaults,
        }),
        judge("doors.once", {
          says: `${rightFaults.length} of ${delivered} admissions were of a right that may not be admitted then.`,
          figures,
          faults: rightFaults,
        }),
        judge("doors.twice", presentations(entries, audit.thresholds)),
        judge("doors.byHand", byHandShare(found, audit.thresholds)),
        judge("doors.refusals", {
          says: `The chain refused ${refused} admissions.`,
          figures: Object.fromEntries([["refused", refused], ...refusals]),
        }),
        judge("doors.speed", lanes(entries, audit.thresholds)),
      ];
    };
    return { see, conclude };
  },
);
