export type {
  Audit,
  AuditCall,
  AuditDocument,
  AuditLog,
  AuditReading,
  AuditTransaction,
} from "./Audit.ts";
export type { AuditOptions } from "./AuditOptions.ts";
export type { AuditPart, PartCheck, StatementRule } from "./AuditPart.ts";
export type { AuditBlock, AuditProgress, AuditResult } from "./AuditResult.ts";
export { auditBundle } from "./auditBundle.ts";
export { auditEvent } from "./auditEvent.ts";
export { auditParts } from "./auditParts.ts";
export { type AuditBundle, openAuditBundle } from "./bundle/AuditBundle.ts";
export { bundleLines } from "./bundle/bundleLines.ts";
export type { Evidence, Statement, StatementTable, Verdict } from "./Statement.ts";
export { defaultThresholds, type Thresholds } from "./thresholds.ts";
