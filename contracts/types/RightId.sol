// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {EventId} from "./EventId.sol";

/// @notice An entry right: `event 32 | batch 21 | index 11`, most significant first. Batches of an event are counted
/// from 0 and so are the rights of a batch. 0 stands for none, since events are counted from 1.
type RightId is uint64;

using RightIdLib for RightId global;
using {equals as ==} for RightId global;

/// @dev One more than the last batch number of an event.
uint256 constant MAX_BATCHES = 1 << 21;

function equals(RightId a, RightId b) pure returns (bool) {
    return RightId.unwrap(a) == RightId.unwrap(b);
}

library RightIdLib {
    /// @dev Callers keep `batch_` < 2^21 and `index_` < 2^11: the store of the largest batch holds 1,228 records.
    function pack(EventId eventId_, uint256 batch_, uint256 index_) internal pure returns (RightId) {
        return RightId.wrap(uint64((uint256(EventId.unwrap(eventId_)) << 32) | (batch_ << 11) | index_));
    }

    function eventId(RightId id) internal pure returns (EventId) {
        return EventId.wrap(uint32(RightId.unwrap(id) >> 32));
    }

    function batch(RightId id) internal pure returns (uint256) {
        return (RightId.unwrap(id) >> 11) & 0x1fffff;
    }

    function index(RightId id) internal pure returns (uint256) {
        return RightId.unwrap(id) & 0x7ff;
    }

    /// @notice The right `n` after this one in its batch.
    /// @dev Callers keep the index below 2^11. It exceeds a count by at most a range of 8, and counts are at most
    /// 1,228.
    function plus(RightId id, uint256 n) internal pure returns (RightId) {
        unchecked {
            return RightId.wrap(uint64(RightId.unwrap(id) + n));
        }
    }

    /// @notice Event and batch together: the key under which a batch and its statuses are stored.
    function batchKey(RightId id) internal pure returns (uint256) {
        return RightId.unwrap(id) >> 11;
    }
}
