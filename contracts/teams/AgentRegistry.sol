// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {Teams} from "./Teams.sol";

/// @title AgentRegistry
contract AgentRegistry is IAgentRegistry, Teams {
    constructor(address forwarder) Teams(forwarder) {}
}
