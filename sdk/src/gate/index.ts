export type {
  Manifest,
  ManifestAdmission,
  ManifestBatch,
  ManifestClass,
  ManifestHolding,
} from "../verdicts/Manifest.ts";
export type { Admission, Admitted } from "../verdicts/Verdict.ts";
export type { AdmissionOutcome, NotAdmitted } from "./AdmissionOutcome.ts";
export { admitEntries } from "./admitEntries.ts";
export { admitRightsByHand } from "./admitRightsByHand.ts";
export type { ByHandAdmission, ByHandJournal, JournaledByHand } from "./ByHandJournal.ts";
export { ClockWatch } from "./ClockWatch.ts";
export type { CallJournal, GateJournal, JournaledAdmission, JournaledCall } from "./GateJournal.ts";
export { type Gate, gate } from "./gate.ts";
export { gateJournalFile } from "./gateJournalFile.ts";
export { isOrphaned } from "./isOrphaned.ts";
export { Lane } from "./Lane.ts";
export { loadManifest } from "./loadManifest.ts";
export { manifestAge } from "./manifestAge.ts";
export { memoryJournal } from "./memoryJournal.ts";
export { renewManifest } from "./renewManifest.ts";
export { Settler, type SettlerEvents } from "./Settler.ts";
export { sqliteJournal } from "./sqliteJournal.ts";
