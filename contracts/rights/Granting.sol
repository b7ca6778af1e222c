// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {ISaleGate} from "../interfaces/ISaleGate.sol";
import {Persons} from "../libraries/Persons.sol";
import {Records} from "../libraries/Records.sol";
import {RightBook} from "../libraries/RightBook.sol";
import {SeatMap} from "../libraries/SeatMap.sol";
import {Tally} from "../libraries/Tally.sol";
import {RightsBase} from "./RightsBase.sol";
import {AgentChain} from "../types/AgentChain.sol";
import {AgentId} from "../types/AgentId.sol";
import {BatchHead, BatchHeadLib, ONE_HOLDER, SEATED, TAGGED, NAMED_CLASS} from "../types/BatchHead.sol";
import {EventId} from "../types/EventId.sol";
import {GrantTerms, TERMS_SEATED, TERMS_NAMED, TERMS_MUST_TAG} from "../types/GrantTerms.sol";
import {Refusal} from "../types/Refusal.sol";
import {MAX_BATCHES, RightId, RightIdLib} from "../types/RightId.sol";
import {RightStatus} from "../types/RightStatus.sol";

/// @title How rights come into being: one grant, one batch.
abstract contract Granting is RightsBase {
    using Persons for Persons.Places;
    using RightBook for RightBook.Book;
    using SeatMap for SeatMap.Seats;
    using SeatMap for SeatMap.Cursor;
    using Tally for Tally.Lanes;

    /// @dev Rights that a batch with one holder may have: a party.
    uint256 private constant MAX_PARTY = 4;
    /// @dev Classes below this share the word that counts the batches.
    uint8 private constant FIRST_WORD_CLASSES = 8;

    /// @dev What the parts of a grant hand to each other.
    struct Grant {
        EventId eventId;
        uint8 classId;
        AgentId agentId;
        GrantTerms terms;
        RightId first;
        uint256 count;
        uint256 live;
        bool tagged;
        /// Per record, why it is written `Void`; empty where nothing can be refused.
        bytes refusals;
        /// Per record of a tagged batch, its person; 0 for a refused one.
        bytes32[] tags;
    }

    /// @inheritdoc IEntryRightRegistry
    function grant(
        EventId eventId,
        uint8 classId,
        AgentId agentId,
        bytes calldata records,
        bytes[] calldata evidence,
        uint256 minLive
    ) external notWhileAsking returns (RightId first, uint256 live) {
        (GrantTerms terms, AgentChain chain) = EVENTS.grantTerms(
            eventId,
            classId,
            agentId,
            _msgSender(),
            _isForwarded()
        );
        Grant memory g;
        (g.eventId, g.classId, g.agentId, g.terms) = (eventId, classId, agentId, terms);
        g.count = _checkRecords(records, terms.has(TERMS_SEATED));
        g.tagged = _checkEvidence(evidence, g.count, terms);

        uint256 tally = _taken[eventId].words[0];
        if (uint32(tally) == MAX_BATCHES) revert BatchesExhausted(eventId);
        first = g.first = RightIdLib.pack(eventId, uint32(tally), 0);
        live = g.live = g.tagged || terms.has(TERMS_SEATED) ? _place(g, records, evidence) : g.count;
        if (live < minLive) revert TooFewLive(live, minLive);

        _count(g, tally, chain);
        _write(g, records);
        if (terms.saleGate() != address(0)) {
            _askingSaleGate = true;
            ISaleGate(terms.saleGate()).beforeGrant(eventId, classId, agentId, records, g.tags);
            _askingSaleGate = false;
        }
    }

    /// @dev Returns the number of records; each has a holder.
    function _checkRecords(bytes calldata records, bool seated) private pure returns (uint256 count) {
        uint256 size = Records.sizeOf(seated);
        count = records.length / size;
        if (count * size != records.length) revert RecordsMalformed(records.length, size);
        if (count == 0 || count > (seated ? Records.MAX_SEATED : Records.MAX_HOLDERS)) revert GrantCountInvalid(count);
        unchecked {
            // i < count.
            for (uint256 i = 0; i < count; ++i) {
                if (Records.holderAt(records, size, i) == address(0)) revert HolderZero(i);
            }
        }
    }

    /// @dev A batch is tagged in full or not at all: its flag speaks for all of its rights.
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

    /// @dev Takes a seat and a person's place for each record that can have them. Returns how many can.
    function _place(Grant memory g, bytes calldata records, bytes[] calldata evidence) private returns (uint256 live) {
        SeatMap.Seats storage seats = _seats[g.eventId][g.classId];
        SeatMap.Cursor memory cursor;
        bool seated = g.terms.has(TERMS_SEATED);
        address verifier = g.tagged ? EVENTS.changeTerms(g.eventId).identityVerifier : address(0);
        if (g.tagged) g.tags = new bytes32[](g.count);
        bytes memory refusals = new bytes(g.count);
        live = g.count;

        unchecked {
            // i < count, and live counts down at most once an i.
            for (uint256 i = 0; i < g.count; ++i) {
                Refusal why = Refusal.None;
                uint256 seat;
                if (seated) {
                    seat = Records.seatAt(records, i);
                    if (seat >= g.terms.supply()) revert SeatInvalid(i, seat, g.terms.supply());
                    if (!seats.isFree(cursor, seat)) why = Refusal.SeatTaken;
                }
                if (g.tagged && why == Refusal.None) {
                    address holder = Records.holderAt(records, Records.sizeOf(seated), i);
                    (why, g.tags[i]) = _placePerson(g, verifier, holder, i, evidence[i]);
                }
                if (why != Refusal.None) {
                    refusals[i] = bytes1(uint8(why));
                    --live;
                } else if (seated) {
                    cursor.hold(seat);
                }
            }
        }
        if (seated) seats.flush(cursor);
        if (live != g.count) g.refusals = refusals;
    }

    function _placePerson(
        Grant memory g,
        address verifier,
        address holder,
        uint256 index,
        bytes calldata evidence
    ) private returns (Refusal why, bytes32 tag) {
        EventId scope = g.terms.scope();
        (tag, ) = Persons.ask(verifier, scope, RightId.wrap(0), holder, g.agentId, evidence);
        if (tag == 0) return (Refusal.EvidenceRefused, 0);
        RightId rightId = g.first.plus(index);
        if (!_persons[scope].claim(_book, EVENTS, tag, rightId, g.terms.maxPerPerson())) {
            return (Refusal.PersonFull, 0);
        }
    }

    /// @dev Counts the live rights against the class and against the agent and each agent above it.
    function _count(Grant memory g, uint256 tally, AgentChain chain) private {
        Tally.Lanes storage taken = _taken[g.eventId];
        uint256 live = g.live;
        uint256 left;
        unchecked {
            // Every lane stays at or below its class's supply, at most 2^32 - 1, and lane 0 at or below MAX_BATCHES:
            // none carries into the next. What is taken never exceeds the supply, nor what is used its quota but for
            // one that was lowered, and then nothing is left.
            if (g.classId < FIRST_WORD_CLASSES) {
                left = g.terms.supply() - uint32(tally >> (32 * g.classId));
                tally += live << (32 * g.classId);
            } else {
                left = g.terms.supply() - taken.get(g.classId);
                taken.add(g.classId, live);
            }
            if (live > left) revert ClassSoldOut(g.eventId, g.classId, live, left);
            taken.words[0] = tally + 1;

            (AgentId agentId, uint256 quota) = chain.first();
            while (AgentId.unwrap(agentId) != 0) {
                uint256 used = _used[g.eventId][g.classId][agentId];
                left = quota > used ? quota - used : 0;
                if (live > left) revert QuotaExceeded(g.eventId, g.classId, agentId, live, left);
                _used[g.eventId][g.classId][agentId] = used + live;
                chain = chain.above();
                (agentId, quota) = chain.first();
            }
        }
    }

    /// @dev Writes and logs the batch.
    function _write(Grant memory g, bytes calldata records) private {
        uint8 flags =
            (g.terms.has(TERMS_SEATED) ? SEATED : 0) |
                (g.tagged ? TAGGED : 0) |
                (g.terms.has(TERMS_NAMED) ? NAMED_CLASS : 0);
        address store;
        uint32 tail;
        if (_isParty(records, g.count, g.terms.has(TERMS_SEATED))) {
            flags |= ONE_HOLDER;
            store = Records.holderAt(records, 0, 0);
            // Narrowing: seats are 24 bits.
            if (g.terms.has(TERMS_SEATED)) tail = uint32(Records.seatAt(records, 0) << 8);
        } else {
            store = Records.save(records);
            if (store == address(0)) revert StoreFailed();
        }
        BatchHead head = BatchHeadLib.pack(store, g.agentId, g.classId, g.count, flags, tail);
        _book.heads[g.first.batchKey()] = head;

        emit RightsGranted(g.eventId, g.agentId, g.first, head, records);
        if (g.tagged) emit PersonsTagged(g.first, g.tags);
        if (g.live != g.count) _voidRefused(g, head);
    }

    /// @dev Whether the records are one key's, with seats in a row.
    function _isParty(bytes calldata records, uint256 count, bool seated) private pure returns (bool) {
        if (count > MAX_PARTY) return false;
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

    function _voidRefused(Grant memory g, BatchHead head) private {
        unchecked {
            // i < count.
            for (uint256 i = 0; i < g.count; ++i) {
                if (g.refusals[i] == 0) continue;
                RightId rightId = g.first.plus(i);
                _book.setStatus(rightId, head, RightStatus.Void);
                emit GrantRefused(rightId, Refusal(uint8(g.refusals[i])));
            }
        }
    }
}
