// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ITeams} from "./ITeams.sol";

/// @title The register of agents: teams that sell or hand out rights for organizers.
/// @notice An agent is a team. Organizers set in EventRegistry what it may grant.
/// @dev *Assumptions* and *Does not check*: as in ITeams.
interface IAgentRegistry is ITeams {}
