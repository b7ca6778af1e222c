// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";

/// @title A class's hook into its sale: it may refuse a grant of its class. A ballot is one.
/// @dev *Assumptions*: called by EntryRightRegistry after all effects of the grant; reverting refuses the whole grant.
/// It may call `reopen` and `reopenSeats` for its class, but nothing else that changes rights while it is being asked.
///
/// *Does not check*: EntryRightRegistry sets no limit to the gas a sale hook takes; it is the organizer's choice.
interface ISaleHook {
    /// @notice Reverts unless these records may be granted.
    /// @param records Packed: holder 20 bytes, in a seated class followed by the seat in 3.
    /// @param tags One person a record, 0 for a refused one; empty when the batch is untagged.
    function beforeGrant(
        EventId eventId,
        uint8 classId,
        AgentId agentId,
        bytes calldata records,
        bytes32[] calldata tags
    ) external;
}
