import type { ErrorRow } from "./ErrorRow.ts";

/**
 * The failures of what pages use without a chain: values, keys, codes, passes, claims, sellers and event documents. Pages
 * download these rows alone; `errorTable` has all.
 *
 * @example
 * import { errorTable } from "doorkey/buyer";
 *
 * console.log(errorTable.KEY_LOST.remedy);
 */
export const pageErrors = {
  VALUE_INVALID: {
    shortMessage: "A value is not of the form or range that it must have.",
    remedy: "Look at the details for the value that was refused.",
    retryable: false,
  },
  KEY_CRYPTO_MISSING: {
    shortMessage: "This page cannot use cryptography.",
    remedy: "Serve it over https or from localhost, in a browser with WebCrypto.",
    retryable: false,
  },
  KEY_IN_FRAME: {
    shortMessage: "This page is inside a page of another site, where the browser loses keys.",
    remedy:
      "Open this page in a tab of its own, such as by a link with target=_top or _blank, and get the ticket there.",
    retryable: false,
  },
  KEY_IN_SANDBOX: {
    shortMessage: "This page runs in a sandbox, where the browser keeps nothing.",
    remedy:
      "Open this page in a tab of its own; the site that embeds it may add allow-same-origin and allow-popups to the sandbox.",
    retryable: false,
  },
  KEY_P256_MISSING: {
    shortMessage: "This device cannot make P-256 keys.",
    remedy: "Offer a passkey, or a secp256k1 key.",
    retryable: false,
  },
  KEY_STORE_MISSING: {
    shortMessage: "There is no place to keep a key.",
    remedy: "Use a passkey or another browser; outside a browser pass a `store`, such as memoryKeys().",
    retryable: false,
  },
  KEY_STORE_CLOSED: {
    shortMessage: "The browser does not let this page keep anything.",
    remedy: "Allow this site to keep data in the browser's settings, or open the page in another browser.",
    retryable: false,
  },
  KEY_STORE_REFUSES_KEYS: {
    shortMessage: "The browser keeps data but refuses to keep keys.",
    remedy: "Use a passkey, or open the page in another browser; Lockdown Mode and some private windows keep no keys.",
    retryable: false,
  },
  KEY_STORE_FAILED: {
    shortMessage: "The browser's storage failed.",
    remedy:
      "Close the other tabs of this page, restart the browser, then try again; if the problem persists, use another browser.",
    retryable: true,
  },
  KEY_STORE_SILENT: {
    shortMessage: "The browser's storage does not answer.",
    remedy: "Close the other tabs of this page, restart the browser, then try again.",
    retryable: true,
  },
  KEY_STORE_FULL: {
    shortMessage: "The device has no room to keep a key.",
    remedy: "Free some space on the device, then try again.",
    retryable: true,
  },
  KEY_STORE_NEWER: {
    shortMessage: "A newer version of this page wrote the keys of this browser.",
    remedy: "Reload the page to get the newer version.",
    retryable: true,
  },
  KEY_SELF_TEST_FAILED: {
    shortMessage: "The new key did not pass its test and was thrown away.",
    remedy: "Try again; if the problem persists, use another browser or device.",
    retryable: true,
  },
  KEY_LOST: {
    shortMessage: "This device does not have the key of this ticket.",
    remedy:
      "Use the device and browser where the ticket was bought, recover a passkey, or ask for the right to be rebound.",
    retryable: false,
  },
  KEY_DAMAGED: {
    shortMessage: "The browser has the key of this ticket, but cannot use it.",
    remedy:
      "Restart the browser and try again; if the problem persists, recover a passkey, or ask for the right to be rebound.",
    retryable: true,
  },
  KEY_NEEDS_TAP: {
    shortMessage: "A passkey asks its owner each time, so its code cannot rotate by itself.",
    remedy: "Show one code from entryCode when the owner taps; it is good for two minutes.",
    retryable: false,
  },
  KEY_NO_FOCUS: {
    shortMessage: "The page must be in front to use a passkey.",
    remedy: "Bring the page to the front and tap again.",
    retryable: true,
  },
  PASSKEY_MISSING: {
    shortMessage: "This device has no passkeys.",
    remedy: "Offer a p256 key.",
    retryable: false,
  },
  PASSKEY_IN_FRAME: {
    shortMessage: "A passkey from a page inside another page makes no entry code.",
    remedy: "Open this page in a tab of its own, such as by a link with target=_top or _blank.",
    retryable: false,
  },
  PASSKEY_DOMAIN_REFUSED: {
    shortMessage: "The browser does not let this page use passkeys of that domain.",
    remedy: "Use an rpId that is this page's domain or a parent of it, over https.",
    retryable: false,
  },
  PASSKEY_BUSY: {
    shortMessage: "Another question about a passkey is still open.",
    remedy: "Answer or close it, then tap again.",
    retryable: true,
  },
  PASSKEY_FAILED: {
    shortMessage: "The passkey could not be used.",
    remedy: "Tap again; if the problem persists, turn off extensions that handle passkeys, or use another browser.",
    retryable: true,
  },
  PASSKEY_CANCELLED: {
    shortMessage: "The passkey was not used: the owner cancelled, or waited too long.",
    remedy: "Tap again.",
    retryable: true,
  },
  PASSKEY_UNVERIFIED: {
    shortMessage: "The passkey did not check its owner by face, finger or code.",
    remedy: "Use an authenticator with user verification.",
    retryable: false,
  },
  PASSKEY_FORM_UNSUPPORTED: {
    shortMessage: "This browser's passkey answers in a form that does not fit an entry code.",
    remedy: "Offer a p256 key on this device.",
    retryable: false,
  },
  PASSKEY_UNKNOWN: {
    shortMessage: "The passkey that was chosen is not the holder of this ticket.",
    remedy: "Choose the passkey that was made for this event.",
    retryable: true,
  },
  SIGNING_FAILED: {
    shortMessage: "The key did not give a usable signature.",
    remedy: "Try again.",
    retryable: true,
  },
  CODE_TOO_LONG: {
    shortMessage: "The entry code would not fit QR version 8.",
    remedy: "Use a p256 key, or the browser's own passkey without extensions.",
    retryable: false,
  },
  CHALLENGE_INVALID: {
    shortMessage: "This challenge does not belong to a gate of this event.",
    remedy: "Scan the challenge shown at the gate again.",
    retryable: false,
  },
  REBIND_REQUEST_INVALID: {
    shortMessage: "This does not show the key of a new phone for this event.",
    remedy: "Scan the code on the new phone again; it must be for the same event.",
    retryable: false,
  },
  CLOCK_UNSET: {
    shortMessage: "The server's answer has no usable time.",
    remedy: "Ask a server that sends a Date header, and exposes it to this page.",
    retryable: true,
  },
  MANIFEST_MALFORMED: {
    shortMessage: "The manifest is not whole.",
    remedy: "Load the manifest from the chain again; look at the details for what is wrong.",
    retryable: false,
  },
  PASS_MALFORMED: {
    shortMessage: "This is not a pass.",
    remedy: "Look at the details for the field that is missing or wrong; fetch the pass again.",
    retryable: false,
  },
  PASS_FOR_OTHER_KEY: {
    shortMessage: "This pass belongs to another key.",
    remedy: "Load the key that holds it, or ask for the right to be rebound to this one.",
    retryable: false,
  },
  PASS_FOR_OTHER_EVENT: {
    shortMessage: "This pass is for another event than the key was made for.",
    remedy: "Load the key of that event.",
    retryable: false,
  },
  CLAIM_MALFORMED: {
    shortMessage: "This is not an invitation, or not a claim.",
    remedy: "Look at the details for the field that is missing or wrong.",
    retryable: false,
  },
  CLAIM_EXPIRED: {
    shortMessage: "The invitation has expired.",
    remedy: "Ask the seller for a new one.",
    retryable: false,
  },
  CLAIM_UNSIGNED: {
    shortMessage: "The claim is not signed by the holder that it names.",
    remedy: "Sign it with the key of that address.",
    retryable: false,
  },
  PURCHASE_UNKNOWN: {
    shortMessage: "There is no such order.",
    remedy: "Ask the seller for a new invitation.",
    retryable: false,
  },
  PURCHASE_TAKEN: {
    shortMessage: "Another device has claimed this order.",
    remedy: "Use the device that claimed it first, or ask the seller to rebind the rights to this one.",
    retryable: false,
  },
  PURCHASE_DIFFERENT: {
    shortMessage: "This is not what was ordered.",
    remedy: "Look at the details for what differs; use a different orderId for a different order.",
    retryable: false,
  },
  SALE_REFUSED: {
    shortMessage: "These places cannot be sold now.",
    remedy: "Look at the details for the reason, and take no money for this order.",
    retryable: false,
  },
  GRANT_REFUSED: {
    shortMessage: "The rights could not be granted.",
    remedy: "Look at the details for the reason of each; offer other seats, or give the money back.",
    retryable: false,
  },
  SELLER_UNREACHABLE: {
    shortMessage: "The seller did not answer.",
    remedy: "Check the network, then try again; the same claim gets the same ticket.",
    retryable: true,
  },
  SELLER_ANSWER_MALFORMED: {
    shortMessage: "The seller's answer is not what was asked for.",
    remedy: "Do not rely on it; inform the seller. The details say what is wrong.",
    retryable: false,
  },
  SELLER_DIFFERENT: {
    shortMessage: "This site does not sell as the agent that the invitation names.",
    remedy: "Open the link that the seller sent; if it is the same, ask the seller.",
    retryable: false,
  },
  SELLER_REFUSED: {
    shortMessage: "The seller refused.",
    remedy: "Look at the details for what it says.",
    retryable: false,
  },
  EVENT_UNKNOWN: {
    shortMessage: "There is no such event.",
    remedy: "Check the event's id and the chain.",
    retryable: false,
  },
  EVENT_DOCUMENT_INVALID: {
    shortMessage: "The event document has mistakes.",
    remedy: "Correct them; the details name the line and path of each.",
    retryable: false,
  },
} as const satisfies Record<string, ErrorRow>;

/** Name of a failure that a page may meet without a chain. */
export type PageErrorCode = keyof typeof pageErrors;
