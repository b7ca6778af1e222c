// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice An event of EventRegistry, counted from 1. 0 stands for none.
type EventId is uint32;

using {equals as ==, differs as !=} for EventId global;

function equals(EventId a, EventId b) pure returns (bool) {
    return EventId.unwrap(a) == EventId.unwrap(b);
}

function differs(EventId a, EventId b) pure returns (bool) {
    return EventId.unwrap(a) != EventId.unwrap(b);
}
