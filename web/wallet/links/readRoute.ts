import { type EventRef, isDoorkeyError, isHex, readInvitation } from "doorkey/buyer";
import type { LinkFault, Route } from "./Route.ts";
import { isSafeUrl, sellerUrl } from "./sellerUrl.ts";

const PLACES = ["add", "seller", "settings"] as const;
const OF_TICKET = ["ticket", "code", "return", "move"] as const;

/** Most characters of an address. A longer one is not ours. */
const MOST = 4_000;

/**
 * Reads the address of the page, or a link that was scanned or pasted.
 *
 * @param text Its fragment is read alone, because the same wallet may be opened under several hosts.
 */
export function readRoute(text: string): Route {
  if (text.length > MOST) return fault("broken");
  const fragment = text.slice(text.indexOf("#") + 1);
  if (!text.includes("#") || fragment === "") return { to: "list" };
  const [name = "", value = ""] = fragment.split(/[=&](.*)/s);
  const place = PLACES.find((one) => one === name);
  if (place !== undefined) return { to: place };
  const part = OF_TICKET.find((one) => one === name);
  if (part !== undefined) return value === "" ? fault("broken") : { to: part, id: decoded(value) };
  if (name === "doorkey") return offerIn(text);
  if (name === "receive") return receiveIn(fragment);
  if (name === "check") return checkIn(fragment);
  return fault("broken");
}

/** The fragment that opens a part of the wallet. */
export function fragmentOf(to: (typeof PLACES)[number] | (typeof OF_TICKET)[number] | "list", id = ""): string {
  if (to === "list") return "#";
  return id === "" ? `#${to}` : `#${to}=${encodeURIComponent(id)}`;
}

function offerIn(link: string): Route {
  try {
    const { invitation, seller } = readInvitation(link);
    return seller === undefined ? fault("without-seller") : { to: "offer", invitation, seller };
  } catch (error) {
    if (!isDoorkeyError(error)) throw error;
    return fault("broken");
  }
}

function receiveIn(fragment: string): Route {
  const [, chain, registry, number, at = ""] =
    /^receive=(\d{1,16})\.(0x[0-9a-fA-F]{40})\.(\d{1,10})&at=(.+)$/.exec(fragment) ?? [];
  const seller = sellerUrl(at);
  const [chainId, eventId] = [Number(chain), Number(number)];
  const isWhole = Number.isSafeInteger(chainId) && chainId > 0 && eventId > 0 && eventId < 2 ** 32;
  if (seller === undefined || !isHex(registry, 20) || !isWhole) return fault("broken");
  return { to: "receive", event: { chainId, rightsRegistry: registry, eventId }, seller };
}

/** The link with which a new phone asks for a ticket of an event. The old phone and the box office show it. */
export function receiveLink(page: string, { chainId, rightsRegistry, eventId }: EventRef, at: string): string {
  return `${page}#receive=${chainId}.${rightsRegistry}.${eventId}&at=${at}`;
}

/** `#check&back=…`, with `&at=…` before it if the shop's pages are on another host than the seller's. */
function checkIn(fragment: string): Route {
  const [, at, address = ""] = /^check(?:&at=([^&]+))?&back=(.+)$/s.exec(fragment) ?? [];
  const text = decoded(address);
  if (!URL.canParse(text)) return fault("broken");
  const back = new URL(text);
  const seller = sellerUrl(at ?? back.host);
  return !isSafeUrl(back) || seller === undefined ? fault("broken") : { to: "check", back, seller };
}

function fault(of: LinkFault): Route {
  return { to: "fault", fault: of };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
