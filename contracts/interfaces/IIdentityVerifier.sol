// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";
import {RightId} from "../types/RightId.sol";

/// @title A contract that vouches that one person stands behind a key.
/// @dev *Assumptions*: EntryRightRegistry calls it with at most 600,000 gas. An answer that takes more is a refusal.
///
/// *Does not check*: EntryRightRegistry trusts the answer. An organizer that sets a verifier for an event trusts it
/// too.
interface IIdentityVerifier {
    /// @notice The person behind `holder`, or (0, 0) if `evidence` does not show one. Anyone may call it. A revert
    /// counts as a refusal.
    /// @param scopeEvent The event in whose scope persons are counted.
    /// @param rightId 0 for a grant by `agentId`, else the right that is to be rebound or named.
    /// @param holder The key that is to hold the right.
    /// @param agentId The agent that grants or granted it.
    /// @return tag The tag of one person within the scope. @return issuedAt When the evidence was issued, in seconds.
    function personTag(
        EventId scopeEvent,
        RightId rightId,
        address holder,
        AgentId agentId,
        bytes calldata evidence
    ) external view returns (bytes32 tag, uint64 issuedAt);
}
