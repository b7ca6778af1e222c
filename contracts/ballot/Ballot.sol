// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBallot} from "../interfaces/IBallot.sol";
import {IBeacon} from "../interfaces/IBeacon.sol";
import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {Ranks} from "../libraries/Ranks.sol";
import {EventId} from "../types/EventId.sol";
import {BallotBase} from "./BallotBase.sol";
import {BallotList} from "./BallotList.sol";
import {BallotWaves} from "./BallotWaves.sol";

/// @title Ballot
contract Ballot is BallotList, BallotWaves {
    using Ranks for Ranks.Pool;

    constructor(
        IEventRegistry events,
        IEntryRightRegistry rights,
        IBeacon beacon,
        address forwarder
    ) BallotBase(events, rights, beacon, forwarder) {}

    /// @inheritdoc IBallot
    function drawOf(EventId eventId, uint8 classId) external view returns (Draw memory) {
        DrawBook storage draw = _draws[eventId][classId];
        State memory state = draw.state;
        Fixed memory terms = draw.terms;
        bool isDrawn = state.stage != Stage.None;
        return
            Draw({
                terms: Terms({
                    listUntil: terms.listUntil,
                    sealAt: terms.sealAt,
                    keepUntil: isDrawn ? state.keepUntil : terms.keepUntil,
                    firstWindow: draw.firstWindow,
                    laterWindow: draw.laterWindow,
                    byHolder: terms.byHolder,
                    thenOpen: terms.thenOpen,
                    attester: draw.attester
                }),
                stage: isDrawn || !_isOpened(draw) ? state.stage : Stage.Entries,
                round: terms.round,
                seed: draw.seed,
                rows: draw.rows,
                wave: state.wave,
                deadline: state.deadline,
                // Narrowing: at most state.open.
                open: uint32(_openNow(state)),
                kept: _isKeepOver(state) ? 0 : state.kept,
                parties: draw.parties.toArray(),
                from: draw.from.toArray(),
                cutoff: draw.cutoff.toArray()
            });
    }

    /// @inheritdoc IBallot
    function placeOf(EventId eventId, uint8 classId, uint128 key) external view returns (Place memory place) {
        DrawBook storage draw = _draws[eventId][classId];
        State memory state = draw.state;
        (uint256 size, uint256 number, uint256 member) = _partyOf(draw, key, _noProof(), 0);
        // Narrowing: sizes are 1 to 4, members 0 to 3, numbers and ranks below 2^28.
        (place.size, place.member, place.number) = (uint8(size), uint8(member), uint32(number));
        if (size == 0 || state.stage == Stage.None) return place;
        Cursor memory cursor;
        _aim(draw, cursor, size, number);
        cursor.word = draw.marks[_placeOf(cursor)];
        uint256 marks = _marksAt(cursor);
        place.rank = uint32(cursor.rank);
        place.isOffered = _mayTake(state, cursor, marks, member);
        place.isKept = _isKept(marks);
        place.isTaken = _isTaken(state, size, marks, member);
        place.restored = draw.restored[key];
    }

    /// @inheritdoc IBallot
    function keyOf(address holder) external pure returns (uint128) {
        return _keyOf(holder);
    }

    /// @inheritdoc IBallot
    function rankOf(bytes32 seed, uint256 size, uint256 number, uint256 parties) external pure returns (uint256) {
        if (number >= parties) revert PartyNonexistent(number, parties);
        return Ranks.poolOf(seed, size, parties).rankOf(number);
    }
}
