// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {ISaleHook} from "../interfaces/ISaleHook.sol";
import {Persons} from "../libraries/Persons.sol";
import {Records} from "../libraries/Records.sol";
import {RightBook} from "../libraries/RightBook.sol";
import {SeatMap} from "../libraries/SeatMap.sol";
import {Tally} from "../libraries/Tally.sol";
import {RightsBase} from "./RightsBase.sol";
import {AgentChain} from "../types/AgentChain.sol";
import {AgentId} from "../types/AgentId.sol";
import {BatchHead, BatchHeadLib, SEATED, TAGGED, NAMED_CLASS} from "../types/BatchHead.sol";
import {EventId} from "../types/EventId.sol";
import {GrantTerms, TERMS_SEATED, TERMS_NAMED, TERMS_MUST_TAG} from "../types/GrantTerms.sol";
import {Refusal} from "../types/Refusal.sol";
import {MAX_BATCHES, RightId, RightIdLib} from "../types/RightId.sol";
import {VOID} from "../types/RightStatus.sol";

/// @title Grants: each creates the rights of one batch.
abstract contract Granting is RightsBase {
    using Persons for Persons.Places;
    using RightBook for RightBook.Book;
    using SeatMap for SeatMap.Seats;
    using Tally for Tally.Lanes;

    /// @dev Most rights of a batch with one holder, which is a party.
    uint256 private constant MAX_PARTY = 4;
    /// @dev Classes below this have their counters in the word that counts the batches.
    uint8 private constant FIRST_WORD_CLASSES = 8;

    /// @inheritdoc IEntryRightRegistry
    function grant(
        EventId eventId,
        uint8 classId,
        AgentId agentId,
        bytes calldata records,
        bytes[] calldata evidence,
        bytes calldata hookData,
        uint32 minLive
    ) external returns (RightId first, uint256 live) {
        (GrantTerms terms, AgentChain chain) = EVENTS.grantTerms(
            eventId,
            classId,
            agentId,
            _msgSender(),
            _isForwarded()
        );
        live = _checkShape(records, terms.has(TERMS_SEATED));
        uint256 flags = _checkEvidence(evidence, live, terms) ? TAGGED : 0;
        if (terms.has(TERMS_SEATED)) flags |= SEATED;
        if (terms.has(TERMS_NAMED)) flags |= NAMED_CLASS;
        BatchHead head = BatchHeadLib.pack(agentId, classId, live, flags);

        uint256 tally = _taken[eventId].words[0];
        if (uint32(tally) == MAX_BATCHES) revert BatchesExhausted(eventId);
        first = RightIdLib.pack(eventId, uint32(tally), 0);

        bytes memory refusals;
        bytes32[] memory tags;
        if (terms.has(TERMS_SEATED)) {
            (live, refusals) = _takeSeats(_seats[eventId][classId], records, live, terms.supply());
        } else {
            _checkHolders(records, live);
        }
        if (evidence.length != 0) {
            (live, refusals, tags) = _takePersons(first, head, records, evidence, refusals);
        }
        if (live == 0) revert NothingLive(refusals);
        if (live < minLive) revert TooFewLive(live, minLive);

        _countTaken(eventId, classId, terms.supply(), live, tally);
        _countUsed(eventId, classId, live, chain);
        head = _write(first, head, records, tags);
        if (live != head.count()) _voidRefused(first, head, refusals);

        // Last, so that calls of the hook see all effects of the grant, and the grant uses nothing that they changed.
        address saleHook = terms.saleHook();
        if (saleHook != address(0)) ISaleHook(saleHook).beforeGrant(first, classId, agentId, records, tags, hookData);
    }

    /// @dev Returns the number of records.
    function _checkShape(bytes calldata records, bool seated) private pure returns (uint256 count) {
        uint256 size = Records.sizeOf(seated);
        count = records.length / size;
        if (count * size != records.length) revert RecordsMalformed(records.length, size);
        if (count == 0 || count > (seated ? Records.MAX_SEATED : Records.MAX_HOLDERS)) revert GrantCountInvalid(count);
    }

    /// @dev For a class without seats. `_takeSeats` checks the holders of a class with seats.
    function _checkHolders(bytes calldata records, uint256 count) private pure {
        unchecked {
            // i < count.
            for (uint256 i = 0; i < count; ++i) {
                if (Records.holderAt(records, Records.HOLDER_SIZE, i) == address(0)) revert HolderZero(i);
            }
        }
    }

    /// @dev A batch is tagged in full or not at all, because its flag holds for all its rights.
    function _checkEvidence(
        bytes[] calldata evidence,
        uint256 count,
        GrantTerms terms
    ) private pure returns (bool tagged) {
        tagged = evidence.length != 0;
        if (tagged ? evidence.length != count || terms.maxPerPerson() == 0 : terms.has(TERMS_MUST_TAG)) {
            revert EvidenceCountInvalid(evidence.length, count);
        }
    }

    /// @dev Takes the seat of each record if it is free. Returns how many records got theirs, and for each a refusal or
    /// 0.
    function _takeSeats(
        SeatMap.Seats storage seats,
        bytes calldata records,
        uint256 count,
        uint256 supply
    ) private returns (uint256 live, bytes memory refusals) {
        (uint256 place, uint256 word) = (0, 0);
        live = count;
        refusals = new bytes(count);
        unchecked {
            // i < count, and `live` decreases at most once for each i.
            for (uint256 i = 0; i < count; ++i) {
                (address holder, uint256 seat) = Records.seatedAt(records, i);
                if (holder == address(0)) revert HolderZero(i);
                if (seat >= supply) revert SeatInvalid(i, seat, supply);
                (place, word) = seats.turn(place, word, seat);
                if (SeatMap.isFree(word, seat)) {
                    word = SeatMap.hold(word, seat);
                } else {
                    refusals[i] = bytes1(uint8(Refusal.SeatTaken));
                    --live;
                }
            }
        }
        seats.flush(place, word);
    }

    /// @dev Takes a place of its person for each record. A record without its seat takes none. A record whose person is
    /// refused frees its seat. Returns how many records are live, for each a refusal or 0, and the persons of the live
    /// ones. `seatRefusals` is what `_takeSeats` returned, and is empty in a class without seats.
    function _takePersons(
        RightId first,
        BatchHead head,
        bytes calldata records,
        bytes[] calldata evidence,
        bytes memory seatRefusals
    ) private returns (uint256 live, bytes memory refusals, bytes32[] memory tags) {
        bool seated = head.has(SEATED);
        SeatMap.Seats storage seats = _seats[first.eventId()][head.classId()];
        IEventRegistry.ChangeTerms memory terms = EVENTS.changeTerms(first.eventId());
        refusals = new bytes(evidence.length);
        tags = new bytes32[](evidence.length);
        for (uint256 i = 0; i < evidence.length; ++i) {
            if (seated && seatRefusals[i] != 0 && !_takeFreedSeat(seats, records, i)) {
                refusals[i] = seatRefusals[i];
                continue;
            }
            address holder = Records.holderAt(records, Records.sizeOf(seated), i);
            Refusal why;
            (why, tags[i]) = _takePerson(first.plus(i), head.agentId(), terms, holder, evidence[i]);
            if (why == Refusal.None) {
                ++live;
                continue;
            }
            refusals[i] = bytes1(uint8(why));
            if (seated) seats.set(Records.seatAt(records, i), SeatMap.FREE);
        }
    }

    /// @dev Takes a seat that an earlier record had taken first, if that record lost it because its person was refused.
    function _takeFreedSeat(SeatMap.Seats storage seats, bytes calldata records, uint256 index) private returns (bool) {
        uint256 seat = Records.seatAt(records, index);
        if (seats.stateOf(seat) != SeatMap.FREE) return false;
        seats.set(seat, SeatMap.HELD);
        return true;
    }

    function _takePerson(
        RightId rightId,
        AgentId agentId,
        IEventRegistry.ChangeTerms memory terms,
        address holder,
        bytes calldata evidence
    ) private returns (Refusal, bytes32 tag) {
        (tag, ) = Persons.ask(terms.identityVerifier, terms.scope, RightId.wrap(0), holder, agentId, evidence);
        if (tag == 0) return (Refusal.EvidenceRefused, 0);
        if (!_persons[terms.scope].claim(_book, EVENTS, tag, rightId, terms.maxPerPerson)) {
            return (Refusal.PersonFull, 0);
        }
        return (Refusal.None, tag);
    }

    /// @dev Counts the batch, and its live rights against the supply of the class. `tally` is the word with the
    /// batches.
    function _countTaken(EventId eventId, uint8 classId, uint256 supply, uint256 live, uint256 tally) private {
        Tally.Lanes storage taken = _taken[eventId];
        unchecked {
            // No lane carries into the next: taken places are at most the supply, which is at most 2^32 - 1, and lane 0
            // is at most MAX_BATCHES.
            uint256 left =
                supply - (classId < FIRST_WORD_CLASSES ? uint32(tally >> (32 * classId)) : taken.get(classId));
            if (live > left) revert ClassSoldOut(eventId, classId, live, left);
            if (classId < FIRST_WORD_CLASSES) tally += live << (32 * classId);
            else taken.add(classId, live);
            taken.words[0] = tally + 1;
        }
    }

    /// @dev Counts live rights against the agent and each agent above it.
    function _countUsed(EventId eventId, uint8 classId, uint256 live, AgentChain chain) private {
        mapping(AgentId agentId => uint256) storage used = _used[eventId][classId];
        unchecked {
            // used + live <= quota < 2^32. If a quota was lowered below what is used, nothing is left.
            do {
                (AgentId agentId, uint256 quota) = chain.first();
                uint256 before = used[agentId];
                if (before + live > quota) {
                    revert QuotaExceeded(eventId, classId, agentId, live, quota > before ? quota - before : 0);
                }
                used[agentId] = before + live;
                chain = chain.above();
            } while (!chain.isEmpty());
        }
    }

    /// @dev Writes and logs the batch.
    function _write(
        RightId first,
        BatchHead head,
        bytes calldata records,
        bytes32[] memory tags
    ) private returns (BatchHead) {
        if (_isParty(head, records)) {
            uint256 seat = head.has(SEATED) ? Records.seatAt(records, 0) : 0;
            head = head.withHolder(Records.holderAt(records, 0, 0), seat);
        } else {
            address store = Records.save(records);
            if (store == address(0)) revert StoreFailed();
            head = head.withStore(store);
        }
        _book.heads[first.batchKey()] = head;
        emit RightsGranted(first.eventId(), head.agentId(), first, head, records);
        if (head.has(TAGGED)) emit PersonsTagged(first, tags);
        return head;
    }

    /// @dev Whether all records have the same holder, and consecutive seats.
    function _isParty(BatchHead head, bytes calldata records) private pure returns (bool) {
        uint256 count = head.count();
        if (count > MAX_PARTY) return false;
        bool seated = head.has(SEATED);
        uint256 size = Records.sizeOf(seated);
        unchecked {
            // i < count; seats are 24 bits.
            for (uint256 i = 1; i < count; ++i) {
                if (Records.holderAt(records, size, i) != Records.holderAt(records, size, 0)) return false;
                if (seated && Records.seatAt(records, i) != Records.seatAt(records, 0) + i) return false;
            }
        }
        return true;
    }

    function _voidRefused(RightId first, BatchHead head, bytes memory refusals) private {
        for (uint256 i = 0; i < refusals.length; ++i) {
            if (refusals[i] == 0) continue;
            RightId rightId = first.plus(i);
            _book.setStatus(rightId, head, VOID);
            emit GrantRefused(rightId, Refusal(uint8(refusals[i])));
        }
    }
}
