// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SaleHook} from "../hooks/SaleHook.sol";
import {IBallot} from "../interfaces/IBallot.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {Ranks} from "../libraries/Ranks.sol";
import {Records} from "../libraries/Records.sol";
import {Shares} from "../libraries/Shares.sol";
import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";
import {PerSize} from "../types/PerSize.sol";
import {RightId} from "../types/RightId.sol";
import {RightStatus} from "../types/RightStatus.sol";
import {BallotBase} from "./BallotBase.sol";

/// @title The waves of a draw: which ranks are offered places, and which took theirs.
/// @dev Places of the class are granted, freed, kept, or open (offered and neither taken nor kept). All together they are
/// at most its supply, because a wave offers what is left. A grant takes an open or a kept place; a return frees a
/// granted one.
abstract contract BallotWaves is BallotBase {
    using Ranks for Ranks.Pool;

    /// @dev The bit of a rank's byte that is set while places of its party are kept. Bits 0 to 3: its members.
    uint256 private constant KEPT = 0x80;
    /// @dev A hold gives those whose places are kept this much time.
    uint256 private constant LEAST_KEEP = 24 hours;

    /// @dev The party that a call looks at, and what it shares with the one before: the pool, and the word of marks.
    struct Cursor {
        uint256 size;
        Ranks.Pool pool;
        uint256 from;
        uint256 cutoff;
        uint256 rank;
        /// Number of the held word of marks, 0 = none; the word; and where in it the byte of the rank is.
        uint256 place;
        uint256 word;
        uint256 shift;
    }

    /* WAVES */

    /// @inheritdoc IBallot
    function settle(EventId eventId, uint8 classId) external {
        DrawBook storage draw = _draws[eventId][classId];
        Fixed memory terms = draw.terms;
        State memory state = draw.state;
        if (!_isOpened(draw)) revert DrawMissing(eventId, classId);
        if (state.stage != Stage.None) revert DrawExists(eventId, classId);
        if (block.timestamp < terms.sealAt) revert DrawNotSealed(eventId, classId, terms.sealAt);
        bytes32 randomness = BEACON.randomness(terms.round);
        if (randomness == 0) revert RoundNotProven(terms.round);
        _checkGoesOn(eventId, classId);

        bytes32 seed = keccak256(abi.encode(randomness, block.chainid, address(this), eventId, classId));
        draw.seed = seed;
        emit DrawSettled(eventId, classId, seed);
        (state.stage, state.keepUntil) = (Stage.Waves, terms.keepUntil);
        (state.byHolder, state.thenOpen, state.seated) = (terms.byHolder, terms.thenOpen, terms.seated);
        // Nothing was granted before, because the hook refused it.
        _offer(eventId, classId, draw, state, 0);
    }

    /// @inheritdoc IBallot
    function advance(EventId eventId, uint8 classId, uint24[] calldata seats) external {
        DrawBook storage draw = _draws[eventId][classId];
        if (draw.state.stage < Stage.Waves) revert NotDrawn(eventId, classId);
        bool hasReopened = _reopenFreed(eventId, classId, seats);

        // Only now, so that nothing that the call above did is missed.
        State memory state = draw.state;
        if (state.stage == Stage.OpenSale) {
            if (!hasReopened) revert NothingToOffer(eventId, classId, 0);
            return;
        }
        // Kept places of the running wave can be taken until its deadline even after keepUntil.
        bool isWaiting = state.open != 0 || (state.kept != 0 && block.timestamp >= state.keepUntil);
        if (isWaiting && block.timestamp < state.deadline) revert WaveRuns(state.deadline);
        (uint256 granted, uint256 freed) = RIGHTS.placesOf(eventId, classId);
        _offer(eventId, classId, draw, state, granted + freed);
    }

    function _reopenFreed(EventId eventId, uint8 classId, uint24[] calldata seats) private returns (bool) {
        bool seated = _checkGoesOn(eventId, classId);
        if (seats.length != 0) {
            _reopenSeats(eventId, classId, seats);
            return true;
        }
        if (seated) return false;
        (, uint256 freed) = RIGHTS.placesOf(eventId, classId);
        if (freed == 0) return false;
        // Narrowing: freed places are at most the supply.
        _reopen(eventId, classId, uint32(freed));
        return true;
    }

    /// @dev Opens the next wave, or the open sale, and writes the state. `taken` places are granted or freed.
    function _offer(EventId eventId, uint8 classId, DrawBook storage draw, State memory state, uint256 taken) private {
        if (_isKeepOver(state)) state.kept = 0;
        uint256 free = EVENTS.classOf(eventId, classId).supply - taken - state.kept;
        if (free == 0) revert NothingToOffer(eventId, classId, free);

        PerSize cutoff = draw.cutoff;
        PerSize left = draw.parties.minus(cutoff);
        if (PerSize.unwrap(left) == 0) {
            if (!state.thenOpen) revert NothingToOffer(eventId, classId, free);
            (state.stage, state.open) = (Stage.OpenSale, 0);
            draw.state = state;
            emit OpenSaleStarted(eventId, classId, free);
            return;
        }
        (PerSize offered, uint256 places) = Shares.share(left, free);
        if (places == 0) revert NothingToOffer(eventId, classId, free);
        PerSize until = cutoff.plusAll(offered);
        (draw.from, draw.cutoff) = (cutoff, until);
        // Narrowing: places are at most the supply.
        state.open = uint32(places);
        ++state.wave;
        state.deadline = _endOfWindow(draw, state);
        draw.state = state;
        emit WaveOpened(eventId, classId, state.wave, state.deadline, state.open, until.toArray());
    }

    /// @dev When the window of the present wave ends if it starts now, or when sales open.
    function _endOfWindow(DrawBook storage draw, State memory state) private view returns (uint40) {
        uint256 salesOpenAt = draw.terms.salesOpenAt;
        return _after(draw, state.wave, block.timestamp < salesOpenAt ? salesOpenAt : block.timestamp);
    }

    function _after(DrawBook storage draw, uint32 wave, uint256 start) private view returns (uint40) {
        // Narrowing: 2^40 seconds are 35,000 years.
        return uint40(start + (wave == 1 ? draw.firstWindow : draw.laterWindow));
    }

    /// @dev Whether kept places may be offered to the next ranks.
    function _isKeepOver(State memory state) internal view returns (bool) {
        return block.timestamp >= state.keepUntil && block.timestamp >= state.deadline;
    }

    /* KEEP */

    /// @inheritdoc IBallot
    function accept(EventId eventId, uint8 classId, Acceptance[] calldata items) external returns (uint256 accepted) {
        DrawBook storage draw = _draws[eventId][classId];
        State memory state = draw.state;
        if (state.stage < Stage.Waves) revert NotDrawn(eventId, classId);
        if (block.timestamp >= state.deadline) revert WaveOver(state.deadline);
        if (block.timestamp >= state.keepUntil) revert KeepOver(state.keepUntil);
        IEventRegistry.ChangeTerms memory terms = _termsGoingOn(eventId);
        Cursor memory cursor;
        for (uint256 i = 0; i < items.length; ++i) {
            (AcceptRefusal why, uint128 key, uint32 places) = _acceptItem(draw, state, cursor, terms, items[i]);
            if (why == AcceptRefusal.None) {
                ++accepted;
                emit PlaceAccepted(eventId, classId, key, places);
            } else {
                emit AcceptRefused(eventId, classId, i, why);
            }
        }
        _flush(draw, cursor);
        (draw.state.open, draw.state.kept) = (state.open, state.kept);
    }

    function _acceptItem(
        DrawBook storage draw,
        State memory state,
        Cursor memory cursor,
        IEventRegistry.ChangeTerms memory terms,
        Acceptance calldata item
    ) private returns (AcceptRefusal why, uint128 key, uint32 places) {
        bool isVouched;
        (key, isVouched) = _vouchedKey(state.byHolder, terms, item.agentId, item.holder, item.evidence);
        if (!isVouched) return (AcceptRefusal.EvidenceRefused, key, 0);
        (why, places) = _keep(draw, state, cursor, key);
    }

    function _keep(
        DrawBook storage draw,
        State memory state,
        Cursor memory cursor,
        uint128 key
    ) private returns (AcceptRefusal, uint32 places) {
        (uint256 size, uint256 number, ) = _partyOf(draw, key, _noProof(), 0);
        if (size == 0) return (AcceptRefusal.NotListed, 0);
        _turn(draw, cursor, size, number);
        if (!_isInWave(state, cursor)) return (AcceptRefusal.NotOffered, 0);
        uint256 marks = _marksAt(cursor);
        if (marks & KEPT != 0) return (AcceptRefusal.AlreadyKept, 0);
        // Narrowing: a party has at most 4 places.
        places = uint32(size - _countOf(marks));
        if (places == 0) return (AcceptRefusal.PlaceUsed, 0);
        cursor.word |= KEPT << cursor.shift;
        state.open -= places;
        state.kept += places;
        return (AcceptRefusal.None, places);
    }

    /// @inheritdoc IBallot
    function hold(EventId eventId, uint8 classId) external {
        DrawBook storage draw = _draws[eventId][classId];
        // Read one by one, because an act that changes two of nine fields need not load all into memory.
        (Stage stage, uint32 wave) = (draw.state.stage, draw.state.wave);
        (uint40 formerDeadline, uint40 formerKeepUntil) = (draw.state.deadline, draw.state.keepUntil);
        if (stage < Stage.Waves) revert NotDrawn(eventId, classId);
        uint256 doorsOpenAt = _checkStopped(eventId, classId, draw.attester);

        (uint40 deadline, uint40 keepUntil) = (formerDeadline, formerKeepUntil);
        if (stage == Stage.Waves && block.timestamp < deadline) {
            // Before sales open this is never later, so it needs no other start.
            uint40 restarted = _after(draw, wave, block.timestamp);
            if (restarted > deadline) deadline = restarted;
        }
        if (block.timestamp < keepUntil) {
            uint256 least = block.timestamp + LEAST_KEEP;
            if (least > doorsOpenAt) least = doorsOpenAt;
            // Narrowing: not after doors.
            if (least > keepUntil) keepUntil = uint40(least);
        }
        if (deadline == formerDeadline && keepUntil == formerKeepUntil) revert NothingToHold(deadline, keepUntil);
        (draw.state.deadline, draw.state.keepUntil) = (deadline, keepUntil);
        emit WaveHeld(eventId, classId, deadline, keepUntil);
    }

    /// @dev Reverts unless people cannot be granted what they were offered, and doors are not open. Returns when they
    /// open.
    function _checkStopped(EventId eventId, uint8 classId, address attester) private view returns (uint256) {
        IEventRegistry.ChangeTerms memory terms = EVENTS.changeTerms(eventId);
        if (block.timestamp >= terms.doorsOpenAt) revert IEventRegistry.DoorsOpen(eventId, terms.doorsOpenAt);
        if (attester != address(0) && !_isTrusted(terms.identityVerifier, terms.scope, attester)) {
            if (EVENTS.isCancelled(eventId)) revert IEventRegistry.EventIsCancelled(eventId);
        } else if (!_areSalesStopped(eventId, classId)) {
            revert SalesGoOn(eventId);
        }
        return terms.doorsOpenAt;
    }

    /// @dev Whether sales are paused, or closed after they were open. Reverts if the event is cancelled. Asks for the
    /// terms of a grant, because that costs less than the whole event. No agent has the id 0, so the answer is always a
    /// reason.
    function _areSalesStopped(EventId eventId, uint8 classId) private view returns (bool) {
        (, bytes memory reason) = address(EVENTS).staticcall(
            abi.encodeCall(EVENTS.grantTerms, (eventId, classId, AgentId.wrap(0), address(this), false))
        );
        bytes4 why = bytes4(reason);
        if (why == IEventRegistry.SalesArePaused.selector) return true;
        if (why == IEventRegistry.EventIsCancelled.selector) revert IEventRegistry.EventIsCancelled(eventId);
        if (why != IEventRegistry.SalesClosed.selector) return false;
        uint256 salesCloseAt;
        assembly ("memory-safe") {
            // The third argument, after the length and the selector.
            salesCloseAt := mload(add(reason, 0x64))
        }
        return block.timestamp >= salesCloseAt;
    }

    /// @inheritdoc IBallot
    function restore(EventId eventId, uint8 classId, uint128 key) external {
        EVENTS.checkEventAdmin(eventId, _msgSender(), _isForwarded());
        DrawBook storage draw = _draws[eventId][classId];
        State memory state = draw.state;
        if (state.stage < Stage.Waves) revert NotDrawn(eventId, classId);
        _checkGoesOn(eventId, classId);
        (uint256 size, uint256 number, uint256 member) = _partyOf(draw, key, _noProof(), 0);
        if (size == 0) revert EntrantNotListed(key);
        Cursor memory cursor;
        _turn(draw, cursor, size, number);
        uint256 marks = _marksAt(cursor);
        uint256 taken = state.byHolder ? _countOf(marks) : (marks >> member) & 1;
        uint8 times = draw.restored[key];
        if (times >= taken) revert NothingToRestore(key);
        draw.restored[key] = times + 1;
        emit PlaceRestored(eventId, classId, key, _msgSender());
    }

    /* GRANTS */

    /// @inheritdoc SaleHook
    /// @dev In an open sale, once nothing is kept any more.
    function opensAt(EventId eventId, uint8 classId) public view override returns (uint256) {
        State storage state = _draws[eventId][classId].state;
        if (state.stage != Stage.OpenSale) return type(uint256).max;
        if (state.kept == 0) return 0;
        return state.keepUntil > state.deadline ? state.keepUntil : state.deadline;
    }

    function _checkGrant(
        RightId first,
        uint8 classId,
        AgentId,
        bytes calldata records,
        bytes32[] calldata tags,
        bytes calldata hookData
    ) internal override {
        DrawBook storage draw = _draws[first.eventId()][classId];
        State memory state = draw.state;
        if (state.stage < Stage.Waves) revert NotDrawn(first.eventId(), classId);
        uint256 count = records.length / Records.sizeOf(state.seated);
        // How many places are granted that were neither offered nor kept.
        uint256 others;
        if (!state.byHolder && tags.length == 0) {
            if (state.stage != Stage.OpenSale) revert DrawNeedsPersons();
            others = count;
        } else {
            Cursor memory cursor;
            for (uint256 i = 0; i < count; ++i) {
                if (_isVoid(state, first, tags, i)) continue;
                uint128 key =
                    state.byHolder
                        ? _keyOf(Records.holderAt(records, Records.sizeOf(state.seated), i))
                        : _keyOf(tags[i]);
                if (!_take(draw, state, cursor, key, hookData, i)) ++others;
            }
            _flush(draw, cursor);
            (draw.state.open, draw.state.kept) = (state.open, state.kept);
        }
        if (others != 0) _checkOthers(first.eventId(), classId, state);
    }

    /// @dev Whether a record was refused. In an untagged batch only its seat can have been.
    function _isVoid(
        State memory state,
        RightId first,
        bytes32[] calldata tags,
        uint256 index
    ) private view returns (bool) {
        if (tags.length != 0) return tags[index] == 0;
        return state.seated && RIGHTS.rightOf(first.plus(index)).status == RightStatus.Void;
    }

    /// @dev Takes the place that an entrant was offered or keeps, and returns true. Returns false if it may be granted
    /// another one: a restored one, or any in an open sale.
    function _take(
        DrawBook storage draw,
        State memory state,
        Cursor memory cursor,
        uint128 key,
        bytes calldata hookData,
        uint256 index
    ) private returns (bool) {
        (uint256 size, uint256 number, uint256 member) = _partyOf(draw, key, hookData, index);
        if (size == 0) {
            if (state.stage == Stage.OpenSale) return false;
            revert EntrantNotListed(key);
        }
        _turn(draw, cursor, size, number);
        uint256 marks = _marksAt(cursor);
        if (_mayTake(state, cursor, marks, member)) {
            if (marks & KEPT != 0) --state.kept;
            else --state.open;
            // In a draw by key the members of a party are equal.
            cursor.word |= 1 << (cursor.shift + (state.byHolder ? _countOf(marks) : member));
            return true;
        }
        if (state.stage == Stage.OpenSale) return false;
        uint8 times = draw.restored[key];
        if (times == 0) {
            if (_isTaken(state, size, marks, member)) revert PlaceUsed(key);
            revert NotOffered(key, cursor.rank);
        }
        draw.restored[key] = times - 1;
        return false;
    }

    /// @dev Reverts if a grant took places that others may still take.
    function _checkOthers(EventId eventId, uint8 classId, State memory state) private view {
        (uint256 granted, uint256 freed) = RIGHTS.placesOf(eventId, classId);
        uint256 reserved = state.kept + _openNow(state);
        if (granted + freed + reserved > EVENTS.classOf(eventId, classId).supply) {
            revert PlacesReserved(eventId, classId, reserved);
        }
    }

    /// @dev Places of the running wave that are neither taken nor kept.
    function _openNow(State memory state) internal view returns (uint256) {
        return block.timestamp < state.deadline ? state.open : 0;
    }

    /* MARKS */

    /// @dev Points to a party of at least one member, for reading.
    function _aim(DrawBook storage draw, Cursor memory cursor, uint256 size, uint256 number) internal view {
        if (size != cursor.size) {
            cursor.size = size;
            cursor.pool = Ranks.poolOf(draw.seed, size, draw.parties.get(size));
            (cursor.from, cursor.cutoff) = (draw.from.get(size), draw.cutoff.get(size));
        }
        cursor.rank = cursor.pool.rankOf(number);
        cursor.shift = (cursor.rank & 31) * 8;
    }

    /// @dev The number of the word with the marks of the rank, never 0.
    function _placeOf(Cursor memory cursor) internal pure returns (uint256) {
        return (cursor.size << 64) | (cursor.rank >> 5);
    }

    /// @dev Points to a party, and holds its word of marks until another is held. So parties in order of rank cost one
    /// load and one store for each word. The caller flushes the last one.
    function _turn(DrawBook storage draw, Cursor memory cursor, uint256 size, uint256 number) private {
        _aim(draw, cursor, size, number);
        uint256 place = _placeOf(cursor);
        if (place == cursor.place) return;
        _flush(draw, cursor);
        (cursor.place, cursor.word) = (place, draw.marks[place]);
    }

    function _flush(DrawBook storage draw, Cursor memory cursor) private {
        if (cursor.place != 0) draw.marks[cursor.place] = cursor.word;
    }

    function _marksAt(Cursor memory cursor) internal pure returns (uint256) {
        return (cursor.word >> cursor.shift) & 0xff;
    }

    function _mayTake(
        State memory state,
        Cursor memory cursor,
        uint256 marks,
        uint256 member
    ) internal view returns (bool) {
        if (_isTaken(state, cursor.size, marks, member)) return false;
        return _isInWave(state, cursor) || (marks & KEPT != 0 && block.timestamp < state.keepUntil);
    }

    function _isInWave(State memory state, Cursor memory cursor) internal view returns (bool) {
        return block.timestamp < state.deadline && cursor.rank >= cursor.from && cursor.rank < cursor.cutoff;
    }

    function _isTaken(State memory state, uint256 size, uint256 marks, uint256 member) internal pure returns (bool) {
        return state.byHolder ? _countOf(marks) >= size : (marks >> member) & 1 != 0;
    }

    function _isKept(uint256 marks) internal pure returns (bool) {
        return marks & KEPT != 0;
    }

    /// @dev How many members took their places.
    function _countOf(uint256 marks) private pure returns (uint256) {
        return (marks & 1) + ((marks >> 1) & 1) + ((marks >> 2) & 1) + ((marks >> 3) & 1);
    }

    /// @dev For acts that bring no hook data.
    function _noProof() internal pure returns (bytes calldata) {
        return msg.data[:0];
    }
}
