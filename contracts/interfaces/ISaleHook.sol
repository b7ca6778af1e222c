// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AgentId} from "../types/AgentId.sol";
import {RightId} from "../types/RightId.sol";

/// @title A class's hook into its sale: it may refuse a grant of its class. A ballot is one.
/// @notice What a hook has to know:
/// - it is asked after all effects of the grant, and nothing of the grant follows it. Whatever it calls has the effects
///   that the same call would have afterwards;
/// - if it reverts, the whole batch fails. So whoever grants asks the hook's own views first, and leaves out what it
///   would refuse;
/// - it may reopen freed places of its class (`reopen`, `reopenSeats`), while it is asked and at any other time;
/// - it cannot tell a place that was returned from one that was revoked: both are freed;
/// - it stays for ever. It has to end in open sale by itself, or its class stays shut for ever.
/// @dev *Assumptions*: called by EntryRightRegistry alone, which a hook checks by `msg.sender`, whoever relays the grant.
///
/// *Does not check*: EntryRightRegistry sets no limit to the gas that a hook takes, and hands `hookData` over unread; the
/// hook is the organizer's choice. A request whose signer named no relayer (`relayer = 0`) may be executed by anyone at
/// any moment until its deadline, so also by a hook in the midst of somebody's grant; it takes effect there as it would
/// just after that grant.
interface ISaleHook {
    /// @notice Reverts unless these records may be granted.
    /// @param first The right of the first record, the others follow; its event is the event of the grant. Rights of
    /// refused records are void by now.
    /// @param records Packed: holder 20 bytes, in a seated class followed by the seat in 3.
    /// @param tags One person a record, 0 for a refused one; empty when the batch is untagged.
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
