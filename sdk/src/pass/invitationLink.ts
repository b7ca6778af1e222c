import { addressFault, assertAddress, LOCAL_HOSTS } from "../core/addressFault.ts";
import { assertHex } from "../core/assertHex.ts";
import { assertText } from "../core/assertText.ts";
import { base64url, bigEndian, concat, fromHex, toBigInt, toHex } from "../core/bytes.ts";
import { checksummed } from "../core/checksummed.ts";
import { given } from "../core/given.ts";
import { assertUint } from "../core/integers.ts";
import { PageError } from "../core/PageError.ts";
import type { Invitation } from "./Claim.ts";

/** Names of the fragment's parameters. */
const NAME = "doorkey";
const AT = "at";
/** Offsets of version, chain, registry, event, class, agent, key, quantity and expiry; and the end of the last. */
const STARTS = [0, 1, 9, 29, 33, 34, 38, 70, 71, 76] as const;
const LENGTH = 76;

/**
 * Makes a link to the page on which the buyer's device answers an invitation: the seller's own page, or a wallet that
 * keeps the tickets of many sellers, whose link names the one that invites. Both are in the fragment, which browsers do not send
 * to servers, so the invitation is in no server's log. The link is short enough for a QR code, see `qrSvg`.
 *
 * @param pageUrl The page. Its own fragment is replaced.
 * @param options.seller Where the page reaches the seller, such as `https://tickets.shop.example/door`, see
 * `sellerClient`: https, or http on this machine; host and path alone. Without it, the page knows its seller.
 * @throws VALUE_INVALID when a field does not fit.
 * @example
 * import { invitationLink, qrSvg, type Invitation } from "doorkey/buyer";
 *
 * const seller = "https://tickets.shop.example/door";
 * const qrOf = (invitation: Invitation) => qrSvg(invitationLink(invitation, "https://wallet.hall.example", { seller }));
 */
export function invitationLink(invitation: Invitation, pageUrl: string, options: invitationLink.Options = {}): string {
  given("event", given("invitation", invitation, "event").event);
  if (typeof pageUrl !== "string" || !URL.canParse(pageUrl))
    throw new PageError("VALUE_INVALID", { details: ["pageUrl must be the address of a page."] });
  const { seller } = given("options", options);
  if (seller !== undefined) assertAddress("seller", seller);
  const { v, event, classId, agentId, purchaseKey, quantity, expiresAt } = invitation;
  const fields = { v, chainId: event.chainId, eventId: event.eventId, classId, agentId, quantity, expiresAt };
  assertHex("rightsRegistry", event.rightsRegistry, 20);
  assertHex("purchaseKey", purchaseKey, 32);
  const number = (name: keyof typeof fields, size: number) => {
    assertUint(name, fields[name], 8 * size);
    return bigEndian(fields[name], size);
  };
  const bytes = concat(
    number("v", 1),
    number("chainId", 8),
    fromHex(event.rightsRegistry),
    number("eventId", 4),
    number("classId", 1),
    number("agentId", 4),
    fromHex(purchaseKey),
    number("quantity", 1),
    number("expiresAt", 5),
  );
  const url = new URL(pageUrl);
  const at = seller === undefined ? "" : `&${AT}=${seller.replace(/^https?:\/\/|\/$/g, "")}`;
  url.hash = `${NAME}=${base64url(bytes)}${at}`;
  return url.href;
}

export declare namespace invitationLink {
  type Options = { readonly seller?: string | undefined };
}

/** What a link holds: an invitation, and where its seller is if the link says so. */
export type LinkedInvitation = {
  readonly invitation: Invitation;
  /** For `sellerClient`; without a slash at its end. */
  readonly seller?: string;
};

/**
 * Reads the invitation in a link, or in the address of the page that it opened.
 *
 * @throws CLAIM_MALFORMED when the link has no complete invitation, or a seller whose address is not a plain one.
 * @example
 * import { createDeviceKey, readInvitation, signClaim } from "doorkey/buyer";
 *
 * async function answer() {
 *   const { invitation } = readInvitation(location.href);
 *   const key = await createDeviceKey({ event: invitation.event });
 *   return signClaim(key, invitation);
 * }
 */
export function readInvitation(link: string): LinkedInvitation {
  assertText("link", link);
  const bytes = bytesIn(new RegExp(`[#&]${NAME}=([\\w-]+)`).exec(link)?.[1] ?? "");
  if (bytes.length !== LENGTH || bytes[0] !== 1) {
    throw new PageError("CLAIM_MALFORMED", { details: ["The link has no complete invitation."] });
  }
  const part = (i: number) => bytes.subarray(STARTS[i], STARTS[i + 1]);
  const number = (i: number) => Number(toBigInt(part(i)));
  const seller = sellerIn(link);
  const invitation: Invitation = {
    v: 1,
    event: { chainId: number(1), rightsRegistry: checksummed(part(2)), eventId: number(3) },
    classId: number(4),
    agentId: number(5),
    purchaseKey: toHex(part(6)),
    quantity: number(7),
    expiresAt: number(8),
  };
  return { invitation, ...(seller !== undefined && { seller }) };
}

/** A link names host and path alone: it is https, except on this machine. */
function sellerIn(link: string): string | undefined {
  const at = new RegExp(`[#&]${AT}=([^&]*)`).exec(link)?.[1];
  if (at === undefined) return undefined;
  const isLocal = LOCAL_HOSTS.some((host) => at.startsWith(host) && /^(?:$|[:/])/.test(at.slice(host.length)));
  const seller = `${isLocal ? "http" : "https"}://${at}`;
  const fault = addressFault(seller);
  if (fault === undefined) return seller.replace(/\/$/, "");
  throw new PageError("CLAIM_MALFORMED", { details: [`The seller in the link ${fault}`] });
}

function bytesIn(text: string): Uint8Array {
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}
