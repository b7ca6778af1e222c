// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AgentId} from "./AgentId.sol";

/// @notice An agent and those above it up to the organizer, at most four, one word: element i = `agentId 32 | quota 32`
/// at bit 64 × i, the granting agent first. Elements end at the first agent 0.
type AgentChain is uint256;

using AgentChainLib for AgentChain global;

/// @dev Levels of agents below an organizer.
uint256 constant MAX_AGENT_LEVELS = 4;

library AgentChainLib {
    /// @dev The caller ensures that `level` < 4 and that the level is empty.
    function with(AgentChain chain, uint256 level, AgentId agentId, uint32 quota) internal pure returns (AgentChain) {
        uint256 element = (uint256(AgentId.unwrap(agentId)) << 32) | quota;
        unchecked {
            // Overflow not possible: level < 4.
            return AgentChain.wrap(AgentChain.unwrap(chain) | (element << (64 * level)));
        }
    }

    /// @notice The first agent that is left in the chain, and its quota; agent 0 = none is left.
    function first(AgentChain chain) internal pure returns (AgentId agentId, uint256 quota) {
        uint256 element = AgentChain.unwrap(chain);
        return (AgentId.wrap(uint32(element >> 32)), uint32(element));
    }

    function isEmpty(AgentChain chain) internal pure returns (bool) {
        return AgentChain.unwrap(chain) == 0;
    }

    /// @notice The chain without its first element.
    function above(AgentChain chain) internal pure returns (AgentChain) {
        return AgentChain.wrap(AgentChain.unwrap(chain) >> 64);
    }
}
