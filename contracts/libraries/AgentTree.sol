// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {AgentChain} from "../types/AgentChain.sol";
import {AgentId} from "../types/AgentId.sol";

/// @title The agents of a class, each under another or directly under the organizer.
/// @dev A walk from any agent ends at the organizer within MAX_AGENT_LEVELS steps, because of how parents come about:
/// - an agent gets a parent only while its status is `None`. Then no agent is under it, for only a `Designated`
///   agent delegates, and no status becomes `None` again. The parent is placed already, so it is another agent and
///   its own walk does not pass the new one: no cycle can close;
/// - the new agent's walk is its parent's plus one, which `delegate` keeps within the bound;
/// - afterwards a parent only ever becomes 0: that shortens walks.
library AgentTree {
    /// @notice The agent and those above it.
    /// @return chain Empty, and levels 0, unless all of them are designated.
    /// @return levels How many agents are in the chain.
    /// @return gap The first of them that is not designated.
    function walk(
        mapping(AgentId => IEventRegistry.Designation) storage tree,
        AgentId agentId
    ) internal view returns (AgentChain chain, uint256 levels, AgentId gap) {
        do {
            IEventRegistry.Designation storage place = tree[agentId];
            if (place.status != IEventRegistry.DesignationStatus.Designated) return (AgentChain.wrap(0), 0, agentId);
            chain = chain.with(levels, agentId, place.quota);
            unchecked {
                // Overflow not possible: at most MAX_AGENT_LEVELS.
                ++levels;
            }
            agentId = place.parent;
        } while (AgentId.unwrap(agentId) != 0);
    }
}
