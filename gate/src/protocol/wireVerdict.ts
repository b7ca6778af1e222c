import type { Admission, PassedOver, Verdict } from "doorkey/code";

/** A value as JSON has it: each bigint as its decimal digits. */
type Wire<T> = T extends bigint ? string : T extends object ? { readonly [name in keyof T]: Wire<T[name]> } : T;

/** A verdict in JSON. */
export type WireVerdict = Wire<Verdict>;

/** A verdict as the hub sends it. */
export function toWire(verdict: Verdict): WireVerdict {
  switch (verdict.status) {
    case "admit":
    case "identify": {
      const { admission, rights, reentering, passedOver, ...rest } = verdict;
      const lists = { rights: rights.map(String), ...(reentering && { reentering: reentering.map(String) }) };
      return { ...rest, admission: admissionToWire(admission), ...lists, passedOver: passedOver.map(passedToWire) };
    }
    case "reenter":
    case "leave": {
      const { shown, rights, passedOver, ...rest } = verdict;
      const lists = { rights: rights.map(String), passedOver: passedOver.map(passedToWire) };
      return { ...rest, shown: admissionToWire(shown), ...lists };
    }
    default:
      return verdict;
  }
}

function admissionToWire({ entry, signature }: Admission): Wire<Admission> {
  return { entry: String(entry), signature };
}

function passedToWire({ rightId, ...problem }: PassedOver): Wire<PassedOver> {
  return { ...problem, rightId: String(rightId) };
}

/** The verdict that a hub sent. The SDK's sentences, headlines and tones take it. */
export function fromWire(verdict: WireVerdict): Verdict {
  return JSON.parse(JSON.stringify(verdict), revive);
}

/** Rights are in lists, where each has an index for a name, so a list is turned as a whole. */
function revive(name: string, value: unknown): unknown {
  if ((name === "rights" || name === "reentering") && Array.isArray(value)) return value.map((right) => BigInt(right));
  if ((name === "rightId" || name === "entry") && typeof value === "string") return BigInt(value);
  return value;
}
