// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {Persons} from "../libraries/Persons.sol";
import {RightBook} from "../libraries/RightBook.sol";
import {SeatMap} from "../libraries/SeatMap.sol";
import {Tally} from "../libraries/Tally.sol";
import {Admitting} from "./Admitting.sol";
import {Freeing} from "./Freeing.sol";
import {Granting} from "./Granting.sol";
import {Rebinding} from "./Rebinding.sol";
import {RightsBase} from "./RightsBase.sol";
import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";
import {RightId, RightIdLib} from "../types/RightId.sol";
import {RightStatus} from "../types/RightStatus.sol";

/// @title Entry rights: who may enter which event, once. This file has the views; Granting, Freeing, Rebinding and
/// Admitting have the changes.
/// @dev See IEntryRightRegistry for its assumptions and what it does not check.
contract EntryRightRegistry is Granting, Freeing, Rebinding, Admitting {
    using Persons for Persons.Places;
    using RightBook for RightBook.Book;
    using SeatMap for SeatMap.Seats;
    using Tally for Tally.Lanes;

    constructor(IEventRegistry events, address forwarder) RightsBase(events, forwarder) {}

    /// @inheritdoc IEntryRightRegistry
    function rightOf(RightId rightId) external view returns (Right memory) {
        RightBook.Right memory right = _existing(rightId);
        return
            Right({
                holder: right.holder,
                status: RightStatus(right.status),
                agentId: right.head.agentId(),
                classId: right.head.classId(),
                seat: RightBook.seatOf(right.head, rightId.index()),
                named: RightBook.isNamed(right),
                reboundAt: right.holding.reboundAt(),
                rebinds: right.holding.rebinds()
            });
    }

    /// @inheritdoc IEntryRightRegistry
    function batchesOf(EventId eventId) external view returns (uint256) {
        return _taken[eventId].get(0);
    }

    /// @inheritdoc IEntryRightRegistry
    function batchOf(EventId eventId, uint256 batch) external view returns (Batch memory) {
        if (batch >= _taken[eventId].get(0)) revert BatchNonexistent(eventId, batch);
        return _book.batchOf(RightIdLib.pack(eventId, batch, 0));
    }

    /// @inheritdoc IEntryRightRegistry
    function placesOf(EventId eventId, uint8 classId) external view returns (uint256 granted, uint256 freed) {
        freed = _freed[eventId].get(classId);
        granted = _taken[eventId].get(classId) - freed;
    }

    /// @inheritdoc IEntryRightRegistry
    function usedBy(EventId eventId, uint8 classId, AgentId agentId) external view returns (uint256) {
        return _used[eventId][classId][agentId];
    }

    /// @inheritdoc IEntryRightRegistry
    function rightsOfPerson(EventId scopeEvent, bytes32 tag) external view returns (RightId[3] memory) {
        return _persons[scopeEvent].rightsOf(tag);
    }

    /// @inheritdoc IEntryRightRegistry
    function seatOf(EventId eventId, uint8 classId, uint24 seat) external view returns (bool held, bool freed) {
        uint256 state = _seats[eventId][classId].stateOf(seat);
        return (state == SeatMap.HELD, state == SeatMap.FREED);
    }

    /// @inheritdoc IEntryRightRegistry
    function byHandOf(EventId eventId, address gate) external view returns (uint256) {
        return _byHand[eventId][gate];
    }
}
