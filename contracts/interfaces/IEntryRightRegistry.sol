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
/// @notice No holder can transfer a right. `grant` creates a right. It may be returned, revoked, named, or rebound to
/// another key, and is admitted once. A named right can be rebound only to a key of the same person, as the identity
/// verifier attests. A right without a name can be rebound if its holder signs and the agent or a member of the
/// organizer sends it, or by an admin of the organizer alone. A right is rebound at most `maxRebinds` times. After
/// doors open, a right changes only by being admitted.
/// @dev *Assumptions*: EventRegistry and its AgentRegistry are the ones deployed with it, and it is the only registry
/// of rights that EventRegistry serves. Holders are addresses derived from keys, see HolderSignatures. They receive no
/// assets. An organizer's identity verifier, sale hooks, agents and gates do what that organizer chose them for. A
/// hostile one harms only that organizer's events.
///
/// *Does not check*: that the holder's key exists or who has it (`PurchaseClaim`, off chain, proves possession); that a
/// gate really saw a code, or saw it at `scannedAt`, beyond the holder's signature and the windows; that `scannedAt` is
/// not ahead of the chain's clock (a gate's clock may be fast, and doorsCloseAt bounds it); origin and relying party of
/// a passkey's signature (gates check them).
interface IEntryRightRegistry {
    /// @notice A right with all its data.
    struct Right {
        address holder;
        RightStatus status;
        AgentId agentId;
        uint8 classId;
        /// 0 in a class without seats.
        uint24 seat;
        /// A person tag is bound to it, by its grant or by `nameRight`.
        bool named;
        /// When it was last rebound or named; 0 = never.
        uint40 reboundAt;
        /// How often its holder changed.
        uint8 rebinds;
    }

    /// @notice A batch as it is stored, with all that changed in it.
    struct Batch {
        /// Agent, class, count and flags. For a batch with one holder also that holder and the first seat.
        BatchHead head;
        /// As they were granted: holder 20 bytes, in a seated class followed by the seat in 3.
        bytes records;
        /// Status of right i: bits 2 × (i mod 128) and the next of word i / 128, see `RightStatus`.
        uint256[] statuses;
        /// Rights that were rebound or named since their grant, of any status now, and the present holding of each.
        RightId[] rebound;
        Holding[] holdings;
    }

    /// @notice A holder's signed statement that returns the rights [rightId, rightId + count).
    struct SignedReturn {
        RightId rightId;
        uint8 count;
        /// How often each of these rights changed holder so far. Another number means an earlier holding.
        uint8 rebinds;
        uint64 expiresAt;
        bytes signature;
    }

    /// @notice Emitted when rights were granted: first, first + 1, …, one for each record. `head` is what was stored
    /// for the batch. The log always has all records, also for kinds of batches that are added later, so the log alone
    /// shows which holder was granted which right.
    event RightsGranted(EventId indexed eventId, AgentId indexed agentId, RightId first, BatchHead head, bytes records);
    /// @notice Emitted after `RightsGranted` of a tagged batch. It has the person tag of each record, 0 for a refused
    /// one.
    event PersonsTagged(RightId indexed first, bytes32[] tags);
    /// @notice Emitted after `RightsGranted` for each right of the batch that was refused, and so is `Void`.
    event GrantRefused(RightId indexed rightId, Refusal why);
    /// @notice Emitted when a holder returned a right.
    event RightReturned(EventId indexed eventId, RightId rightId);
    /// @notice Emitted when a return was refused.
    event ReturnRefused(EventId indexed eventId, RightId rightId, Refusal why);
    /// @notice Emitted when a right was revoked.
    event RightRevoked(EventId indexed eventId, address indexed by, RightId rightId, bytes32 reason);
    /// @notice Emitted when a revocation was refused.
    event RevocationRefused(EventId indexed eventId, RightId rightId, Refusal why);
    /// @notice Emitted when freed places of a class without seats were reopened: they may be granted again.
    event PlacesReopened(EventId indexed eventId, uint8 indexed classId, address indexed by, uint32 places);
    /// @notice Emitted when freed seats were reopened: they may be granted again.
    event SeatsReopened(EventId indexed eventId, uint8 indexed classId, address indexed by, uint24[] seats);
    /// @notice Emitted when a right was rebound to another key. `rebinds` counts its rebinds so far.
    event RightRebound(EventId indexed eventId, address indexed by, RightId rightId, address holder, uint8 rebinds);
    /// @notice Emitted when a right of a named class was named. It has the person tag.
    event RightNamed(EventId indexed eventId, RightId rightId, address holder, uint8 rebinds, bytes32 tag);
    /// @notice Emitted when all rights of an entry were admitted.
    event Admitted(EventId indexed eventId, address indexed gate, Entry entry);
    /// @notice Emitted when some rights of an entry were admitted: bit i of `admitted` is right rightId + i.
    event AdmittedInPart(EventId indexed eventId, address indexed gate, Entry entry, uint8 admitted);
    /// @notice Emitted when a gate sent a valid proof for a right that was admitted before. If issuedAt and challenge
    /// are the same, the gate sent its entry again. If they differ, the holder presented the right again.
    event AlreadyAdmitted(EventId indexed eventId, address indexed gate, RightId rightId, Entry entry);
    /// @notice Emitted when an admission was refused.
    event AdmissionRefused(EventId indexed eventId, address indexed gate, RightId rightId, Refusal why);
    /// @notice Emitted when a desk admitted a right without a proof.
    event AdmittedByHand(
        EventId indexed eventId,
        address indexed gate,
        RightId rightId,
        uint40 scannedAt,
        bytes32 reason
    );
    /// @notice Emitted when a gate sent a valid proof for a right that was admitted by hand.
    event Contested(EventId indexed eventId, address indexed gate, RightId rightId, Entry entry);

    /// @notice Thrown when a batch has no record, or more than its store can hold.
    error GrantCountInvalid(uint256 count);
    /// @notice Thrown when `records` is not a whole number of records of `recordSize` bytes each.
    error RecordsMalformed(uint256 length, uint256 recordSize);
    /// @notice Thrown when the holder in a record is the zero address.
    error HolderZero(uint256 index);
    /// @notice Thrown when a record has a seat that the class does not have.
    error SeatInvalid(uint256 index, uint256 seat, uint256 supply);
    /// @notice Thrown when a batch has evidence for only some of its records, has none although its class demands it,
    /// or has some although the event has no identity verifier.
    error EvidenceCountInvalid(uint256 evidence, uint256 records);
    /// @notice Thrown when every record of a batch was refused. `refusals` has one byte a record, its `Refusal`.
    error NothingLive(bytes refusals);
    /// @notice Thrown when fewer rights of a batch would be live than `minLive`.
    error TooFewLive(uint256 live, uint256 minLive);
    /// @notice Thrown when a class has only `left` places left.
    error ClassSoldOut(EventId eventId, uint8 classId, uint256 wanted, uint256 left);
    /// @notice Thrown when an agent may grant only `left` more rights of the class.
    error QuotaExceeded(EventId eventId, uint8 classId, AgentId agentId, uint256 wanted, uint256 left);
    /// @notice Thrown when an event has as many batches as it can have, 2^21.
    error BatchesExhausted(EventId eventId);
    /// @notice Thrown when the store of a batch cannot be created.
    error StoreFailed();
    /// @notice Thrown when too little gas is left to ask an identity verifier with its full 600,000 gas.
    error GasTooLow(uint256 left, uint256 wanted);
    /// @notice Thrown when the right does not exist: its batch is unknown, or its index is not below the batch's count.
    error RightNonexistent(RightId rightId);
    /// @notice Thrown when the event has no such batch.
    error BatchNonexistent(EventId eventId, uint256 batch);
    /// @notice Thrown when a right is admitted or void.
    error RightNotLive(RightId rightId, RightStatus status);
    /// @notice Thrown when `account` may not, or may no longer, make this change to the right.
    error RightAuthorityMissing(RightId rightId, address account);
    /// @notice Thrown when the window for this change closed at `until`.
    error RightWindowClosed(RightId rightId, uint40 until);
    /// @notice Thrown when a right would be rebound to its present holder or to the zero address, or named for the
    /// latter.
    error RightHolderInvalid(RightId rightId, address holder);
    /// @notice Thrown when a right was already rebound as often as its event allows.
    error RightRebindsExhausted(RightId rightId, uint8 maxRebinds);
    /// @notice Thrown when the holder of a right did not sign this rebind, or the signed statement has expired.
    error RightConsentInvalid(RightId rightId, address holder);
    /// @notice Thrown when the evidence does not show the person of the right, is not newer than the last rebind or
    /// naming, or is dated ahead of the chain's clock.
    error RightEvidenceInvalid(RightId rightId);
    /// @notice Thrown when the person already has as many rights in the scope as the event allows.
    error PersonHasEnough(RightId rightId, bytes32 tag);
    /// @notice Thrown when a right is named that needs no name or already has one.
    error RightNotNameable(RightId rightId);
    /// @notice Thrown when more places are reopened than are freed.
    error ReopenExceedsFreed(EventId eventId, uint8 classId, uint256 wanted, uint256 freed);
    /// @notice Thrown when `reopen` is used for a seated class, or `reopenSeats` for a class without seats.
    error ReopenKindInvalid(EventId eventId, uint8 classId, bool seated);
    /// @notice Thrown when a seat is reopened that is not freed.
    error SeatNotFreed(EventId eventId, uint8 classId, uint24 seat);
    /// @notice Thrown when the signatures do not match the entries. `index` is the first entry without a complete
    /// signature, or the number of entries if bytes are left over.
    error SignaturesMalformed(uint256 index);
    /// @notice Thrown when a desk would admit more rights by hand than its limit allows.
    error ByHandLimitExceeded(EventId eventId, address gate, uint256 wanted, uint256 left);
    /// @notice Thrown when the chain does not verify P-256 signatures by precompile (EIP-7951).
    error P256Missing();

    /* GRANT */

    /// @notice Grants one right for each record, as one batch. For members of the agent, while sales are open; else
    /// reverts as `grantTerms` of EventRegistry does.
    /// A record is refused, and its right is `Void`, if its seat is taken, its person has enough rights, or the
    /// verifier refuses its evidence. The other records are granted. Reverts with `NothingLive` if all are refused.
    ///
    /// Other errors: `RecordsMalformed`, `GrantCountInvalid`, `EvidenceCountInvalid`, `HolderZero`, `SeatInvalid`,
    /// `GasTooLow`, `TooFewLive`, `ClassSoldOut`, `QuotaExceeded`, `BatchesExhausted`, `StoreFailed`, and those of the
    /// sale hook.
    /// @param records Packed: holder 20 bytes, in a seated class followed by the seat in 3. At most 1,228 records, with
    /// seats 1,068. Sorted by seat they cost least.
    /// @param evidence One for each record, or none. Public named classes demand it; reserved ones do from nameBy on.
    /// @param hookData Passed to the class's sale hook unread. Ignored if the class has none.
    /// @param minLive The call reverts if fewer rights than this would be live.
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

    /// @notice Returns rights that their holders signed for, before returnUntil. Anyone may send it. Each right is
    /// judged alone: one that cannot be returned is logged as `ReturnRefused`, and the call does not revert. The places
    /// become freed, see `reopen`. The agent's quota stays used.
    function returnRights(SignedReturn[] calldata returns_) external;

    /// @notice Revokes rights. The issuing agent may do so before returnUntil, and an admin of the organizer before
    /// doors open. Anyone may revoke an unnamed right of a named class from nameBy until doors open. A right that is
    /// not live or does not exist is logged as `RevocationRefused`. The call reverts with `RightAuthorityMissing` or
    /// `RightWindowClosed` if the caller may not revoke one of the rights.
    function revoke(RightId[] calldata rights, bytes32 reason) external;

    /// @notice Lets agents grant `places` freed places of a class without seats again. For members of the organizer and
    /// the class's sale hook, before doors open; else reverts as `checkReopen` of EventRegistry does. Other errors:
    /// `ReopenKindInvalid`, `ReopenExceedsFreed`.
    function reopen(EventId eventId, uint8 classId, uint32 places) external;

    /// @notice Lets agents grant freed seats again. For the same callers as `reopen`. Other errors:
    /// `ReopenKindInvalid`, `SeatNotFreed`.
    function reopenSeats(EventId eventId, uint8 classId, uint24[] calldata seats) external;

    /* REBIND, NAME */

    /// @notice Rebinds a right to another key, before rebindUntil. The old key no longer holds it. For members of the
    /// issuing agent and of the organizer. Reverts with `RightNonexistent`, `RightNotLive`, `RightHolderInvalid`,
    /// `RightAuthorityMissing`, `GasTooLow`, `RightEvidenceInvalid`, `RightConsentInvalid`, `RightWindowClosed` or
    /// `RightRebindsExhausted`.
    /// @param proof For a named right: evidence for this right and its person, newer than its last rebind or naming,
    /// and not dated ahead. For a right without a name: `expiresAt 8 bytes ‖ signature` of the old key over `Rebind`;
    /// ignored if the caller is an admin of the organizer.
    function rebind(RightId rightId, address newHolder, bytes calldata proof) external;

    /// @notice Names a right of a named class before nameBy: binds a person tag to it. For members of the issuing agent
    /// and of the organizer. Reverts with `RightNonexistent`, `RightNotLive`, `RightWindowClosed`,
    /// `RightHolderInvalid`, `RightNotNameable`, `RightAuthorityMissing`, `GasTooLow`, `RightEvidenceInvalid`,
    /// `PersonHasEnough` or `RightRebindsExhausted`.
    /// @param holder The person's key. If it is not the right's holder, this counts as a rebind, and must come before
    /// rebindUntil.
    /// @param evidence For this right and holder, newer than its last rebind or naming, and not dated ahead.
    function nameRight(RightId rightId, address holder, bytes calldata evidence) external;

    /* ADMIT */

    /// @notice Admits what a gate let in. For gates of the event, at any time after doors open; else reverts as
    /// `admitTerms` of EventRegistry does. Each right is judged alone: one that cannot be admitted is logged as
    /// `AdmissionRefused`, `AlreadyAdmitted` or `Contested`. Other errors: `SignaturesMalformed`.
    /// @param signatures One for each entry, in the same order, each `length 2 bytes ‖ signature`, see
    /// HolderSignatures.
    function admit(EventId eventId, Entry[] calldata entries, bytes calldata signatures) external;

    /// @notice Admits rights without a proof, after staff identified the holder in person. For desks of the event, at
    /// any time after doors open; else reverts as `admitTerms` of EventRegistry does. A right that cannot be admitted
    /// is logged as `AdmissionRefused`. Reverts with `ByHandLimitExceeded` beyond the desk's limit, and with `GateOnly`
    /// if that limit is 0.
    function admitByHand(EventId eventId, RightId[] calldata rights, uint40 scannedAt, bytes32 reason) external;

    /* VIEWS */

    /// @notice The registry of the events that rights are for.
    function EVENTS() external view returns (IEventRegistry);

    /// @notice The right. Reverts with `RightNonexistent`.
    function rightOf(RightId rightId) external view returns (Right memory);

    /// @notice How many batches the event has, numbered from 0.
    function batchesOf(EventId eventId) external view returns (uint256);

    /// @notice The whole batch. Reverts with `BatchNonexistent`.
    function batchOf(EventId eventId, uint256 batch) external view returns (Batch memory);

    /// @notice Places of a class: `granted` counts live and admitted rights; `freed` counts places whose right was
    /// returned or revoked, and that were not reopened.
    function placesOf(EventId eventId, uint8 classId) external view returns (uint256 granted, uint256 freed);

    /// @notice How many rights of a class an agent and those under it ever granted.
    function usedBy(EventId eventId, uint8 classId, AgentId agentId) external view returns (uint256);

    /// @notice The rights that last took the places of a person in a scope, 0 = none. Some may be void by now.
    function rightsOfPerson(EventId scopeEvent, bytes32 tag) external view returns (RightId[3] memory);

    /// @notice Whether a right that is not void holds the seat (`held`), or the seat was freed and not reopened
    /// (`freed`).
    function seatOf(EventId eventId, uint8 classId, uint24 seat) external view returns (bool held, bool freed);

    /// @notice How many rights a desk has admitted by hand.
    function byHandOf(EventId eventId, address gate) external view returns (uint256);
}
