// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {EventId} from "../types/EventId.sol";

/// @title The times of an event: their order, and how they change.
/// @dev Why short steps never add up, with D = doorsOpenAt and A = announcedDoorsAt:
/// - A falls only to doors that open at least 48 hours after the change. So doors later open at most 3 hours before the
///   time that a holder last saw, or at least 45 hours after the holder looked;
/// - A − 3 h ≤ D ≤ A after every change. With notice D = A. Without it D goes below A by at most 3 hours, and A follows
///   if D goes above it.
library Schedules {
    /// @dev With this notice the organizer may set any times for doors.
    uint256 private constant NOTICE = 48 hours;
    /// @dev How far doors may come forward without that notice, and how much time must be left until they open.
    uint256 private constant SHORT_STEP = 3 hours;
    uint256 private constant SHORT_NOTICE = 1 hours;
    /// @dev Least time that doors stay open, unless they were open for less.
    uint40 private constant LEAST_OPEN = 1 hours;
    /// @dev Least time left to name a right when doors come forward with notice.
    uint256 private constant NAME_NOTICE = 24 hours;
    /// @dev How far from now doors may close when they are extended.
    uint256 private constant MAX_EXTENSION = 7 days;
    /// @dev These bounds catch milliseconds given for seconds, and a mistyped year.
    uint256 private constant MAX_SALES_AGE = 30 days;
    uint256 private constant MAX_SALES_TO_DOORS = 6 * 365 days;

    /// @notice Reverts unless a new event may have these times.
    function checkNew(IEventRegistry.Schedule memory times) internal view {
        if (times.salesOpenAt + MAX_SALES_AGE < block.timestamp) _refuse("salesOpenAt", times.salesOpenAt);
        if (times.doorsOpenAt <= block.timestamp) _refuse("doorsOpenAt", times.doorsOpenAt);
        if (times.doorsCloseAt <= times.doorsOpenAt) _refuse("doorsCloseAt", times.doorsCloseAt);
        _checkSales(times.salesOpenAt, times.salesCloseAt, times.doorsOpenAt, times.doorsCloseAt);
        if (times.returnUntil > times.doorsOpenAt) _refuse("returnUntil", times.returnUntil);
        if (times.rebindUntil > times.doorsOpenAt) _refuse("rebindUntil", times.rebindUntil);
        if (times.nameBy > times.doorsOpenAt) _refuse("nameBy", times.nameBy);
    }

    /// @notice Changes the times of an event, or reverts.
    function reschedule(
        IEventRegistry.Event storage event_,
        EventId eventId,
        uint40 doorsOpenAt,
        uint40 doorsCloseAt,
        uint40 salesCloseAt
    ) internal {
        (uint40 formerOpen, uint40 formerClose) = (event_.doorsOpenAt, event_.doorsCloseAt);
        if (doorsOpenAt == formerOpen && doorsCloseAt == formerClose && salesCloseAt == event_.salesCloseAt) {
            revert IEventRegistry.ScheduleUnchanged(eventId);
        }
        bool noticed = hasNotice(doorsOpenAt);
        uint40 announced = event_.announcedDoorsAt;
        if (
            doorsOpenAt < formerOpen &&
            !noticed &&
            (doorsOpenAt + SHORT_STEP < announced || doorsOpenAt < block.timestamp + SHORT_NOTICE)
        ) _refuse("doorsOpenAt", doorsOpenAt);
        if (
            (doorsCloseAt < formerClose && !noticed) ||
            doorsCloseAt < uint256(doorsOpenAt) + _earlier(formerClose - formerOpen, LEAST_OPEN)
        ) _refuse("doorsCloseAt", doorsCloseAt);
        _checkSales(event_.salesOpenAt, salesCloseAt, doorsOpenAt, doorsCloseAt);

        event_.salesCloseAt = salesCloseAt;
        event_.doorsOpenAt = doorsOpenAt;
        event_.doorsCloseAt = doorsCloseAt;
        event_.announcedDoorsAt = noticed ? doorsOpenAt : _later(announced, doorsOpenAt);
        event_.nameBy = _nameBy(event_.nameLead, event_.nameBy, formerOpen, doorsOpenAt, noticed);
        event_.returnUntil = _later(
            _along(event_.returnUntil, formerOpen, doorsOpenAt),
            // Narrowing: at most doorsOpenAt.
            noticed ? uint40(block.timestamp + NOTICE) : doorsOpenAt
        );
        uint40 rebindUntil = event_.rebindUntil;
        if (block.timestamp < rebindUntil || doorsOpenAt >= formerOpen + NOTICE) {
            event_.rebindUntil = _along(rebindUntil, formerOpen, doorsOpenAt);
        }
    }

    /// @notice Lets the doors of an event close later, or reverts.
    function extendDoors(IEventRegistry.Event storage event_, uint40 doorsCloseAt) internal {
        if (doorsCloseAt <= event_.doorsCloseAt || doorsCloseAt > block.timestamp + MAX_EXTENSION) {
            _refuse("doorsCloseAt", doorsCloseAt);
        }
        event_.doorsCloseAt = doorsCloseAt;
    }

    /// @notice Whether `time` is at least 48 hours ahead.
    function hasNotice(uint40 time) internal view returns (bool) {
        return time >= block.timestamp + NOTICE;
    }

    /// @notice The times of an event as they are.
    function read(IEventRegistry.Event storage event_) internal view returns (IEventRegistry.Schedule memory) {
        return
            IEventRegistry.Schedule({
                salesOpenAt: event_.salesOpenAt,
                salesCloseAt: event_.salesCloseAt,
                doorsOpenAt: event_.doorsOpenAt,
                doorsCloseAt: event_.doorsCloseAt,
                returnUntil: event_.returnUntil,
                rebindUntil: event_.rebindUntil,
                nameBy: event_.nameBy
            });
    }

    /// @dev Each result is at most `opens`, since `nameBy` is at most `formerOpen`.
    function _nameBy(
        uint40 lead,
        uint40 nameBy,
        uint40 formerOpen,
        uint40 opens,
        bool noticed
    ) private view returns (uint40) {
        // A passed nameBy stays. If it moved, unnamed rights that anyone may revoke by now could not be revoked.
        if (block.timestamp >= nameBy) return nameBy;
        uint40 kept = opens > lead ? opens - lead : 0;
        if (opens >= formerOpen) return _later(nameBy, kept);
        if (!noticed) return _earlier(nameBy, opens);
        // Narrowing: with notice, at most `opens`.
        return _earlier(nameBy, _later(kept, uint40(block.timestamp + NAME_NOTICE)));
    }

    /// @dev Checks what holds for a new event and after every change, besides what the callers check.
    function _checkSales(
        uint40 salesOpenAt,
        uint40 salesCloseAt,
        uint40 doorsOpenAt,
        uint40 doorsCloseAt
    ) private pure {
        if (doorsOpenAt > salesOpenAt + MAX_SALES_TO_DOORS) _refuse("doorsOpenAt", doorsOpenAt);
        if (salesCloseAt <= salesOpenAt || salesCloseAt > doorsCloseAt) _refuse("salesCloseAt", salesCloseAt);
    }

    /// @dev Shifts `time` as `from` moves to `to`. `time` is at most `from`, so the result is at most `to` and fits. A
    /// result before 1970 becomes 0.
    function _along(uint40 time, uint40 from, uint40 to) private pure returns (uint40) {
        uint256 sum = uint256(time) + to;
        return sum > from ? uint40(sum - from) : 0;
    }

    function _later(uint40 a, uint40 b) private pure returns (uint40) {
        return a > b ? a : b;
    }

    function _earlier(uint40 a, uint40 b) private pure returns (uint40) {
        return a < b ? a : b;
    }

    function _refuse(string memory field, uint40 value) private pure {
        revert IEventRegistry.ScheduleInvalid(field, value);
    }
}
