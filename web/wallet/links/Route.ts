import type { EventRef, Invitation } from "doorkey/buyer";

/** Which part of the wallet an address opens. Every part has an address, so that a reload stays where it was. */
export type Route =
  | { readonly to: "list" | "add" | "seller" | "settings" }
  | { readonly to: "ticket" | "code" | "return" | "move"; readonly id: string }
  | { readonly to: "offer"; readonly invitation: Invitation; readonly seller: string }
  | { readonly to: "receive"; readonly event: EventRef; readonly seller: string }
  | { readonly to: "check"; readonly back: URL; readonly seller: string }
  | { readonly to: "fault"; readonly fault: LinkFault };

/** Why a link opens nothing. */
export type LinkFault =
  /** It was cut off, or it is not a link to tickets. */
  | "broken"
  /** It does not say which shop gives the tickets. */
  | "without-seller";
