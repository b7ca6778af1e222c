// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";

/// @title The times of an event: their order, and how they change.
library Schedules {
    /// @dev How long holders can still return their rights after an event was rescheduled, unless doors open sooner.
    uint256 private constant NOTICE = 48 hours;

    /// @notice Reverts unless the times are in order and doors open in the future.
    function check(IEventRegistry.Schedule memory times) internal view {
        if (times.doorsOpenAt <= block.timestamp) _refuse("doorsOpenAt", times.doorsOpenAt);
        if (times.doorsCloseAt <= times.doorsOpenAt) _refuse("doorsCloseAt", times.doorsCloseAt);
        if (times.salesCloseAt <= times.salesOpenAt) _refuse("salesCloseAt", times.salesCloseAt);
        if (times.salesCloseAt > times.doorsCloseAt) _refuse("salesCloseAt", times.salesCloseAt);
        if (times.returnUntil > times.doorsOpenAt) _refuse("returnUntil", times.returnUntil);
        if (times.rebindUntil > times.doorsOpenAt) _refuse("rebindUntil", times.rebindUntil);
        if (times.nameBy > times.doorsOpenAt) _refuse("nameBy", times.nameBy);
    }

    /// @notice The times of an event after it was rescheduled, not checked.
    function rescheduled(
        IEventRegistry.Event storage event_,
        uint40 doorsOpenAt,
        uint40 doorsCloseAt,
        uint40 salesCloseAt
    ) internal view returns (IEventRegistry.Schedule memory) {
        uint40 former = event_.doorsOpenAt;
        uint40 nameBy = event_.nameBy;
        // At most doorsOpenAt, so it fits.
        uint40 noticeUntil = uint40(Math.min(block.timestamp + NOTICE, doorsOpenAt));
        return
            IEventRegistry.Schedule({
                salesOpenAt: event_.salesOpenAt,
                salesCloseAt: salesCloseAt,
                doorsOpenAt: doorsOpenAt,
                doorsCloseAt: doorsCloseAt,
                returnUntil: _later(_along(event_.returnUntil, former, doorsOpenAt), noticeUntil),
                rebindUntil: _along(event_.rebindUntil, former, doorsOpenAt),
                // What was due is due: a passed nameBy that came back would lift revocations for want of a name.
                nameBy: block.timestamp < nameBy ? _later(_along(nameBy, former, doorsOpenAt), noticeUntil) : nameBy
            });
    }

    /// @notice Puts the times into their event.
    function write(IEventRegistry.Schedule memory times, IEventRegistry.Event storage event_) internal {
        event_.salesOpenAt = times.salesOpenAt;
        event_.salesCloseAt = times.salesCloseAt;
        event_.doorsOpenAt = times.doorsOpenAt;
        event_.doorsCloseAt = times.doorsCloseAt;
        event_.returnUntil = times.returnUntil;
        event_.rebindUntil = times.rebindUntil;
        event_.nameBy = times.nameBy;
    }

    /// @dev `time` is at most `from`, so shifted along it is at most `to` and fits; before 1970 it is 0.
    function _along(uint40 time, uint40 from, uint40 to) private pure returns (uint40) {
        uint256 sum = uint256(time) + to;
        return sum > from ? uint40(sum - from) : 0;
    }

    function _later(uint40 a, uint40 b) private pure returns (uint40) {
        return a > b ? a : b;
    }

    function _refuse(string memory field, uint40 value) private pure {
        revert IEventRegistry.ScheduleInvalid(field, value);
    }
}
