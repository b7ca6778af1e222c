import { id } from "ethers";
import type { JournaledRequest } from "../../calls/journaled/JournaledRequest.ts";
import { parseJson } from "../../core/parseJson.ts";
import { PURCHASE, type Purchase, type PurchaseGrant } from "./Purchase.ts";

/**
 * A purchase as a table keeps it. The orders of a batch are granted by one request of many kilobytes, so each distinct
 * request is kept once, in a table of its own, and a purchase has its id in its place.
 */
export type KeptPurchase = {
  /** JSON. */
  readonly text: string;
  /** Ids of the requests that it needs. */
  readonly requests: readonly string[];
};

/** Takes the requests out of purchases. Returns their JSON by id, which is the Keccak-256 hash of the JSON. */
export function takeRequests(purchases: readonly Purchase[]): {
  readonly kept: readonly KeptPurchase[];
  readonly requests: ReadonlyMap<string, string>;
} {
  const ids = new Map<JournaledRequest, string>();
  const requests = new Map<string, string>();
  const idOf = (request: JournaledRequest): string => {
    const known = ids.get(request);
    if (known !== undefined) return known;
    const text = JSON.stringify(request);
    const own = id(text);
    ids.set(request, own);
    requests.set(own, text);
    return own;
  };
  const named = (grant: PurchaseGrant) => ({ ...grant, request: idOf(grant.request) });
  const kept = purchases.map((purchase): KeptPurchase => {
    const { grant, declined } = purchase;
    const text = JSON.stringify({ ...purchase, grant: grant && named(grant), declined: declined?.map(named) });
    const all = [...(grant === undefined ? [] : [grant]), ...(declined ?? [])];
    return { text, requests: all.map(({ request }) => idOf(request)) };
  });
  return { kept, requests };
}

/**
 * The purchase with its requests.
 *
 * @param requests The JSON of each request, by id.
 * @throws JOURNAL_DAMAGED with `where` and the mistake, also if a request is missing.
 */
export function readKept(text: string, requests: Readonly<Record<string, string>>, where: string): Purchase {
  return parseJson("JOURNAL_DAMAGED", PURCHASE, text, where, (key, value) => {
    const request = key === "request" && typeof value === "string" ? requests[value] : undefined;
    return request === undefined ? value : JSON.parse(request);
  });
}
