// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {AgentChain} from "../types/AgentChain.sol";
import {AgentId} from "../types/AgentId.sol";

/// @title The agents of a class, each under another or directly under the organizer.
/// @dev A walk from any agent ends at the organizer within MAX_AGENT_LEVELS steps, because:
/// - an agent gets a parent only while its status is `None`. At that time no agent is under it, since only a
///   `Designated` agent delegates, and no status becomes `None` again. The parent already has a place, so it is another
///   agent, and its own walk does not pass the new one. So no cycle can form;
/// - the new agent's walk is its parent's walk plus one step, which `delegate` keeps within the bound;
/// - afterwards a parent can only become 0, which shortens walks.
library AgentTree {
    /// @notice The agent and those above it.
    /// @return chain Empty, with levels 0, unless all of them are designated.
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
                // Overflow not possible: `levels` is at most MAX_AGENT_LEVELS.
                ++levels;
            }
            agentId = place.parent;
        } while (AgentId.unwrap(agentId) != 0);
    }
}
