/**
 * Every failure that the package throws on purpose: a sentence for people, a remedy, and whether the same call may
 * succeed later. Codes never change their meaning.
 *
 * @example
 * import { errorTable } from "doorkey";
 *
 * for (const [code, { remedy }] of Object.entries(errorTable)) console.log(code, remedy);
 */
export const errorTable = {
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
  PACKAGE_MISSING: {
    shortMessage: "A package that this function needs is not installed.",
    remedy: "Install the package that the details name.",
    retryable: false,
  },
  CHAIN_UNREACHABLE: {
    shortMessage: "The chain's node did not answer.",
    remedy: "Check the rpc address and the network, then try again.",
    retryable: true,
  },
  CHAIN_BUSY: {
    shortMessage: "The chain's node gets more questions than it answers.",
    remedy: "Wait a little and try again. If this happens often, use a node with a higher rate limit.",
    retryable: true,
  },
  CHAIN_REFUSED: {
    shortMessage: "The chain's node refused to answer.",
    remedy: "Look at the details for what the node said; use another node if it does not offer what is needed.",
    retryable: false,
  },
  CHAIN_ANSWER_MALFORMED: {
    shortMessage: "The chain's node gave an answer that cannot be read.",
    remedy: "Check that the rpc address is that of a node of this chain, and that the node is up to date.",
    retryable: false,
  },
  CHAIN_DIFFERENT: {
    shortMessage: "The signer is on another chain than the connection.",
    remedy: "Switch the wallet to the chain in the details, or connect with a signer of that chain.",
    retryable: false,
  },
  CHAIN_UNKNOWN: {
    shortMessage: "Doorkey is not known on this chain.",
    remedy: "Pass `deployment`, or connect to a chain that doorkey/addresses lists.",
    retryable: false,
  },
  CHAIN_UNFIT: {
    shortMessage: "This chain cannot hold the suite.",
    remedy: "Look at the details for what the chain lacks, and choose another chain.",
    retryable: false,
  },
  SUITE_DIFFERENT: {
    shortMessage: "The contracts at these addresses are not the expected ones.",
    remedy: "Check the deployment; a local node that was restarted needs its suite deployed again.",
    retryable: false,
  },
  SIGNER_MISSING: {
    shortMessage: "There is no key to sign with.",
    remedy: "Pass a `signer` to connect.",
    retryable: false,
  },
  SIGNER_UNFIT: {
    shortMessage: "The signer or the node cannot do what is needed.",
    remedy: "Look at the details for the operation; use a signer that signs transactions and typed data.",
    retryable: false,
  },
  SIGNATURE_DECLINED: {
    shortMessage: "The owner of the key did not sign.",
    remedy: "Sign when the wallet asks.",
    retryable: true,
  },
  FUNDS_MISSING: {
    shortMessage: "The signer has too little ether to send this itself.",
    remedy: "Connect with a `relay`, which pays, or give the signer some ether.",
    retryable: false,
  },
  NONCE_TAKEN: {
    shortMessage: "Another transaction of the same key took the place of this one.",
    remedy: "Make the call again. Let only one process send transactions for a key.",
    retryable: true,
  },
  CALL_REVERTED: {
    shortMessage: "The contract refused the call.",
    remedy: "Look at the details for the rule that it breaks.",
    retryable: false,
  },
  CALL_UNDECIDED: {
    shortMessage: "The outcome of the call is unknown; it may still execute.",
    remedy: "Look for its transaction or request by the id in the details before making the call again.",
    retryable: false,
  },
  LOG_MISSING: {
    shortMessage: "The transaction does not have the log that its call must write.",
    remedy: "Check that the node is honest and up to date, then read the state from the chain.",
    retryable: false,
  },
  EVENT_UNKNOWN: {
    shortMessage: "There is no such event.",
    remedy: "Check the event's id and the chain.",
    retryable: false,
  },
  CLASS_UNKNOWN: {
    shortMessage: "The event has no class of this name.",
    remedy: "Use one of the names in the details.",
    retryable: false,
  },
  SEAT_UNKNOWN: {
    shortMessage: "The class has no such seat.",
    remedy: "Look the seat up in the event document; a class without seats has none.",
    retryable: false,
  },
  EVENT_DOCUMENT_INVALID: {
    shortMessage: "The event document has mistakes.",
    remedy: "Correct them; the details name the line and path of each.",
    retryable: false,
  },
  EVENT_DOCUMENT_UNREACHABLE: {
    shortMessage: "The event document could not be fetched.",
    remedy: "Try again; if the problem persists, inform the organizer that its address does not serve the document.",
    retryable: true,
  },
  EVENT_DOCUMENT_DIFFERS: {
    shortMessage: "The event document is not the one that was published.",
    remedy: "Do not rely on it; the organizer must serve the bytes whose hash is on chain.",
    retryable: false,
  },
  BLOCK_UNKNOWN: {
    shortMessage: "The chain has no such block.",
    remedy: "Ask for a block that is there already.",
    retryable: true,
  },
  BLOCK_STATE_MISSING: {
    shortMessage: "The node does not have the state of this block any more.",
    remedy: "Use an archive node, or ask for a newer block.",
    retryable: false,
  },
  BLOCK_ORPHANED: {
    shortMessage: "The block that was read left the chain meanwhile.",
    remedy: "Read again.",
    retryable: true,
  },
  EVENT_WITHOUT_VERIFIER: {
    shortMessage: "The event has no identity verifier.",
    remedy: "Attest only for events whose policy names a verifier.",
    retryable: false,
  },
  EVENT_KEY_INVALID: {
    shortMessage: "This is not a key for person tags, or it was destroyed.",
    remedy: "Use the one key that newEventKey made for the scope.",
    retryable: false,
  },
  INDEX_INCOMPLETE: {
    shortMessage: "Some logs are missing.",
    remedy: "Read from the block in which the suite was deployed, every log once and in the order of the chain.",
    retryable: false,
  },
  INDEX_LOG_UNKNOWN: {
    shortMessage: "A contract wrote a log that this version does not know.",
    remedy: "Update the package.",
    retryable: false,
  },
  INDEX_STORE_BROKEN: {
    shortMessage: "The index store holds data that no index of this suite wrote.",
    remedy: "Remove it; everything in it is on the chain and will be read again.",
    retryable: false,
  },
  RELAY_MISSING: {
    shortMessage: "There is no relay to send through.",
    remedy: "Pass a `relay` to connect, or send directly.",
    retryable: false,
  },
  RELAY_UNREACHABLE: {
    shortMessage: "The relay did not answer.",
    remedy: "Try again, or send directly with a funded signer.",
    retryable: true,
  },
  KEY_MISSING: {
    shortMessage: "The relay takes this call only with an API key.",
    remedy: "Pass the key that the relay's operator gave you: connect({ relay: { url, key } }).",
    retryable: false,
  },
  KEY_UNKNOWN: {
    shortMessage: "The relay does not know this API key.",
    remedy: "Check the key for a typing mistake, and whether it is of this relay; ask its operator for another.",
    retryable: false,
  },
  RELAY_REFUSED: {
    shortMessage: "The relay does not carry this call.",
    remedy: "Look at the details for its reason; its operator sets policy and budget.",
    retryable: false,
  },
  RELAY_BUSY: {
    shortMessage: "The relay cannot take the call now.",
    remedy: "Wait a little, then try again.",
    retryable: true,
  },
  RELAY_DISHONEST: {
    shortMessage: "The relay's answer does not match the request.",
    remedy: "Stop using this relay, and inform its operator.",
    retryable: false,
  },
  REQUEST_DEAD: {
    shortMessage: "The request was never executed, and never will be.",
    remedy: "Look at the details for the reason; make the call again if you still need it.",
    retryable: false,
  },
  CALL_TOO_LARGE: {
    shortMessage: "The call is too large for one transaction.",
    remedy: "Split it into several calls.",
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
  SALE_HOOK_REFUSED: {
    shortMessage: "The class's sale hook refused the grant.",
    remedy: "Ask the organizer what its hook needs; the details say what it said.",
    retryable: false,
  },
  SALE_LIST_MALFORMED: {
    shortMessage: "This file is not the list of a presale.",
    remedy: "Ask the organizer for the file that `doorkey presale root` wrote.",
    retryable: false,
  },
  SALE_LIST_DIFFERENT: {
    shortMessage: "This is not the list that holds for the class.",
    remedy: "Ask the organizer for the list of this class that it posted last.",
    retryable: false,
  },
  SALE_LIST_HOOK_MISSING: {
    shortMessage: "The class's sale hook keeps no lists.",
    remedy: "A list needs a class whose sale hook is a MerkleSaleHook of this suite.",
    retryable: false,
  },
  JOURNAL_FOREIGN: {
    shortMessage: "This journal belongs to another set of grants.",
    remedy: "Run again with the original rows, or start another journal.",
    retryable: false,
  },
  JOURNAL_LOCKED: {
    shortMessage: "Another process is working with this file.",
    remedy: "Wait until it ends, or stop it, then try again.",
    retryable: true,
  },
  JOURNAL_DAMAGED: {
    shortMessage: "The journal cannot be read.",
    remedy: "Restore the file as it was. Without it, what it holds may be done twice, or never.",
    retryable: false,
  },
} as const satisfies Record<string, ErrorRow>;

type ErrorRow = { readonly shortMessage: string; readonly remedy: string; readonly retryable: boolean };

/** Name of a failure, stable across versions. */
export type ErrorCode = keyof typeof errorTable;
