// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice An agent: a team of AgentRegistry, counted from 1.
type AgentId is uint32;

using {equals as ==, differs as !=} for AgentId global;

function equals(AgentId a, AgentId b) pure returns (bool) {
    return AgentId.unwrap(a) == AgentId.unwrap(b);
}

function differs(AgentId a, AgentId b) pure returns (bool) {
    return AgentId.unwrap(a) != AgentId.unwrap(b);
}
