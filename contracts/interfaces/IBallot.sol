// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";
import {IBeacon} from "./IBeacon.sol";
import {IEventRegistry} from "./IEventRegistry.sol";
import {ISaleHook} from "./ISaleHook.sol";

/// @title A sale hook for fair sales: a public draw gives every entrant a rank, and places go in order of rank.
/// @notice One Ballot serves all events of its registry. It has no owner, and keeps one draw for each class:
///
/// 1. `open` fixes all times and the round of the beacon. There is one draw for each class, and no second one.
/// 2. Until `listUntil` the organizer lists the entrants. From then until `sealAt` people who are
///    missing in it appeal.
/// 3. The round comes at least an hour after `sealAt`. `settle` takes its randomness as seed, and offers all places to
///    the first ranks.
/// 4. A wave ends at its deadline, or when all its places are taken or kept. `advance` then offers what is free to the
///    next ranks. So the order of the draw is also the wait-list.
///
/// *The list* is sorted by entrant. An entrant has a key of 16 bytes: the first of its person tag, or, in a draw by
/// key, of keccak256(abi.encode(holder)). A row is `key 16 bytes ‖ link 4 bytes`. The link of a leader is the size of
/// its party, 1 to 4. The link of a companion is `1 bit, set ‖ member 2 bits, 1 to 3 ‖ row of its leader 29 bits`.
///
/// *Ranks* count from 0 within a pool, which has all parties of one size. The rank of a party follows from the seed, the
/// size, its number in the pool and the size of the pool, see `rankOf`. So a party has the chance of a single entrant.
/// A listed person takes one place. In a draw by key, a key takes all the places of its party.
///
/// *Kept places*: `accept` keeps the places of a party beyond its deadline until `keepUntil`. While the organizer stops
/// sales, `hold` restarts the wave. Both are for anyone, so a stalled sale takes no place from its winner.
/// @dev *Assumptions*: EventRegistry, EntryRightRegistry and the beacon are honest, see IBeacon. The clock of the chain
/// is right within an hour. The organizer lists whom it promised to list, and people check the list before the seal.
///
/// *Does not check*: without an identity verifier, that one person has one entry only: a person may have many keys.
/// With one, attesters can invent persons. That agents serve everyone who is offered a place: a winner whose agent
/// stalls accepts and buys from another agent. If the organizer dismisses all agents until `keepUntil`, kept places are
/// offered to others. That a right was revoked for the reason that `restore` is for. That `advance` names all freed
/// seats: the others wait for the next wave. `hookData` is ignored.
interface IBallot is ISaleHook {
    /// @notice How far the draw of a class is.
    enum Stage {
        /// No draw was opened. The class sells nothing.
        None,
        /// Entries, appeals and the seal, by its times. The class sells nothing.
        Entries,
        /// Places are offered in waves.
        Waves,
        /// The list is used up. Everyone may buy what is not kept.
        OpenSale
    }

    /// @notice Why an acceptance was refused.
    enum AcceptRefusal {
        /// Not refused.
        None,
        /// The identity verifier did not vouch for the holder; in a draw by key, the caller is not the holder.
        EvidenceRefused,
        NotListed,
        /// Its rank is not in the running wave.
        NotOffered,
        /// The places of the party are kept already.
        AlreadyKept,
        /// The party has no place left to keep.
        PlaceUsed
    }

    /// @notice The terms of a draw. They are final.
    struct Terms {
        /// The organizer lists entrants before this. Appeals are in [listUntil, sealAt). In seconds since 1970.
        uint40 listUntil;
        /// At least 1 hour after listUntil.
        uint40 sealAt;
        /// Kept places are kept until this. After `sealAt`, and not after doors open. `hold` may put it off.
        uint40 keepUntil;
        /// Seconds that the places of the first wave are offered, at least 24 hours.
        uint32 firstWindow;
        /// The same for each later wave, at least 1 hour.
        uint32 laterWindow;
        /// Entrants are holders, not persons.
        bool byHolder;
        /// When the list is used up, what is free is sold to everyone. Otherwise the class stays shut.
        bool thenOpen;
        /// The attester of the entrants. While the identity verifier does not trust it, the wave can be held; 0 = none.
        address attester;
    }

    /// @notice A draw with all its data. Arrays have one number for each size of party, 1 to 4.
    struct Draw {
        Terms terms;
        Stage stage;
        /// The round of the beacon whose randomness decides.
        uint64 round;
        /// 0 before `settle`.
        bytes32 seed;
        /// How many rows are listed.
        uint32 rows;
        /// The wave that was opened last; 0 = none yet.
        uint32 wave;
        /// When the places of that wave stop being offered.
        uint40 deadline;
        /// Places that it offered and that are neither taken nor kept.
        uint32 open;
        /// Places that are kept and not taken.
        uint32 kept;
        /// How many parties entered.
        uint32[4] parties;
        /// The wave offers the ranks [from, cutoff).
        uint32[4] from;
        uint32[4] cutoff;
    }

    /// @notice Where an entrant stands.
    struct Place {
        /// Size of its party; 0 = not listed.
        uint8 size;
        /// 0 = the leader.
        uint8 member;
        /// Number of its party in the pool.
        uint32 number;
        /// Rank of its party in the pool; 0 before `settle`, and so for the first rank.
        uint32 rank;
        /// It may be granted its place now, as far as the ballot decides.
        bool isOffered;
        /// The places of its party were kept. They no longer are from `keepUntil` on.
        bool isKept;
        /// It took its place; in a draw by key, the whole party did.
        bool isTaken;
        /// Grants that `restore` still allows it.
        uint8 restored;
    }

    /// @notice What an entrant shows to keep its place.
    struct Acceptance {
        /// The agent that the evidence names.
        AgentId agentId;
        address holder;
        /// As for a grant. Ignored in a draw by key.
        bytes evidence;
    }

    /// @notice Emitted when the draw of a class was opened.
    event DrawOpened(EventId indexed eventId, uint8 indexed classId, Terms terms, uint64 round);
    /// @notice Emitted when `count` entrants were listed. The first of them has row `first`.
    event EntrantsListed(EventId indexed eventId, uint8 indexed classId, uint256 first, uint256 count);
    /// @notice Emitted when an entrant appealed. It has this number in the pool of singles.
    event EntrantAppealed(EventId indexed eventId, uint8 indexed classId, uint128 key, uint32 number);
    /// @notice Emitted when the seed of a draw became known, and so the rank of every entrant.
    event DrawSettled(EventId indexed eventId, uint8 indexed classId, bytes32 seed);
    /// @notice Emitted when a wave offered its places: to the ranks from the former cutoff on, up to `cutoff`.
    event WaveOpened(
        EventId indexed eventId,
        uint8 indexed classId,
        uint32 wave,
        uint40 deadline,
        uint32 places,
        uint32[4] cutoff
    );
    /// @notice Emitted when an entrant accepted. `places` of its party are now kept.
    event PlaceAccepted(EventId indexed eventId, uint8 indexed classId, uint128 key, uint32 places);
    /// @notice Emitted when an acceptance was refused.
    event AcceptRefused(EventId indexed eventId, uint8 indexed classId, uint256 index, AcceptRefusal why);
    /// @notice Emitted when the running wave, or the time for kept places, was put off because sales were stopped.
    event WaveHeld(EventId indexed eventId, uint8 indexed classId, uint40 deadline, uint40 keepUntil);
    /// @notice Emitted when a draw got another attester after its event changed hands.
    event DrawAttesterChanged(EventId indexed eventId, uint8 indexed classId, address attester);
    /// @notice Emitted when an admin let an entrant be granted a right again.
    event PlaceRestored(EventId indexed eventId, uint8 indexed classId, uint128 key, address by);
    /// @notice Emitted when the list was used up and the open sale began.
    event OpenSaleStarted(EventId indexed eventId, uint8 indexed classId, uint256 places);

    /// @notice Thrown when a draw is opened for a class whose sale hook is another contract; 0 = none.
    error DrawOfOtherHook(EventId eventId, uint8 classId, address saleHook);
    /// @notice Thrown when the class already has a draw, or its draw is settled already.
    error DrawExists(EventId eventId, uint8 classId);
    /// @notice Thrown when the class has no draw.
    error DrawMissing(EventId eventId, uint8 classId);
    /// @notice Thrown when `field` of the terms of a draw is out of its range.
    error DrawTermsInvalid(string field);
    /// @notice Thrown when the time to list entrants is over.
    error ListClosed(EventId eventId, uint8 classId, uint40 listUntil);
    /// @notice Thrown when rows follow a store that was not full, so that the list had ended.
    error ListEnded(EventId eventId, uint8 classId, uint256 rows);
    /// @notice Thrown when the rows are none, or not a whole number of rows of 20 bytes.
    error ListRowsMalformed(uint256 length);
    /// @notice Thrown when the key of a row is not above the key before it. `index` counts from the first row of the
    /// call. So no person is listed twice.
    error ListOutOfOrder(uint256 index);
    /// @notice Thrown when the link of a row is neither a size of 1 to 4 nor a companion 1 to 3. In a draw by key,
    /// companions are invalid too.
    error ListLinkInvalid(uint256 index);
    /// @notice Thrown when it is not time for appeals: they are in [listUntil, sealAt).
    error AppealsClosed(EventId eventId, uint8 classId, uint40 listUntil, uint40 sealAt);
    /// @notice Thrown when the identity verifier does not vouch for a holder that appeals; in a draw by key, when the
    /// caller is not that holder.
    error AppealEvidenceInvalid(address holder);
    /// @notice Thrown when an entrant who appeals is listed, and not as a companion.
    error AlreadyListed(uint128 key);
    /// @notice Thrown when a draw is settled before its seal.
    error DrawNotSealed(EventId eventId, uint8 classId, uint40 sealAt);
    /// @notice Thrown when the beacon does not have the round of the draw yet.
    error RoundNotProven(uint64 round);
    /// @notice Thrown when the draw of the class is not settled, so that no place is offered.
    error NotDrawn(EventId eventId, uint8 classId);
    /// @notice Thrown when a wave still has places that people may take.
    error WaveRuns(uint40 deadline);
    /// @notice Thrown when the wave is over.
    error WaveOver(uint40 deadline);
    /// @notice Thrown when places can no longer be kept.
    error KeepOver(uint40 keepUntil);
    /// @notice Thrown when no place is free that a party could be offered.
    error NothingToOffer(EventId eventId, uint8 classId, uint256 free);
    /// @notice Thrown when a wave is held while sales are neither paused nor closed, and the attester is trusted.
    error SalesGoOn(EventId eventId);
    /// @notice Thrown when a hold would put off nothing.
    error NothingToHold(uint40 deadline, uint40 keepUntil);
    /// @notice Thrown when the attester of a draw may not change: its event did not change hands since it was named, or
    /// the identity verifier does not trust `attester`.
    error DrawAttesterInvalid(EventId eventId, uint8 classId, address attester);
    /// @notice Thrown when an entrant took no place that could be restored.
    error NothingToRestore(uint128 key);
    /// @notice Thrown when rights without persons are granted in a draw of persons.
    error DrawNeedsPersons();
    /// @notice Thrown when a grant is for an entrant that is not in the list.
    error EntrantNotListed(uint128 key);
    /// @notice Thrown when a grant is for a rank that is not offered a place now.
    error NotOffered(uint128 key, uint256 rank);
    /// @notice Thrown when a grant is for an entrant that took its place before.
    error PlaceUsed(uint128 key);
    /// @notice Thrown when the rank of a party is asked that a pool of so many parties does not have.
    error PartyNonexistent(uint256 number, uint256 parties);
    /// @notice Thrown when a grant would take places that are kept for, or offered to, others.
    error PlacesReserved(EventId eventId, uint8 classId, uint256 reserved);

    /* ENTRIES */

    /// @notice Opens the draw of a class, once. For admins of the organizer; else reverts as `checkEventAdmin` of
    /// EventRegistry does. Reverts with `ClassNonexistent`, `EventIsCancelled`, `DrawOfOtherHook`, `DrawExists`, or
    /// with `DrawTermsInvalid` and the name of the field unless all of this holds:
    /// - `listUntil` is ahead, and `sealAt` at least 1 hour later;
    /// - `keepUntil` is after `sealAt`, and not after doors open;
    /// - `firstWindow` is at least 24 hours, `laterWindow` at least 1 hour;
    /// - `byHolder` is false in a named class, and true in an event without an identity verifier;
    /// - the identity verifier trusts `attester` now, or it is 0. In a draw by key it is 0.
    function open(EventId eventId, uint8 classId, Terms calldata terms) external;

    /// @notice Lists entrants, in ascending order of their keys over all calls. For admins of the organizer, before
    /// `listUntil`. Every call but the last has a multiple of 1,228 rows; two stores of 1,228 fit in a transaction.
    /// Reverts with `DrawMissing`, `ListClosed`, `ListEnded`, `ListRowsMalformed`, `ListOutOfOrder`,
    /// `ListLinkInvalid` or `StoreFailed`.
    /// @param rows Packed: key 16 bytes, link 4 bytes.
    function list(EventId eventId, uint8 classId, bytes calldata rows) external;

    /// @notice Enters a person who is missing in the list, or is in it as a companion, as a party of one. Anyone may send
    /// it, in [listUntil, sealAt); in a draw by key only the holder. Reverts with `DrawMissing`, `AppealsClosed`,
    /// `AppealEvidenceInvalid`, `AlreadyListed`, `GasTooLow`, and as `checkReopen` of EventRegistry does.
    /// @param agentId The agent that the evidence names.
    /// @param evidence As for a grant. Ignored in a draw by key.
    function appeal(EventId eventId, uint8 classId, AgentId agentId, address holder, bytes calldata evidence) external;

    /* WAVES */

    /// @notice Draws: takes the seed from the beacon, and offers all places to the first ranks. Anyone may call it,
    /// from `sealAt` on, once the beacon has the round. The first wave lasts `firstWindow` from now, or from when sales
    /// open. Reverts with `DrawMissing`, `DrawExists`, `DrawNotSealed`, `RoundNotProven`, `NothingToOffer`, and as
    /// `checkReopen` of EventRegistry does.
    function settle(EventId eventId, uint8 classId) external;

    /// @notice Keeps the places of parties in the running wave until `keepUntil`. Anyone may send it, before the
    /// deadline and before `keepUntil`; in a draw by key only the holder. Each item is judged alone: a refused one is
    /// logged as `AcceptRefused`. Reverts with `NotDrawn`, `WaveOver`, `KeepOver`, `GasTooLow`, and as `checkReopen` of
    /// EventRegistry does.
    /// @return accepted How many were not refused.
    function accept(EventId eventId, uint8 classId, Acceptance[] calldata items) external returns (uint256 accepted);

    /// @notice Restarts the running wave, and puts `keepUntil` off to 24 hours from now, but not beyond doors. Each only
    /// if it is not over yet, and to later only. Anyone may call it while sales are paused or closed, or while the
    /// identity verifier does not trust the attester of the draw. Not after doors open. Reverts with `NotDrawn`,
    /// `SalesGoOn`, `NothingToHold`, `EventIsCancelled` or `DoorsOpen`.
    function hold(EventId eventId, uint8 classId) external;

    /// @notice Names an attester that the new organizer trusts, after the event changed hands. Anyone may call it, once
    /// in each era. The trust in the former attester ended with its era, so the wave could be held until then. Reverts
    /// with `DrawMissing` or `DrawAttesterInvalid`.
    function changeAttester(EventId eventId, uint8 classId, address attester) external;

    /// @notice Opens the next wave: reopens freed places, and offers what is free and not kept to the next ranks. Each
    /// pool gets its share, and singles what is left; what singles do not need goes to larger parties that fit. From
    /// `keepUntil` on, kept places are offered too. If the list is used up and the terms allow it, the open
    /// sale begins; from then on, a call reopens freed places. Anyone may call it after the deadline, or when nothing is
    /// open. Reverts with `NotDrawn`, `WaveRuns`, `NothingToOffer`, as `reopenSeats` of EntryRightRegistry and as
    /// `checkReopen` of EventRegistry.
    /// @param seats In a class with seats, the freed seats to reopen; else none.
    function advance(EventId eventId, uint8 classId, uint24[] calldata seats) external;

    /// @notice Lets an entrant that took its place be granted one right more, while a place is free that is neither
    /// kept nor offered. It is for a right that was revoked because of a mistake. For admins of the organizer; else
    /// reverts as `checkEventAdmin` of EventRegistry does. Other errors: `NotDrawn`, `EntrantNotListed`,
    /// `NothingToRestore`, and those of `checkReopen` of EventRegistry.
    function restore(EventId eventId, uint8 classId, uint128 key) external;

    /* VIEWS */

    /// @notice The draw of a class. Its stage is `None` if it has none.
    function drawOf(EventId eventId, uint8 classId) external view returns (Draw memory);

    /// @notice Where an entrant stands. Its size is 0 if it is not in the list.
    function placeOf(EventId eventId, uint8 classId, uint128 key) external view returns (Place memory);

    /// @notice The store of the rows 1,228 × index and the next, see Records; 0 if it has none. In a store the link of a
    /// leader is `0 bit ‖ size 3 bits ‖ number in its pool 28 bits`.
    function storeOf(EventId eventId, uint8 classId, uint256 index) external view returns (address);

    /// @notice The key of a holder in a draw by key.
    function keyOf(address holder) external pure returns (uint128);

    /// @notice The rank of the party with this number in a pool of `parties` parties of one size: a permutation of
    /// [0, parties) that follows from the seed. Reverts with `PartyNonexistent`.
    function rankOf(bytes32 seed, uint256 size, uint256 number, uint256 parties) external pure returns (uint256);

    /// @notice The beacon whose randomness decides.
    function BEACON() external view returns (IBeacon);

    /// @notice The registry of the organizers whose admins open draws.
    function EVENTS() external view returns (IEventRegistry);
}
