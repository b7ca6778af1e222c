// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AgentId} from "../types/AgentId.sol";
import {RightId} from "../types/RightId.sol";

/// @title Hook that may refuse a grant of its class, for example a ballot.
/// @notice Rules for a hook:
/// - EntryRightRegistry asks it after all effects of the grant, and nothing of the grant follows. A call that the hook
///   makes has the same effects as it would have after the grant;
/// - if it reverts, the whole batch fails. So an agent asks the hook's own views before it grants, and leaves out what
///   the hook would refuse;
/// - it may reopen freed places of its class (`reopen`, `reopenSeats`), while it is asked and at any other time;
/// - it cannot distinguish a returned place from a revoked one: both are freed;
/// - it is permanent. It must end in open sale by itself, or its class stays closed.
/// @dev *Assumptions*: only EntryRightRegistry calls it. A hook checks this by `msg.sender`, also if the grant is
/// relayed.
///
/// *Does not check*: EntryRightRegistry sets no gas limit for a hook, and passes `hookData` on unread, because the
/// organizer chose the hook. Anyone can execute a request without a relayer (`relayer = 0`) until its deadline. A hook
/// can do so during a grant. The request then has the same effects as just after that grant.
interface ISaleHook {
    /// @notice Reverts, with any error of its own, unless these records may be granted. For EntryRightRegistry.
    /// @param first The right of the first record; the others follow. Its event is the event of the grant. Rights of
    /// refused records are already void.
    /// @param records Packed: holder 20 bytes, in a seated class followed by the seat in 3.
    /// @param tags The person tag of each record, 0 for a refused one. Empty if the batch is untagged.
    /// @param hookData As the agent sent it: a proof, a place in a list, or nothing.
    function beforeGrant(
        RightId first,
        uint8 classId,
        AgentId agentId,
        bytes calldata records,
        bytes32[] calldata tags,
        bytes calldata hookData
    ) external;
}
