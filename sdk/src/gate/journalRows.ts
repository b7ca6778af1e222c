import { JOURNALED_REQUEST, type JournaledRequest } from "../calls/journaled/JournaledRequest.ts";
import type { Hex } from "../core/Hex.ts";
import { type FieldShapes, fields, hex, list, matching, type Shape } from "../core/shape.ts";
import type { Admission } from "../verdicts/Verdict.ts";
import type { JournaledAdmission, JournaledCall } from "./GateJournal.ts";

/** An admission in JSON. */
export type AdmissionRow = { readonly entry: string; readonly signature: Hex };
/** An admission in JSON, with the rights that it let in. */
export type LetInRow = AdmissionRow & { readonly rights: readonly string[] };
/** A signed call in JSON. */
export type CallRow = { readonly call: JournaledRequest; readonly admissions: readonly AdmissionRow[] };

const RIGHTS = list(matching(/^\d{1,20}$/, "the id of a right, in digits"));

export const ADMISSION_FIELDS: FieldShapes<AdmissionRow> = {
  entry: matching(/^0x[0-9a-f]{1,64}$/, "a word in hex"),
  signature: hex,
};

const ADMISSION_ROW: Shape<AdmissionRow> = fields(ADMISSION_FIELDS);
export const LET_IN_ROW: Shape<LetInRow> = fields({ ...ADMISSION_FIELDS, rights: RIGHTS });
export const CALL_ROW: Shape<CallRow> = fields({ call: JOURNALED_REQUEST, admissions: list(ADMISSION_ROW) });

export function admissionRow({ entry, signature }: Admission): AdmissionRow {
  return { entry: `0x${entry.toString(16)}`, signature };
}

export function letInRow(admission: JournaledAdmission): LetInRow {
  return { ...admissionRow(admission), rights: admission.rights.map(String) };
}

export function callRow({ request, admissions }: JournaledCall): CallRow {
  return { call: request, admissions: admissions.map(admissionRow) };
}

export function admissionIn({ entry, signature }: AdmissionRow): Admission {
  return { entry: BigInt(entry), signature };
}

export function letInOf(row: LetInRow): JournaledAdmission {
  return { ...admissionIn(row), rights: row.rights.map(BigInt) };
}

export function callIn({ call, admissions }: CallRow): JournaledCall {
  return { request: call, admissions: admissions.map(admissionIn) };
}
