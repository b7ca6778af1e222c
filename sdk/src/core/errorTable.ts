import type { ErrorRow } from "./ErrorRow.ts";
import { pageErrors } from "./pageErrors.ts";

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
  ...pageErrors,
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
  AUDIT_BUNDLE_DIFFERENT: {
    shortMessage: "The bundle is not one of this event.",
    remedy: "Give the file that an audit of this event saved.",
    retryable: false,
  },
  AUDIT_BUNDLE_CUT_OFF: {
    shortMessage: "The bundle ends too early.",
    remedy: "Get the whole file, or let the audit that saved it come to its end.",
    retryable: false,
  },
  AUDIT_BUNDLE_EDITED: {
    shortMessage: "The bundle was changed after it was saved.",
    remedy: "Get the file again from the one who saved it, or audit the chain itself.",
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
  BALLOT_MISSING: {
    shortMessage: "The class does not sell by a ballot of this suite.",
    remedy: 'A draw needs a class whose sale hook is the suite\'s Ballot: `"sale": "ballot"` in the event document.',
    retryable: false,
  },
  DRAW_MISSING: {
    shortMessage: "No draw was opened for this class.",
    remedy: "An admin of the organizer opens it with `openDraw`.",
    retryable: false,
  },
  DRAW_UNSETTLED: {
    shortMessage: "The draw is not settled, so no entrant has a rank.",
    remedy: "Anyone may settle it with `settleDraw`, once the beacon has signed its round.",
    retryable: false,
  },
  DRAW_TERMS_MISSING: {
    shortMessage: "The event document does not say the times of this draw.",
    remedy: "Pass `terms`, or publish the event with a `ballot` for the class.",
    retryable: false,
  },
  ENTRANTS_DIFFERENT: {
    shortMessage: "The chain has another list of entrants for this draw.",
    remedy: "Run again with the entrants of the first call: a list that was begun cannot be changed.",
    retryable: false,
  },
  ENTRANT_NOT_LISTED: {
    shortMessage: "This person or key is not in the draw.",
    remedy: "Check it for a typo. Between the end of the list and the seal, `appeal` enters who was left out.",
    retryable: false,
  },
  ENTRANT_NOT_OFFERED: {
    shortMessage: "This person or key is not offered a place now.",
    remedy:
      "Wait for the next wave, or look at the place with `placeOf`: it may be taken, or its window may have passed.",
    retryable: false,
  },
  BEACON_ROUND_AHEAD: {
    shortMessage: "The beacon has not signed this round yet.",
    remedy: "Try again at the time in the details.",
    retryable: true,
  },
  BEACON_ROUND_INVALID: {
    shortMessage: "This is not the signature of the beacon for this round.",
    remedy: "Take the round from a server of this beacon's chain; the details say what differs.",
    retryable: false,
  },
  BEACON_UNREACHABLE: {
    shortMessage: "No server of the beacon gave the round.",
    remedy: "Try again, name other servers, or take the round from a file. A late proof is as good as an early one.",
    retryable: true,
  },
  JOURNAL_FOREIGN: {
    shortMessage: "This journal belongs to another set of grants.",
    remedy: "Run again with the original rows, or start another journal.",
    retryable: false,
  },
  JOURNAL_LOCKED: {
    shortMessage: "Another process is working with this file or store.",
    remedy: "Wait until it ends, or stop it, then try again.",
    retryable: true,
  },
  JOURNAL_DAMAGED: {
    shortMessage: "The journal cannot be read.",
    remedy: "Restore the file as it was. Without it, what it holds may be done twice, or never.",
    retryable: false,
  },
} as const satisfies Record<string, ErrorRow>;

/** Name of a failure, stable across versions. */
export type ErrorCode = keyof typeof errorTable;
