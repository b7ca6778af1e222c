// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ITeams} from "./ITeams.sol";

/// @title The register of agents: those who sell or hand out rights for organizers.
/// @notice An agent is a team. What it may grant is settled by the organizers, in EventRegistry.
/// @dev *Assumptions* and *Does not check*: as in ITeams.
interface IAgentRegistry is ITeams {}
