type Arguments = Readonly<Record<string, unknown>>;

/** Writes a time in seconds, with its date, for the place where the event is. */
export type WriteTime = (seconds: unknown) => string;

/**
 * What an error of a contract means for people. `full` needs the error's arguments; `short` does without, because the
 * forwarder's log cuts them off.
 */
type Row = {
  readonly short: string;
  readonly full?: (args: Arguments, time: WriteTime) => string;
  readonly remedy: string;
};

const ASK_ORGANIZER = "Ask the organizer.";
const PROGRAM = "The program that made the call has a mistake: inform its maker.";
const OTHER_ID = "Check the id and the chain.";

/** What to say for each error of the contracts, and what to do about it. */
export const contractSentences = {
  AgentNonexistent: {
    short: "There is no such agent.",
    full: (a) => `There is no agent ${a.agentId}.`,
    remedy: OTHER_ID,
  },
  AgentNotDesignated: {
    short: "The agent may not grant rights of this class.",
    full: (a) => `Agent ${a.agentId} is not designated for class ${a.classId} of event ${a.eventId}.`,
    remedy: "Ask the organizer, or the agent above, to designate it for this class.",
  },
  AgentPlaced: {
    short: "The agent already has a place in this class.",
    full: (a) =>
      `Agent ${a.agentId} is already placed under ${Number(a.parent) === 0 ? "the organizer" : `agent ${a.parent}`} in this class.`,
    remedy: "Let the team that placed it change its quota, or ask the organizer for another place.",
  },
  AgentQuotaZero: {
    short: "A new agent cannot start with a quota of 0.",
    remedy: "Give it a quota of at least 1.",
  },
  AgentTooDeep: {
    short: "The agent would be more than four levels below the organizer.",
    remedy: "Place it under an agent that is nearer to the organizer.",
  },
  AlreadyListed: {
    short: "This entrant is in the list already.",
    full: (a) => `The entrant ${keyOf(a.key)} is in the list already.`,
    remedy: "There is nothing to do: the entrant has a rank of their own.",
  },
  AppealEvidenceInvalid: {
    short: "The evidence of this appeal does not hold.",
    full: (a) => `The evidence for the holder ${a.holder} does not hold for an appeal.`,
    remedy: "Ask an attester for new evidence. In a draw by key, the holder's own key must send the appeal.",
  },
  AppealsClosed: {
    short: "It is not the time for appeals.",
    full: (a, time) => `Appeals are taken from ${time(a.listUntil)} to ${time(a.sealAt)} only.`,
    remedy: "Appeal within these times. After the seal no entries are taken.",
  },
  AttesterZero: { short: "The zero address cannot be an attester.", remedy: "Give the address of the attester's key." },
  BatchNonexistent: {
    short: "The event has no such batch.",
    full: (a) => `Event ${a.eventId} has no batch ${a.batch}.`,
    remedy: OTHER_ID,
  },
  BatchesExhausted: {
    short: "The event has as many batches as it can have.",
    remedy: "Publish another event for further sales.",
  },
  BeaconKeyInvalid: {
    short: "The public key of the beacon is not valid, or the chain cannot check it.",
    remedy: "Give the key as its chain publishes it, on a chain with the precompiles of EIP-2537.",
  },
  BeaconPeriodZero: { short: "A beacon cannot have a period of 0 seconds.", remedy: "Give the period of its chain." },
  ByHandLimitExceeded: {
    short: "This desk may not admit so many more by hand.",
    full: (a) => `This desk may admit only ${count(a.left, "more right")} by hand, not ${a.wanted}.`,
    remedy: "Scan entry codes, or ask the organizer to raise the desk's limit.",
  },
  ClassCountInvalid: {
    short: "An event has 1 to 64 classes.",
    full: (a) => `An event has 1 to 64 classes, not ${a.count}.`,
    remedy: "Put classes together, or publish two events.",
  },
  ClassInvalid: {
    short: "A class has a value that is out of its range.",
    full: (a) => `Class ${a.classId} has a ${a.field} that is out of its range.`,
    remedy: "Correct this field of the class in the event document.",
  },
  ClassNonexistent: {
    short: "The event has no such class.",
    full: (a) => `Event ${a.eventId} has no class ${a.classId}.`,
    remedy: OTHER_ID,
  },
  ClassNotReserved: { short: "The class is public already.", remedy: "There is nothing to do." },
  ClassSoldOut: {
    short: "The class does not have so many places left.",
    full: (a) => `${leftOf(a.left, "place")} in this class.`,
    remedy: "Offer fewer places, or another class. Returned places can be sold again once the organizer reopens them.",
  },
  DoorsClosed: {
    short: "Doors have closed.",
    full: (a, time) => `Doors closed on ${time(a.doorsCloseAt)}.`,
    remedy: "Nothing about this event can be changed any more.",
  },
  DoorsNotOpen: {
    short: "Doors have not opened yet.",
    full: (a, time) => `Doors open on ${time(a.doorsOpenAt)}.`,
    remedy: "Settle entries from then on.",
  },
  DoorsOpen: {
    short: "Doors have opened.",
    full: (a, time) => `Doors opened on ${time(a.doorsOpenAt)}, and from then on this cannot be changed.`,
    remedy: "From doors open on, a right changes only when it is admitted.",
  },
  DrawAttesterInvalid: {
    short: "The attester of the draw cannot become this one.",
    full: (a) => `The attester of the draw of class ${a.classId} of event ${a.eventId} cannot become ${a.attester}.`,
    remedy: "After the event changed hands, name an attester whom the new organizer trusts, once.",
  },
  DrawExists: {
    short: "The class has its draw already.",
    full: (a) => `Class ${a.classId} of event ${a.eventId} has its draw already.`,
    remedy: "There is one draw for each class, and it is settled once. `draw status` shows it.",
  },
  DrawMissing: {
    short: "The class has no draw.",
    full: (a) => `Class ${a.classId} of event ${a.eventId} has no draw.`,
    remedy: "An admin of the organizer opens it first.",
  },
  DrawNeedsPersons: {
    short: "This class sells by a draw of persons, and these rights name no person.",
    remedy: "Give evidence of a person for each right.",
  },
  DrawNotSealed: {
    short: "The draw is not sealed yet.",
    full: (a, time) => `The draw is sealed on ${time(a.sealAt)}, and is settled an hour later at the earliest.`,
    remedy: "Settle it once the beacon has signed its round.",
  },
  DrawOfOtherHook: {
    short: "The class has another sale hook, or none.",
    full: (a) =>
      /^0x0*$/.test(String(a.saleHook))
        ? `Class ${a.classId} of event ${a.eventId} has no sale hook.`
        : `Class ${a.classId} of event ${a.eventId} has another sale hook, ${a.saleHook}.`,
    remedy: "Give the class the Ballot as its sale hook first, at least 48 hours before sales open.",
  },
  DrawTermsInvalid: {
    short: "A term of the draw is out of its range.",
    full: (a) => `The draw's ${a.field} is out of its range.`,
    remedy:
      "The end of the list is ahead, the seal an hour later at least, the end of kept places after that and not after doors open; windows are 24 hours and 1 hour at least; the attester must be trusted, and a named class draws persons.",
  },
  EntrantNotListed: {
    short: "This entrant is not in the draw.",
    full: (a) => `The entrant ${keyOf(a.key)} is not in the draw.`,
    remedy: "Only who entered before the seal can get a place of this class.",
  },
  EventIsCancelled: {
    short: "The event is cancelled.",
    full: (a) => `Event ${a.eventId} is cancelled.`,
    remedy: "Give buyers their money back. A cancelled event ends for good.",
  },
  EventNonexistent: {
    short: "There is no such event.",
    full: (a) => `There is no event ${a.eventId}.`,
    remedy: OTHER_ID,
  },
  EventTextTooLong: {
    short: "A text of the event is too long.",
    full: (a) => `The event's ${a.field} is too long, with ${count(a.length, "byte")}.`,
    remedy: "A name has at most 256 bytes, an address 2,048.",
  },
  EvidenceCountInvalid: {
    short: "The evidence does not fit the rights of the batch.",
    full: (a) => `There are ${count(a.evidence, "piece")} of evidence for ${count(a.records, "right")}.`,
    remedy:
      "Give evidence for every right, or for none. A named class needs it; an event without a verifier takes none.",
  },
  ForwarderGasTooLow: {
    short: "The transaction had too little gas for its requests.",
    full: (a) => `Request ${a.index} of the transaction needs ${a.wanted} gas, and ${a.left} were left.`,
    remedy: "The relay must send the request again with more gas.",
  },
  GasTooLow: {
    short: "The call had too little gas to ask the identity verifier.",
    full: (a) => `The call needs ${a.wanted} gas to ask the identity verifier, and ${a.left} were left.`,
    remedy: "Send it with more gas, or with fewer persons in one call.",
  },
  GateInvalid: {
    short: "The gate is the zero address, or has a limit by hand without being a desk.",
    remedy: "Give the address of the gate's key. Only a desk admits by hand.",
  },
  GateOnly: {
    short: "This key is not a gate of the event that may do this.",
    full: (a) =>
      a.desk === true
        ? `${a.account} is not a desk of event ${a.eventId}, so it may not admit by hand.`
        : `${a.account} is not a gate of event ${a.eventId}.`,
    remedy: "Ask the organizer to set this key as a gate. Gates end when an event changes hands.",
  },
  GrantCountInvalid: {
    short: "The batch has no right, or too many.",
    full: (a) => `A batch cannot have ${count(a.count, "right")}.`,
    remedy: "Grant 1 to 1,228 rights in one call, or 1 to 1,068 with seats.",
  },
  HandOverInvalid: {
    short: "The event is offered to the organizer that has it.",
    remedy: "Offer it to another organizer.",
  },
  HandOverOfSharedScope: {
    short: "The event counts its persons together with other events, so it cannot change hands.",
    remedy: "Keep the events of one scope with one organizer.",
  },
  HandOverStale: {
    short: "The event is not offered to this organizer, or it changed after the offer.",
    full: (a) => `Event ${a.eventId} is not offered to organizer ${a.to}, or it changed after the offer.`,
    remedy: "Read the event again, and ask its organizer for a new offer.",
  },
  HolderZero: {
    short: "A right has no holder.",
    full: (a) => `Right ${Number(a.index) + 1} of the batch has no holder.`,
    remedy: "Give the address of the buyer's key.",
  },
  KeepOver: {
    short: "Places can no longer be kept.",
    full: (a, time) => `Places were kept until ${time(a.keepUntil)} only.`,
    remedy: "Who has no right by then is not waited for any more.",
  },
  ListClosed: {
    short: "The time to list entrants is over.",
    full: (a, time) =>
      `Entrants of class ${a.classId} of event ${a.eventId} could be listed until ${time(a.listUntil)}.`,
    remedy: "Who was left out can appeal until the seal.",
  },
  ListEnded: {
    short: "The list of entrants is complete.",
    full: (a) => `The list of class ${a.classId} of event ${a.eventId} ended with ${count(a.rows, "row")}.`,
    remedy: "Only the last call may have other than 1,228 or 2,456 rows. Who was left out can appeal.",
  },
  ListLinkInvalid: {
    short: "A row of the list has no valid party.",
    full: (a) => `Row ${Number(a.index) + 1} of the call has no valid party.`,
    remedy: "A party has 1 to 4 persons. Make the rows with `listEntrants`.",
  },
  ListMalformed: {
    short: "The list of the presale is incomplete.",
    full: (a) =>
      `A list with ${count(a.levels, "level")} below a crown of ${count(a.crownBytes, "byte")} is incomplete.`,
    remedy: "Make it with `merkleList`, or read it from its file with `readSaleList`.",
  },
  ListNeedsPersons: {
    short: "Until the presale ends, this class sells to listed persons only, and these rights name no person.",
    remedy: "Give evidence of a listed person for each right, or wait until the presale ends.",
  },
  ListOfOtherHook: {
    short: "The class has another sale hook, or none.",
    full: (a) =>
      /^0x0*$/.test(String(a.saleHook))
        ? `Class ${a.classId} of event ${a.eventId} has no sale hook.`
        : `Class ${a.classId} of event ${a.eventId} has another sale hook, ${a.saleHook}.`,
    remedy: "Give the class this hook first, at least 48 hours before sales open.",
  },
  ListOutOfOrder: {
    short: "A row of the list is not after the row before it.",
    full: (a) => `Row ${Number(a.index) + 1} of the call is not after the row before it.`,
    remedy: "Each entrant is in the list once, and rows ascend. Make them with `listEntrants`.",
  },
  ListProofsMalformed: {
    short: "The proofs do not fit the rights of the batch.",
    full: (a) => `The proofs have ${count(a.length, "byte")}, and the batch needs ${a.needed}.`,
    remedy: "Grant with `presaleProofs` and the list that the chain has.",
  },
  ListRowsMalformed: {
    short: "The rows of the list are incomplete.",
    full: (a) => `${count(a.length, "byte")} are no whole number of rows of 20 bytes.`,
    remedy: "Make the rows with `listEntrants`.",
  },
  ListTooLate: {
    short: "It is too late for this list.",
    full: (a, time) =>
      `Class ${a.classId} of event ${a.eventId} has sold openly since ${time(a.since)}, so it takes no list any more.`,
    remedy: "Post the first list before sales open, and another one before the presale ends.",
  },
  ListUnchanged: { short: "The class has this list and this end already.", remedy: "There is nothing to do." },
  NotDrawn: {
    short: "The draw is not settled, so no place is offered.",
    full: (a) => `The draw of class ${a.classId} of event ${a.eventId} is not settled, so no place is offered.`,
    remedy: "Anyone may settle it once the beacon has signed its round.",
  },
  NotListed: {
    short: "A holder or person is not in the list of the presale.",
    full: (a) => `${entryOf(a.entry)} is not in the list of the presale.`,
    remedy: "Sell to listed holders or persons only, or wait until the presale ends.",
  },
  NotOffered: {
    short: "This entrant is not offered a place now.",
    full: (a) => `The entrant ${keyOf(a.key)} has rank ${Number(a.rank) + 1}, which is not offered a place now.`,
    remedy: "It may be too early, or the window has passed. Grant only to those whom `offers` names.",
  },
  NothingLive: {
    short: "Every right of the batch was refused.",
    remedy: "Offer other seats, or give the money back. The details have the reason of each right.",
  },
  NothingToHold: {
    short: "A hold would put nothing off.",
    full: (a, time) => `The window ends on ${time(a.deadline)} and places are kept until ${time(a.keepUntil)}.`,
    remedy: "There is nothing to do: these times are over, or as late as they can be.",
  },
  NothingToOffer: {
    short: "No place is free that a party could be offered.",
    full: (a) =>
      `${a.free} places of class ${a.classId} of event ${a.eventId} are free, and no party can be offered one.`,
    remedy: "Wait for returns, or for the end of the time for kept places.",
  },
  NothingToRestore: {
    short: "This entrant took no place that could be restored.",
    full: (a) => `The entrant ${keyOf(a.key)} took no place that could be restored.`,
    remedy: "Restore only an entrant whose right was granted, and revoked by mistake.",
  },
  P256Missing: {
    short: "This chain cannot check P-256 signatures.",
    remedy: "Use a chain with EIP-7951.",
  },
  PartyNonexistent: {
    short: "The draw has no such party.",
    full: (a) => `There is no party ${a.number} among ${a.parties}.`,
    remedy: "Parties of one size count from 0.",
  },
  PersonHasEnough: {
    short: "The person already has as many rights as the event allows.",
    remedy: "Return one of the person's rights first, or choose another person.",
  },
  PlaceUsed: {
    short: "This entrant has taken its place before.",
    full: (a) => `The entrant ${keyOf(a.key)} has taken its place before.`,
    remedy: "Who returns a right is out of the draw. An organizer restores a place that it revoked by mistake.",
  },
  PlacesReserved: {
    short: "The places that are left are kept for others.",
    full: (a) => `${count(a.reserved, "place")} of class ${a.classId} are offered to, or kept for, others.`,
    remedy: "Grant fewer, or wait until the kept places are free.",
  },
  PolicyInvalid: {
    short: "The policy of the event has a value that is out of its range.",
    full: (a) => `The policy's ${a.field} cannot be ${a.value}.`,
    remedy: "Correct this field of the policy in the event document.",
  },
  PresaleEndInvalid: {
    short: "The presale cannot end then.",
    full: (a, time) => `The presale of class ${a.classId} of event ${a.eventId} cannot end on ${time(a.endsAt)}.`,
    remedy: "Give an end after now and after sales open, before sales close, and not after the end that was posted.",
  },
  QuotaExceeded: {
    short: "The allotment does not have so many rights left.",
    full: (a) => `${leftOf(a.left, "right", "more")} of your allotment.`,
    remedy: "Grant fewer, or ask the organizer or the agent above you for a larger quota.",
  },
  RecordsMalformed: { short: "The records of the batch are cut off.", remedy: PROGRAM },
  RegistryOnly: {
    short: "Only EntryRightRegistry may ask the sale hook.",
    full: (a) => `Only EntryRightRegistry may ask the sale hook, not ${a.caller}.`,
    remedy: PROGRAM,
  },
  ReopenExceedsFreed: {
    short: "Fewer places are free to reopen.",
    full: (a) => `Only ${count(a.freed, "place")} can be reopened, not ${a.wanted}.`,
    remedy: "Reopen at most the places that were returned or revoked.",
  },
  ReopenKindInvalid: {
    short: "Places of this class are reopened in another way.",
    full: (a) =>
      a.seated === true
        ? "This class has seats, so its seats are reopened by name."
        : "This class has no seats, so a number of places is reopened.",
    remedy: "Pass `seats` for a class with seats, and `places` for one without.",
  },
  ReopenerOnly: {
    short: "This account may not reopen places of the class.",
    full: (a) => `${a.account} may not reopen places of class ${a.classId}.`,
    remedy: "A member of the organizer reopens places, or the class's sale hook.",
  },
  ReservedShareExceeded: {
    short: "Too many places would be reserved.",
    full: (a) =>
      `${a.everReservedPlaces} of ${a.places} places would be reserved, and at least ${percent(a.minPublicBps)} must be public.`,
    remedy: "Reserve fewer places, or raise the supply of a public class first.",
  },
  RightAuthorityMissing: {
    short: "This account may not change the right.",
    full: (a) => `${a.account} may not change right ${a.rightId}.`,
    remedy: "The agent that granted it may, or its organizer.",
  },
  RightConsentInvalid: {
    short: "The old key's consent does not fit this right.",
    full: (a) => `The consent to rebind right ${a.rightId} is not signed by its holder ${a.holder}, or has expired.`,
    remedy: "Ask the old phone to sign again. Without it, only the organizer may rebind the right.",
  },
  RightEvidenceInvalid: {
    short: "The evidence does not show the person of this right.",
    full: (a) => `The evidence does not show the person of right ${a.rightId}.`,
    remedy: "Have the person attested again, for this right and this key.",
  },
  RightHolderInvalid: {
    short: "The new key is the old one, or none.",
    full: (a) => `Right ${a.rightId} cannot be bound to ${a.holder}, which holds it already or is no key.`,
    remedy: "Give the address of the new phone's key.",
  },
  RightNonexistent: {
    short: "There is no such right.",
    full: (a) => `There is no right ${a.rightId}.`,
    remedy: OTHER_ID,
  },
  RightNotLive: {
    short: "The right was admitted, returned or revoked.",
    full: (a) =>
      `Right ${a.rightId} was ${Number(a.status) === 2 ? "admitted" : "returned or revoked"}, so it cannot change any more.`,
    remedy: "Read the right again before you change it.",
  },
  RightNotNameable: {
    short: "The right cannot be named.",
    full: (a) => `Right ${a.rightId} cannot be named: its class is not named, or it has a person already.`,
    remedy: "Name only unnamed rights of named classes.",
  },
  RightRebindsExhausted: {
    short: "The right was rebound as often as the event allows.",
    full: (a) => `Right ${a.rightId} was rebound ${times(a.maxRebinds)}, and the event does not allow more.`,
    remedy: "Revoke it and grant another, if the event's rules for returns allow that.",
  },
  RightWindowClosed: {
    short: "The time for this change has passed.",
    full: (a, time) => `Right ${a.rightId} could be changed like this until ${time(a.until)}.`,
    remedy: "Ask the organizer whether it can still help at the door.",
  },
  RoundNotProven: {
    short: "The chain does not have the beacon's round yet.",
    full: (a) => `The chain does not have round ${a.round} of the beacon yet.`,
    remedy: "Prove the round first: anyone may, at any time after the beacon signed it.",
  },
  RoundSignatureInvalid: {
    short: "This is not the beacon's signature of the round.",
    full: (a) => `This is not the beacon's signature of round ${a.round}.`,
    remedy: "Take the round from a server of the beacon's chain.",
  },
  SaleHookFinal: {
    short: "The class cannot get another sale hook any more.",
    remedy: "A class without a hook can get one until 48 hours before sales open, once.",
  },
  SalesArePaused: {
    short: "The organizer has paused sales.",
    full: (a) => `The organizer has paused the sales of event ${a.eventId}.`,
    remedy: `Sell no more until sales resume. ${ASK_ORGANIZER}`,
  },
  SalesClosed: {
    short: "Sales are not open.",
    full: (a, time) => `Sales are open from ${time(a.salesOpenAt)} to ${time(a.salesCloseAt)} only.`,
    remedy: "Sell within these times.",
  },
  SalesGoOn: {
    short: "Sales go on and the attester is trusted, so there is nothing to hold.",
    full: (a) => `Sales of event ${a.eventId} go on and the attester is trusted, so there is nothing to hold.`,
    remedy: "Hold a draw while sales are paused or closed, or while its attester is not trusted.",
  },
  SalesUnchanged: {
    short: "Sales are in this state already.",
    full: (a) => (a.paused === true ? "Sales are paused already." : "Sales are not paused."),
    remedy: "There is nothing to do.",
  },
  ScheduleInvalid: {
    short: "A time of the schedule is out of order.",
    full: (a, time) => `The schedule's ${a.field} cannot be ${time(a.value)}.`,
    remedy: "Sales close before doors do, and returns, rebinds and names end before doors open.",
  },
  ScheduleUnchanged: { short: "The schedule is like this already.", remedy: "There is nothing to do." },
  ScopeInvalid: {
    short: "The scope is not an earlier event of this organizer.",
    full: (a) =>
      `Event ${a.scope} cannot be the scope: it must be an earlier event of the same organizer, with a scope of its own.`,
    remedy: "Leave the scope out, or name such an event.",
  },
  SeatInvalid: {
    short: "The class has no such seat.",
    full: (a) => `There is no seat ${a.seat} in this class, which has ${count(a.supply, "seat")}.`,
    remedy: "Look the seat up in the event document.",
  },
  SeatNotFreed: {
    short: "The seat is not free to reopen.",
    full: (a) => `Seat ${a.seat} was not returned or revoked, so it cannot be reopened.`,
    remedy: "Reopen only seats that were returned or revoked.",
  },
  SignaturesMalformed: {
    short: "The signatures do not fit the entries.",
    full: (a) => `Entry ${Number(a.index) + 1} has no complete signature, or bytes are left over.`,
    remedy: PROGRAM,
  },
  StoreFailed: {
    short: "The rights could not be stored.",
    remedy: "Send the call with more gas, or with fewer rights.",
  },
  SupplyInvalid: {
    short: "The supply of the class cannot be this.",
    full: (a) => `The supply of the class cannot be ${a.supply}.`,
    remedy: "A supply only grows, up to 16,777,216 in a class with seats.",
  },
  TeamAccountZero: { short: "The zero address cannot have a role.", remedy: "Give the address of the member's key." },
  TeamAdminOnly: {
    short: "This account is not an admin of the team.",
    full: (a) => `${a.account} is not an admin of team ${a.teamId}.`,
    remedy: "Sign with an admin's key, or ask an admin to set the role.",
  },
  TeamDirectOnly: {
    short: "The team takes this call only directly, not through a relay.",
    full: (a) => `Team ${a.teamId} takes this call only directly, not through a relay.`,
    remedy: "Send it directly, with a signer that has ether.",
  },
  TeamInactive: {
    short: "The team is inactive.",
    full: (a) => `Team ${a.teamId} is inactive.`,
    remedy: "One of its admins may set it active again.",
  },
  TeamLastAdmin: {
    short: "The last admin of a team cannot lose the role.",
    remedy: "Make another member an admin first.",
  },
  TeamMemberOnly: {
    short: "This account is not a member of the team.",
    full: (a) => `${a.account} is not a member of team ${a.teamId}.`,
    remedy: "Sign with a member's key, or ask an admin to set the role.",
  },
  TeamNonexistent: { short: "There is no such team.", full: (a) => `There is no team ${a.teamId}.`, remedy: OTHER_ID },
  TeamTextTooLong: {
    short: "A text of the team is too long.",
    full: (a) => `The team's ${a.field} is too long, with ${count(a.length, "byte")}.`,
    remedy: "A name has at most 256 bytes, an address 2,048.",
  },
  TooFewLive: {
    short: "Too many rights of the batch were refused.",
    full: (a) => `Only ${count(a.live, "right")} of the batch could be granted, and ${a.minLive} were wanted.`,
    remedy: "A seat is taken, a person has enough rights, or evidence was refused: offer others.",
  },
  WaveOver: {
    short: "The time for this offer is over.",
    full: (a, time) => `The time for this offer ended on ${time(a.deadline)}.`,
    remedy: "Places go to the next in line with the next wave.",
  },
  WaveRuns: {
    short: "The present wave is still running.",
    full: (a, time) => `The present wave runs until ${time(a.deadline)}.`,
    remedy: "Open the next wave from then on, or once every place of this one is taken or kept.",
  },
} as const satisfies Readonly<Record<string, Row>>;

const rows = new Map<string, Row>(Object.entries(contractSentences));

/** What an error of a contract means, and what to do about it; undefined for an error that is not of the suite. */
export function sentenceOf(
  name: string,
  args: Arguments,
  time: WriteTime,
): { readonly sentence: string; readonly remedy: string } | undefined {
  const row = rows.get(name);
  if (row === undefined) return undefined;
  const isCut = Object.keys(args).length === 0;
  return { sentence: isCut ? row.short : (row.full?.(args, time) ?? row.short), remedy: row.remedy };
}

/** An entry of a list of a presale: 32 bytes, which begin with zeros if it is a holder. */
function entryOf(entry: unknown): string {
  const [, holder] = /^0x0{24}([0-9a-f]{40})$/i.exec(String(entry)) ?? [];
  return holder === undefined ? `The person ${entry}` : `The holder 0x${holder}`;
}

/** The key of an entrant of a draw: 16 bytes. */
function keyOf(key: unknown): string {
  return typeof key === "bigint" ? `0x${key.toString(16).padStart(32, "0")}` : String(key);
}

/** `1 more right`, `3 more rights`. */
function count(number: unknown, thing: string): string {
  return `${number} ${thing}${Number(number) === 1 ? "" : "s"}`;
}

/** `No place is left`, `Only 1 place is left`, `Only 3 more rights are left`. */
function leftOf(left: unknown, thing: string, more = ""): string {
  const what = `${more} ${thing}`.trim();
  if (Number(left) === 0) return `No ${what} is left`;
  return `Only ${count(left, what)} ${Number(left) === 1 ? "is" : "are"} left`;
}

function times(number: unknown): string {
  return Number(number) === 1 ? "once" : `${number} times`;
}

function percent(bps: unknown): string {
  return `${Number(bps) / 100} %`;
}
