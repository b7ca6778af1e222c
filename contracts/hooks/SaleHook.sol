// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {ISaleHook} from "../interfaces/ISaleHook.sol";
import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";
import {RightId} from "../types/RightId.sol";

/// @title A base for sale hooks: it answers only EntryRightRegistry, and stops asking when the class opens.
/// @notice A subclass fills in `opensAt` and `_checkGrant`. It may call `_reopen` and `_reopenSeats`.
/// @dev *Assumptions*: `opensAt` neither reverts nor moves away for ever, and `RIGHTS` is the EntryRightRegistry of the
/// event's suite. If not, the class stays closed for ever, because a class keeps its hook.
///
/// *Does not check*: what `_checkGrant` does. Calls that it makes have the effects that they would have after the grant,
/// and a second grant that it causes asks it again.
abstract contract SaleHook is ISaleHook {
    /// @notice The registry that asks this hook.
    IEntryRightRegistry public immutable RIGHTS;

    /// @notice Thrown when an account other than EntryRightRegistry asks the hook.
    error RegistryOnly(address caller);

    constructor(IEntryRightRegistry rights) {
        RIGHTS = rights;
    }

    /// @inheritdoc ISaleHook
    /// @dev `msg.sender`, because EntryRightRegistry never calls through the forwarder.
    function beforeGrant(
        RightId first,
        uint8 classId,
        AgentId agentId,
        bytes calldata records,
        bytes32[] calldata tags,
        bytes calldata hookData
    ) external {
        if (msg.sender != address(RIGHTS)) revert RegistryOnly(msg.sender);
        if (block.timestamp < opensAt(first.eventId(), classId)) {
            _checkGrant(first, classId, agentId, records, tags, hookData);
        }
    }

    /// @notice From when the class sells openly, in seconds since 1970. From then on the hook refuses no grant.
    function opensAt(EventId eventId, uint8 classId) public view virtual returns (uint256);

    /// @dev Reverts, with an error of the subclass, unless these records may be granted now. The arguments are those of
    /// `beforeGrant`.
    function _checkGrant(
        RightId first,
        uint8 classId,
        AgentId agentId,
        bytes calldata records,
        bytes32[] calldata tags,
        bytes calldata hookData
    ) internal virtual;

    /// @dev Lets agents grant freed places of a class without seats again. Reverts as `reopen` of EntryRightRegistry.
    function _reopen(EventId eventId, uint8 classId, uint32 places) internal {
        RIGHTS.reopen(eventId, classId, places);
    }

    /// @dev Lets agents grant freed seats again. Reverts as `reopenSeats` of EntryRightRegistry.
    function _reopenSeats(EventId eventId, uint8 classId, uint24[] memory seats) internal {
        RIGHTS.reopenSeats(eventId, classId, seats);
    }
}
