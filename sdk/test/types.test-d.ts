/** What the types promise; tsc is the test. */
import type { DeviceKey, Pass, rotateCodes, ShownCode, signClaim } from "../src/buyer.ts";
import type { Admission, checkCode, EntryCode, parseCode, Reason, Refused, Verdict } from "../src/code.ts";
import type { DoorkeyError, ErrorCode, EventRef, Registry } from "../src/index.ts";

type Equal<a, b> = (<t>() => t extends a ? 1 : 2) extends <t>() => t extends b ? 1 : 2 ? true : false;
const holds = <_ extends true>(): void => undefined;

// A verdict is told apart by its status and by its reason.
holds<Equal<Verdict["status"], "admit" | "identify" | "again" | "refuse">>();
holds<Equal<Extract<Verdict, { status: "admit" }>["admission"], Admission>>();
holds<Equal<Extract<Verdict, { status: "again" }>["reason"], "just-scanned">>();
holds<Equal<Exclude<Reason, Refused["reason"]>, "valid" | "identity-wanted" | "just-scanned">>();
holds<Equal<"admission" extends keyof Refused ? true : false, false>>();
holds<Equal<ReturnType<typeof checkCode>, Verdict>>();
holds<Equal<ReturnType<typeof parseCode>, EntryCode | Refused>>();

// Errors are told apart by their code.
holds<Equal<DoorkeyError<"KEY_LOST">["code"], "KEY_LOST">>();
holds<Equal<DoorkeyError["code"], ErrorCode>>();

// An event names its registry; a pass names its event; a key shows nothing but what it is known by.
holds<EventRef extends Registry ? true : false>();
holds<Pass extends EventRef ? true : false>();
holds<Equal<keyof DeviceKey, "kind" | "address" | "event" | "sign">>();
holds<Equal<ReturnType<typeof rotateCodes>, AsyncGenerator<ShownCode, void, void>>>();
holds<Equal<Parameters<typeof signClaim>[0], DeviceKey>>();

// @ts-expect-error codes are a closed list
export const unknownCode: ErrorCode = "SOMETHING_ELSE";
// @ts-expect-error a lane is needed
export const incomplete: Parameters<typeof checkCode>[1] = { manifest: {} as never, admitted: new Map(), now: 0 };
