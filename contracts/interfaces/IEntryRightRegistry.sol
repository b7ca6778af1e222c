// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AgentId} from "../types/AgentId.sol";
import {BatchHead} from "../types/BatchHead.sol";
import {Holding} from "../types/Holding.sol";
import {Entry} from "../types/Entry.sol";
import {EventId} from "../types/EventId.sol";
import {Refusal} from "../types/Refusal.sol";
import {RightId} from "../types/RightId.sol";
import {RightStatus} from "../types/RightStatus.sol";
import {IEventRegistry} from "./IEventRegistry.sol";

/// @title Entry rights: who may enter which event, once.
/// @notice No holder can transfer a right. A right comes into being by `grant`, may be given back, revoked, named, rebound
/// to another key, and is admitted once. A rebind of a named right goes to a key of the same person, on the verifier's
/// word. One of a right without a name is what its holder and an agent, or a member of the organizer, agree on, or what
/// an admin of the organizer decides; either way at most `maxRebinds` times a right. From doors open on a right changes
/// only by being admitted.
/// @dev *Assumptions*: EventRegistry and its AgentRegistry are the ones deployed with it, and it is the only registry of
/// rights that EventRegistry serves. Holders are addresses derived from keys, see HolderSignatures; nobody sends assets
/// to them. An organizer's identity verifier, sale hooks, agents and gates do what that organizer wants of them: a hostile
/// one harms that organizer's events alone.
///
/// *Does not check*: that the holder's key exists or whose it is (`PurchaseClaim`, off chain, proves possession); that a
/// gate really saw a code, or saw it at `scannedAt`, beyond the holder's signature and the windows; that `scannedAt` is
/// not ahead of the chain's clock (a gate's clock may be fast; doorsCloseAt bounds it); origin and relying party of a
/// passkey's signature (gates do).
interface IEntryRightRegistry {
    /// @notice A right with all that is known of it.
    struct Right {
        address holder;
        RightStatus status;
        AgentId agentId;
        uint8 classId;
        /// 0 in a class without seats.
        uint24 seat;
        /// A person tag is bound to it, since its grant or since `nameRight`.
        bool named;
        /// When it was last rebound or named; 0 = never.
        uint40 reboundAt;
        /// How often its holder changed.
        uint8 rebinds;
    }

    /// @notice A batch as it is stored, with all that changed in it.
    struct Batch {
        /// Agent, class, count and flags; for a batch with one holder also that holder and the first seat.
        BatchHead head;
        /// As they were granted: holder 20 bytes, in a seated class followed by the seat in 3.
        bytes records;
        /// Status of right i: bits 2 × (i mod 128) and the next of word i / 128, see `RightStatus`.
        uint256[] statuses;
        /// Rights that were rebound or named since their grant, whatever their status is now, and how each is held since.
        RightId[] rebound;
        Holding[] holdings;
    }

    /// @notice A holder's wish to return the rights [rightId, rightId + count).
    struct SignedReturn {
        RightId rightId;
        uint8 count;
        /// How often each of these rights changed holder so far; else the statement is of an earlier holding.
        uint8 rebinds;
        uint64 expiresAt;
        bytes signature;
    }

    /// @notice Emitted when rights were granted: first, first + 1, …, as many as records. `head` is what was stored for
    /// the batch. It carries the records whole, and always will, whatever kind of batch comes later: the log alone tells
    /// who was granted what.
    event RightsGranted(EventId indexed eventId, AgentId indexed agentId, RightId first, BatchHead head, bytes records);
    /// @notice Emitted after `RightsGranted` of a tagged batch: the person of each record, 0 for a refused one.
    event PersonsTagged(RightId indexed first, bytes32[] tags);
    /// @notice Emitted after `RightsGranted` for each right of the batch that is `Void` from the beginning.
    event GrantRefused(RightId indexed rightId, Refusal why);
    /// @notice Emitted when a holder gave a right back.
    event RightReturned(EventId indexed eventId, RightId rightId);
    /// @notice Emitted when a return was passed over.
    event ReturnRefused(EventId indexed eventId, RightId rightId, Refusal why);
    /// @notice Emitted when a right was taken back.
    event RightRevoked(EventId indexed eventId, address indexed by, RightId rightId, bytes32 reason);
    /// @notice Emitted when a revocation was passed over.
    event RevocationRefused(EventId indexed eventId, RightId rightId, Refusal why);
    /// @notice Emitted when freed places of a class without seats may be granted again.
    event PlacesReopened(EventId indexed eventId, uint8 indexed classId, address indexed by, uint32 places);
    /// @notice Emitted when freed seats may be granted again.
    event SeatsReopened(EventId indexed eventId, uint8 indexed classId, address indexed by, uint24[] seats);
    /// @notice Emitted when a right was rebound to another key; `rebinds` = how often so far.
    event RightRebound(EventId indexed eventId, address indexed by, RightId rightId, address holder, uint8 rebinds);
    /// @notice Emitted when a right of a named class was named: its person tag.
    event RightNamed(EventId indexed eventId, RightId rightId, address holder, uint8 rebinds, bytes32 tag);
    /// @notice Emitted when all rights of an entry were admitted.
    event Admitted(EventId indexed eventId, address indexed gate, Entry entry);
    /// @notice Emitted when some rights of an entry were admitted: bit i of `admitted` is right rightId + i.
    event AdmittedInPart(EventId indexed eventId, address indexed gate, Entry entry, uint8 admitted);
    /// @notice Emitted when a valid proof came for a right that was admitted before. Equal issuedAt and challenge are a
    /// retry; others are another presentation of the right.
    event AlreadyAdmitted(EventId indexed eventId, address indexed gate, RightId rightId, Entry entry);
    /// @notice Emitted when an admission was passed over.
    event AdmissionRefused(EventId indexed eventId, address indexed gate, RightId rightId, Refusal why);
    /// @notice Emitted when the identity lane admitted a right without a proof.
    event AdmittedByHand(
        EventId indexed eventId,
        address indexed gate,
        RightId rightId,
        uint40 scannedAt,
        bytes32 reason
    );
    /// @notice Emitted when a valid proof came for a right that was admitted by hand.
    event Contested(EventId indexed eventId, address indexed gate, RightId rightId, Entry entry);

    /// @notice Thrown when a batch has no record, or more than its store can hold.
    error GrantCountInvalid(uint256 count);
    /// @notice Thrown when `records` is no whole number of records, of `recordSize` bytes each.
    error RecordsMalformed(uint256 length, uint256 recordSize);
    /// @notice Thrown when a record has the zero address for its holder.
    error HolderZero(uint256 index);
    /// @notice Thrown when a record has a seat that the class does not have.
    error SeatInvalid(uint256 index, uint256 seat, uint256 supply);
    /// @notice Thrown when a batch has evidence for some of its records only, lacks it where its class demands it, or
    /// has it where the event has no identity verifier.
    error EvidenceCountInvalid(uint256 evidence, uint256 records);
    /// @notice Thrown when every record of a batch was refused; `refusals` has one `Refusal` a record, a byte each.
    error NothingLive(bytes refusals);
    /// @notice Thrown when fewer rights of a batch would be live than its sender wants.
    error TooFewLive(uint256 live, uint256 minLive);
    /// @notice Thrown when a class has only `left` places.
    error ClassSoldOut(EventId eventId, uint8 classId, uint256 wanted, uint256 left);
    /// @notice Thrown when an agent may grant only `left` more rights of the class.
    error QuotaExceeded(EventId eventId, uint8 classId, AgentId agentId, uint256 wanted, uint256 left);
    /// @notice Thrown when an event has no batch left.
    error BatchesExhausted(EventId eventId);
    /// @notice Thrown when a store could not be made.
    error StoreFailed();
    /// @notice Thrown when too little gas is left to ask an identity verifier fairly.
    error GasTooLow(uint256 left, uint256 wanted);
    /// @notice Thrown when there is no such right: unknown batch, or index not below its count.
    error RightNonexistent(RightId rightId);
    /// @notice Thrown when the event has no such batch.
    error BatchNonexistent(EventId eventId, uint256 batch);
    /// @notice Thrown when a right is admitted or void.
    error RightNotLive(RightId rightId, RightStatus status);
    /// @notice Thrown when `account` may not do this to the right, or no longer.
    error RightAuthorityMissing(RightId rightId, address account);
    /// @notice Thrown when the window for this act closed at `until`.
    error RightWindowClosed(RightId rightId, uint40 until);
    /// @notice Thrown when a right would be rebound to its own holder or to the zero address.
    error RightHolderInvalid(RightId rightId, address holder);
    /// @notice Thrown when a right was rebound as often as its event allows.
    error RightRebindsExhausted(RightId rightId, uint8 maxRebinds);
    /// @notice Thrown when the holder of a right did not agree to its rebind.
    error RightConsentInvalid(RightId rightId, address holder);
    /// @notice Thrown when evidence does not show the person of the right, is not newer than its last rebind, or dated ahead
    /// of the chain's clock.
    error RightEvidenceInvalid(RightId rightId);
    /// @notice Thrown when a person has as many rights as the event allows.
    error PersonHasEnough(RightId rightId, bytes32 tag);
    /// @notice Thrown when a right that needs no name, or has one, would be named.
    error RightNotNameable(RightId rightId);
    /// @notice Thrown when more places would be reopened than are freed.
    error ReopenExceedsFreed(EventId eventId, uint8 classId, uint256 wanted, uint256 freed);
    /// @notice Thrown when places of a seated class are reopened by number, or seats of one without.
    error ReopenKindInvalid(EventId eventId, uint8 classId, bool seated);
    /// @notice Thrown when a seat is reopened that is not freed.
    error SeatNotFreed(EventId eventId, uint8 classId, uint24 seat);
    /// @notice Thrown when signatures do not match the entries: `index` is the first entry without a whole one, or the
    /// number of entries when bytes are left over.
    error SignaturesMalformed(uint256 index);
    /// @notice Thrown when a desk would admit more rights by hand than it may.
    error ByHandLimitExceeded(EventId eventId, address gate, uint256 wanted, uint256 left);
    /// @notice Thrown when the chain does not verify P-256 signatures by precompile (EIP-7951).
    error P256Missing();

    /* GRANT */

    /// @notice Grants one right a record, as one batch. For members of the agent, while sales are open.
    /// A record whose seat is taken, whose person has enough rights, or whose evidence is refused, is written `Void`
    /// while the others go through; without any other the call reverts with `NothingLive`.
    /// @param records Packed: holder 20 bytes, in a seated class followed by the seat in 3. At most 1,228 records, with
    /// seats 1,068. Sorted by seat they cost least.
    /// @param evidence One a record, or none. Public named classes demand it, reserved ones after nameBy.
    /// @param hookData For the class's sale hook, which gets it unread; ignored where there is none.
    /// @param minLive Fewer rights than this: the call reverts.
    /// @return first The right of the first record; the others follow. @return live How many were not refused.
    function grant(
        EventId eventId,
        uint8 classId,
        AgentId agentId,
        bytes calldata records,
        bytes[] calldata evidence,
        bytes calldata hookData,
        uint32 minLive
    ) external returns (RightId first, uint256 live);

    /* RETURN, REVOKE, REOPEN */

    /// @notice Gives rights back at their holders' signed wish, before returnUntil. Anyone may deliver it. Each right by
    /// itself: what cannot be returned is passed over. Places are freed, see `reopen`; the agent's count stays.
    function returnRights(SignedReturn[] calldata returns_) external;

    /// @notice Takes rights back. The issuing agent may before returnUntil, an admin of the organizer before doors open, and
    /// anyone for unnamed rights of a named class from nameBy until doors open. Rights that are not live are passed over; a
    /// right that the caller has no authority over reverts the call.
    function revoke(RightId[] calldata rights, bytes32 reason) external;

    /// @notice Lets `places` freed places of a class without seats be granted again. For members of the organizer and
    /// the class's sale hook, before doors.
    function reopen(EventId eventId, uint8 classId, uint32 places) external;

    /// @notice Lets freed seats be granted again. For the same.
    function reopenSeats(EventId eventId, uint8 classId, uint24[] calldata seats) external;

    /* REBIND, NAME */

    /// @notice Rebinds a right to another key, before rebindUntil. The old key is dead. For issuing agent and organizer.
    /// @param proof For a named right: evidence for this right and its person, newer than its last rebind and not dated
    /// ahead. For one without a name, by an admin of the organizer: ignored; by anyone else: `expiresAt 8 bytes ‖ signature`
    /// of the old key over `Rebind`.
    function rebind(RightId rightId, address newHolder, bytes calldata proof) external;

    /// @notice Names a right of a named class: binds a person tag to it, before nameBy. For issuing agent and organizer.
    /// @param holder The person's key; if it is another than the right's, that counts as a rebind and goes before
    /// rebindUntil only.
    /// @param evidence For this right and holder, newer than its last rebind and not dated ahead.
    function nameRight(RightId rightId, address holder, bytes calldata evidence) external;

    /* ADMIT */

    /// @notice Admits what a gate let in. For gates of the event, from doors open on, however late. Each right by
    /// itself: what cannot be admitted is passed over.
    /// @param signatures One an entry, in the same order, each `length 2 bytes ‖ signature`, see HolderSignatures.
    function admit(EventId eventId, Entry[] calldata entries, bytes calldata signatures) external;

    /// @notice Admits rights of holders whom the identity lane knows by other means. For desks of the event, within
    /// their limit.
    function admitByHand(EventId eventId, RightId[] calldata rights, uint40 scannedAt, bytes32 reason) external;

    /* VIEWS */

    /// @notice The registry of the events that rights are for.
    function EVENTS() external view returns (IEventRegistry);

    /// @notice The right. Reverts when there is none.
    function rightOf(RightId rightId) external view returns (Right memory);

    /// @notice How many batches the event has; they are counted from 0.
    function batchesOf(EventId eventId) external view returns (uint256);

    /// @notice A batch whole. Reverts when there is none.
    function batchOf(EventId eventId, uint256 batch) external view returns (Batch memory);

    /// @notice Places of a class: `granted` = live and admitted rights; `freed` = returned and revoked, not reopened.
    function placesOf(EventId eventId, uint8 classId) external view returns (uint256 granted, uint256 freed);

    /// @notice Rights of a class that an agent and those under it granted, ever.
    function usedBy(EventId eventId, uint8 classId, AgentId agentId) external view returns (uint256);

    /// @notice Rights that a person was last given in a scope, 0 = none; some may be void by now.
    function rightsOfPerson(EventId scopeEvent, bytes32 tag) external view returns (RightId[3] memory);

    /// @notice Whether a seat is held by a right that is not void, or freed and not reopened.
    function seatOf(EventId eventId, uint8 classId, uint24 seat) external view returns (bool held, bool freed);

    /// @notice Rights that a desk admitted by hand so far.
    function byHandOf(EventId eventId, address gate) external view returns (uint256);
}
