import type { Call } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import type { Connection } from "../chain/Connection.ts";
import { packSignatures } from "../verdicts/packSignatures.ts";
import type { Admission } from "../verdicts/Verdict.ts";

/** The call that delivers these admissions. */
export function admitCall(connection: Connection, eventId: number, admissions: readonly Admission[]): Call {
  const entries = admissions.map(({ entry }) => entry);
  const signatures = packSignatures(admissions.map(({ signature }) => signature));
  return encodeCall(connection, "EntryRightRegistry", "admit", [eventId, entries, signatures]);
}
