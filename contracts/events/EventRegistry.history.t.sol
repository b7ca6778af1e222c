// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {EventsFixture} from "../mocks/EventsFixture.sol";
import {vm} from "../mocks/Vm.sol";
import {EventId} from "../types/EventId.sol";

/// After any sequence of changes to the times of an event, a holder can rely on the times seen earlier.
contract EventRegistryHistoryTest is EventsFixture {
    uint256 private constant MOVES = 24;
    uint40 private constant NOTICE = 48 hours;

    EventId private eventId;
    /// The present time, because the compiler treats the block's time as a constant within one function.
    uint40 private _now;
    /// The event after each change, and the time of that change.
    IEventRegistry.Event[] private _seen;
    uint40[] private _seenAt;

    /// @param published Random times of the event.
    /// @param seeds One for each change.
    function testFuzz_Reschedule_BreaksNoPromise(uint256 published, uint256[MOVES] calldata seeds) public {
        IEventRegistry.EventTerms memory terms = _terms();
        IEventRegistry.Schedule memory times = terms.schedule;
        _now = NOW;
        times.doorsOpenAt = NOW + 1 + uint40(published % 20 days);
        times.doorsCloseAt = times.doorsOpenAt + 1 + uint40((published >> 32) % 10 hours);
        times.salesOpenAt = NOW - 30 days;
        times.salesCloseAt = times.salesOpenAt + 1;
        times.returnUntil = _before(times.doorsOpenAt, published >> 64);
        times.rebindUntil = _before(times.doorsOpenAt, published >> 96);
        times.nameBy = _before(times.doorsOpenAt, published >> 128);
        eventId = _publish(terms, _classes(false));
        _look();
        uint256 moved;
        for (uint256 i = 0; i < MOVES; ++i) {
            if (!_tryMove(seeds[i])) continue;
            ++moved;
            _assertRules(_seen[_seen.length - 1], events.eventOf(eventId));
            for (uint256 j = 0; j < _seen.length; ++j) _assertKept(j, events.eventOf(eventId));
            _look();
        }
    }

    /// @dev A time before doors. Sometimes just before them, or at them.
    function _before(uint40 doors, uint256 seed) private pure returns (uint40) {
        return doors - uint40(seed % 4 == 0 ? (seed >> 2) % 2 : (seed >> 2) % 10 days);
    }

    function _look() private {
        _seen.push(events.eventOf(eventId));
        _seenAt.push(_now);
    }

    /// @dev Advances time, and reschedules doors to around one of the bounds. Returns whether the call succeeded.
    function _tryMove(uint256 seed) private returns (bool success) {
        IEventRegistry.Event memory event_ = events.eventOf(eventId);
        uint40 now_ = _now;
        if (now_ >= event_.doorsOpenAt) return false;
        if (seed % 3 != 0) {
            now_ += uint40((seed >> 8) % (seed % 3 == 1 ? 6 hours : uint40(event_.doorsOpenAt - now_)));
            _now = now_;
            vm.warp(now_);
        }
        uint40[7] memory bounds = [
            now_ + NOTICE,
            event_.announcedDoorsAt - 3 hours,
            now_ + 1 hours,
            event_.doorsOpenAt,
            event_.doorsOpenAt + NOTICE,
            event_.doorsOpenAt - uint40((seed >> 64) % 4 hours),
            event_.doorsOpenAt + uint40((seed >> 64) % 4 hours)
        ];
        uint40 opens = bounds[(seed >> 40) % 7] + uint40((seed >> 48) % 3) - 1;
        uint40 closes = event_.doorsCloseAt;
        uint256 sort = (seed >> 96) % 5;
        if (sort == 1) closes = closes + uint40((seed >> 104) % 3) - 1;
        if (sort == 2) closes = opens + 1 hours + uint40((seed >> 104) % 3) - 1;
        if (sort == 3) closes = opens + event_.doorsCloseAt - event_.doorsOpenAt + uint40((seed >> 104) % 3) - 1;
        vm.prank(ADMIN);
        (success, ) = address(events).call(
            abi.encodeCall(events.reschedule, (eventId, opens, closes, event_.salesCloseAt))
        );
    }

    /// @dev Asserts what holds between an event and its state just before.
    function _assertRules(IEventRegistry.Event memory former, IEventRegistry.Event memory moved) private view {
        uint256 now_ = _now;
        require(moved.doorsOpenAt > now_, "doors in the past");
        require(moved.salesOpenAt == former.salesOpenAt && moved.nameLead == former.nameLead, "moved for good");
        require(moved.returnUntil <= moved.doorsOpenAt && moved.rebindUntil <= moved.doorsOpenAt, "after doors");
        require(moved.nameBy <= moved.doorsOpenAt, "named after doors");
        require(
            moved.announcedDoorsAt >= moved.doorsOpenAt && moved.doorsOpenAt + 3 hours >= moved.announcedDoorsAt,
            "doors far from what was announced"
        );
        require(moved.returnUntil >= _min(now_ + NOTICE, moved.doorsOpenAt), "no time to return");
        if (former.nameBy <= now_) require(moved.nameBy == former.nameBy, "what was due is not due");
        else require(moved.nameBy >= _min(former.nameBy, now_ + 1 hours), "no time to name");
        if (former.rebindUntil <= now_ && moved.doorsOpenAt < former.doorsOpenAt + NOTICE) {
            require(moved.rebindUntil == former.rebindUntil, "rebinds reopened");
        }
    }

    /// @dev Asserts what holds between an event and an earlier state of it, number `i`.
    function _assertKept(uint256 i, IEventRegistry.Event memory moved) private view {
        IEventRegistry.Event storage seen = _seen[i];
        uint256 noticed = uint256(_seenAt[i]) + NOTICE;
        require(moved.doorsOpenAt + 3 hours >= _min(seen.doorsOpenAt, noticed), "doors crept forward");
        require(moved.doorsCloseAt >= _min(seen.doorsCloseAt, noticed), "doors closed early");
        require(
            moved.doorsCloseAt - moved.doorsOpenAt >= _min(seen.doorsCloseAt - seen.doorsOpenAt, 1 hours),
            "doors hardly open"
        );
        if (i != 0) return;
        // nameBy is at most as late as the latest doors so far allow.
        uint256 latest;
        for (uint256 j = 0; j < _seen.length; ++j) {
            if (_seen[j].doorsOpenAt > latest) latest = _seen[j].doorsOpenAt;
        }
        if (moved.doorsOpenAt > latest) latest = moved.doorsOpenAt;
        require(moved.nameBy <= latest - moved.nameLead, "nameBy crept");
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
