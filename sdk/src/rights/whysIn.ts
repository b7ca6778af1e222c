import { interfaces } from "../abi/contracts.ts";
import type { Transaction } from "../calls/Call.ts";
import type { Connection } from "../connection/Connection.ts";
import { type Address, sameAddress } from "../values/Hex.ts";
import { type RefusalName, refusalName } from "./refusals.ts";

/**
 * Why each item of a call was passed over, undefined where it was done, in the order of the logs `done` and `refusal`.
 * An item may come twice in a call: only their order tells whose a log is.
 */
export function whysIn(
  { registry }: Connection,
  { logs }: Transaction,
  done: string,
  refusal: string,
): (RefusalName | undefined)[] {
  return logs.flatMap((log) => {
    if (!sameAddress(log.address as Address, registry)) return [];
    const parsed = interfaces.EntryRightRegistry.parseLog(log);
    if (parsed?.name === done) return [undefined];
    return parsed?.name === refusal ? [refusalName(parsed.args.why)] : [];
  });
}
