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
        _walk(seed);
        walker.check();
    }

    /// Walks in which a log never comes show nothing about it: some walks have each of them.
    function test_EveryLogComes() public {
        string[12] memory logs = [
            "RightsGranted(uint32,uint32,uint64,uint256,bytes)",
            "PersonsTagged(uint64,bytes32[])",
            "GrantRefused(uint64,uint8)",
            "RightReturned(uint32,uint64)",
            "RightRevoked(uint32,address,uint64,bytes32)",
            "PlacesReopened(uint32,uint8,address,uint32)",
            "SeatsReopened(uint32,uint8,address,uint24[])",
            "RightRebound(uint32,address,uint64,address,uint8)",
            "RightNamed(uint32,uint64,address,uint8,bytes32)",
            "Admitted(uint32,address,uint256)",
            "AdmittedInPart(uint32,address,uint256,uint8)",
            "AdmittedByHand(uint32,address,uint64,uint40,bytes32)"
        ];
        bool[12] memory came;
        for (uint256 seed = 0; seed < 12; ++seed) {
            setUp();
            _walk(seed);
            walker.check();
            for (uint256 i = 0; i < logs.length; ++i) {
                came[i] = came[i] || walker.comings(keccak256(bytes(logs[i]))) != 0;
            }
        }
        for (uint256 i = 0; i < logs.length; ++i) require(came[i], string.concat("never came: ", logs[i]));
    }

    /// @dev Each step is a call: within one, the compiler takes the time for a constant.
    function _walk(uint256 seed) private {
        for (uint256 i = 0; i < STEPS; ++i) walker.step(uint256(keccak256(abi.encode(seed, i))));
    }
}
