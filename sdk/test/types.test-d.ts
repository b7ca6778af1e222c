/** Promises of the types; tsc is the test. */
import type { GrantedRow, OrderOutcome, ReturnedRight, revokeRights } from "../src/agent/index.ts";
import type { DeviceKey, Pass, rotateCodes, ShownCode, signClaim } from "../src/buyer.ts";
import type { Admission, checkCode, EntryCode, parseCode, Reason, Refused, Verdict } from "../src/code.ts";
import type { IndexedAdmission } from "../src/eventIndex/index.ts";
import type { admitRightsByHand } from "../src/gate/index.ts";
import type {
  Accepted,
  Connection,
  Done,
  DoorkeyError,
  ErrorCode,
  EventRef,
  RefusalName,
  SellerVerdict,
  SuiteRef,
  Transaction,
} from "../src/index.ts";
import { registerOrganizer } from "../src/organizer/index.ts";
import type { httpRelay, Relay } from "../src/relay/index.ts";
import type { inlineRelay } from "../src/testing/index.ts";

type Equal<a, b> = (<t>() => t extends a ? 1 : 2) extends <t>() => t extends b ? 1 : 2 ? true : false;
const holds = <_ extends true>(): void => undefined;

// A verdict is narrowed by its status and by its reason.
holds<Equal<Verdict["status"], "admit" | "identify" | "again" | "reenter" | "leave" | "refuse">>();
holds<Equal<Extract<Verdict, { status: "admit" }>["admission"], Admission>>();
holds<Equal<Extract<Verdict, { status: "again" }>["reason"], "just-scanned">>();
type Passed = "valid" | "not-shown" | "identity-wanted" | "just-scanned" | "back-in" | "going-out";
holds<Equal<Exclude<Reason, Refused["reason"]>, Passed>>();
holds<Equal<"admission" extends keyof Refused ? true : false, false>>();
holds<Equal<ReturnType<typeof checkCode>, Verdict>>();
holds<Equal<ReturnType<typeof parseCode>, EntryCode | Refused>>();

// Errors are narrowed by their code.
holds<Equal<DoorkeyError<"KEY_LOST">["code"], "KEY_LOST">>();
holds<Equal<DoorkeyError["code"], ErrorCode>>();

// An event names its registry; a pass names its event; a key exposes only what identifies it.
holds<EventRef extends SuiteRef ? true : false>();
holds<Pass extends EventRef ? true : false>();
holds<Equal<keyof DeviceKey, "kind" | "address" | "event" | "sign">>();
holds<Equal<ReturnType<typeof rotateCodes>, AsyncGenerator<ShownCode, void, void>>>();
holds<Equal<Parameters<typeof signClaim>[0], DeviceKey>>();

// The type of a call's result follows from how long it waits.
type Registered = registerOrganizer.Result;
declare const connection: Connection;
const profile = { name: "", uri: "" };
export const registered = () => registerOrganizer(connection, profile);
export const final = () => registerOrganizer(connection, profile, { until: "final" });
export const accepted = () => registerOrganizer(connection, profile, { until: "accepted" });
holds<Equal<Awaited<ReturnType<typeof registered>>, Done<Registered>>>();
holds<Equal<Awaited<ReturnType<typeof final>>, Done<Registered>>>();
holds<Equal<Awaited<ReturnType<typeof accepted>>, Accepted<Registered>>>();
holds<Equal<Done<Registered>["transaction"], Transaction>>();

// One item of a result has its status, and a reason only if it was refused.
type Revoked = revokeRights.Result["rights"][number];
type ByHand = admitRightsByHand.Result["rights"][number];
holds<Equal<Revoked["status"], "revoked" | "refused">>();
holds<Equal<ByHand["status"], "admitted" | "refused">>();
holds<Equal<ReturnedRight["status"], "returned" | "refused">>();
holds<Equal<Extract<Revoked, { status: "refused" }>["reason"], RefusalName>>();
holds<Equal<"reason" extends keyof Extract<Revoked, { status: "revoked" }> ? true : false, false>>();
holds<Equal<GrantedRow["status"], "granted" | "refused" | "skipped">>();
holds<Equal<OrderOutcome["status"], "granted" | "changed" | "failed">>();
holds<Equal<SellerVerdict["status"], "designated" | "dismissed" | "not-designated">>();
holds<Equal<IndexedAdmission["status"], "admitted" | "already" | "contested" | "refused" | "by-hand">>();

// A connection treats a relay in the process and one over HTTP alike; the latter has budgets too.
holds<Equal<Pick<ReturnType<typeof httpRelay>, keyof Relay>, Relay>>();
holds<Equal<Exclude<keyof ReturnType<typeof httpRelay>, keyof Relay>, "usage">>();
holds<Equal<ReturnType<typeof inlineRelay>, NonNullable<Connection["relay"]>>>();

// @ts-expect-error codes are a closed list
export const unknownCode: ErrorCode = "SOMETHING_ELSE";
// @ts-expect-error a lane is required
export const incomplete: Parameters<typeof checkCode>[1] = { manifest: {} as never, admitted: new Map(), now: 0 };
