// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {deploy} from "../../contracts/mocks/deploy.sol";
import {AgentRegistry} from "../../contracts/teams/AgentRegistry.sol";
import {EntryRightRegistry} from "../../contracts/rights/EntryRightRegistry.sol";
import {EventRegistry} from "../../contracts/events/EventRegistry.sol";
import {GasRelayForwarder} from "../../contracts/relay/GasRelayForwarder.sol";
import {AttesterIdentityVerifier} from "../../contracts/identity/AttesterIdentityVerifier.sol";
import {LedgerWalk} from "./LedgerWalk.sol";
import {Suite, World} from "./World.sol";

contract LedgerWalker is LedgerWalk {
    constructor(Suite memory suite_) World(suite_) {}
}

/// @notice After any walk, every right reads back as the logs told it, and every counter is what one counts.
contract LedgerTest {
    uint256 private constant STEPS = 64;

    LedgerWalker private walker;

    function setUp() public {
        Suite memory suite;
        suite.forwarder = GasRelayForwarder(deploy("GasRelayForwarder", ""));
        suite.agents = AgentRegistry(deploy("AgentRegistry", abi.encode(suite.forwarder)));
        suite.events = EventRegistry(deploy("EventRegistry", abi.encode(suite.agents, suite.forwarder)));
        suite.rights = EntryRightRegistry(deploy("EntryRightRegistry", abi.encode(suite.events, suite.forwarder)));
        suite.verifier = AttesterIdentityVerifier(
            deploy("AttesterIdentityVerifier", abi.encode(suite.events, suite.rights, suite.forwarder))
        );
        walker = new LedgerWalker(suite);
        walker.begin(0);
    }

    function testFuzz_CountersAreWhatTheLogsTell(uint256 seed) public {
        // Each step is a call: within one, the compiler takes the time for a constant.
        for (uint256 i = 0; i < STEPS; ++i) walker.step(uint256(keccak256(abi.encode(seed, i))));
        walker.check();
    }
}
