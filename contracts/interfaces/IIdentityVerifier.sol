// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";
import {RightId} from "../types/RightId.sol";

/// @title The door for whoever vouches that one person stands behind a key.
/// @dev *Assumptions*: called by EntryRightRegistry with at most 600,000 gas; an answer that takes more is a refusal.
///
/// *Does not check*: EntryRightRegistry believes the answer; whoever names a verifier in an event believes it too.
interface IIdentityVerifier {
    /// @notice The person behind `holder`, or (0, 0) when `evidence` does not show one.
    /// @param scopeEvent The event in whose scope persons are counted.
    /// @param rightId 0 for a grant by `agentId`; else the right that is to be rebound or named.
    /// @param holder The key that is to hold the right.
    /// @param agentId The agent that grants or granted it.
    /// @return tag One person within the scope. @return issuedAt When that was found, in seconds.
    function personTag(
        EventId scopeEvent,
        RightId rightId,
        address holder,
        AgentId agentId,
        bytes calldata evidence
    ) external view returns (bytes32 tag, uint64 issuedAt);
}
