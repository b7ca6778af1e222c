// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AgentRegistry} from "../../contracts/teams/AgentRegistry.sol";
import {EntryRightRegistry} from "../../contracts/rights/EntryRightRegistry.sol";
import {EventRegistry} from "../../contracts/events/EventRegistry.sol";
import {GasRelayForwarder} from "../../contracts/relay/GasRelayForwarder.sol";
import {AttesterIdentityVerifier} from "../../contracts/identity/AttesterIdentityVerifier.sol";
import {Walk} from "./Walk.sol";
import {Suite, World} from "./World.sol";

/// @dev Beside the test: the fuzzer knows only what is in its file.
contract Handler is Walk {
    constructor(Suite memory suite_) World(suite_) {}
}

/// @notice The invariants of README.md beside this file, after every step of a walk through all acts.
contract InvariantsTest {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    // The first two acts that the walk has learned.
    uint256 private constant WARP = 0;
    uint256 private constant GRANT = 1;

    Handler private handler;

    function setUp() public {
        _begin(0);
    }

    function _begin(uint256 seed) private {
        Suite memory suite;
        suite.forwarder = new GasRelayForwarder();
        suite.agents = new AgentRegistry(address(suite.forwarder));
        suite.events = new EventRegistry(suite.agents, address(suite.forwarder));
        suite.rights = new EntryRightRegistry(suite.events, address(suite.forwarder));
        suite.verifier = new AttesterIdentityVerifier(suite.events, address(suite.rights), address(suite.forwarder));
        handler = new Handler(suite);
        handler.begin(seed);
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0].addr = address(handler);
        targets[0].selectors = new bytes4[](1);
        targets[0].selectors[0] = handler.step.selector;
    }

    function invariant_1_GrantedAndFreedStayWithinSupply() public view {
        handler.checkPlaces();
    }

    function invariant_2_UsedStaysWithinQuota() public view {
        handler.checkUsed();
    }

    function invariant_3_AdmittedAndVoidAreFinal() public view {
        handler.checkStatuses();
    }

    function invariant_4_HolderChangesByRebindOnly() public view {
        handler.checkHolders();
    }

    function invariant_5_ReservedShareIsBounded() public view {
        handler.checkReserved();
    }

    function invariant_6_PersonsHaveNoMoreThanTheyMay() public view {
        handler.checkPersons();
    }

    function invariant_7_SeatsHaveOneRight() public view {
        handler.checkSeats();
    }

    function invariant_9_RequestsExecuteOnce() public view {
        handler.checkRequests();
    }

    function invariant_10_NothingOwnsEther() public view {
        handler.checkEther();
    }

    function invariant_12_NothingIsPastTheEnds() public view {
        handler.checkEnds();
    }

    /// @dev Walks in which an act never succeeds show nothing about it: in a few worlds, before doors and after, each is
    /// tried until it did.
    function test_EveryActSucceeds() public {
        uint256 acts = handler.actCount();
        bool[] memory done = new bool[](acts);
        uint256 seed;
        for (uint256 world = 0; world < 8; ++world) {
            _begin(world);
            for (uint256 i = 0; i < 24; ++i) handler.act(i < 16 ? GRANT : WARP, ++seed);
            for (uint256 i = 0; i < 2 * acts; ++i) {
                uint256 tries = done[i % acts] ? 0 : 5;
                for (; tries != 0 && handler.succeeded(i % acts) == 0; --tries) handler.act(i % acts, ++seed);
                if (handler.succeeded(i % acts) != 0) done[i % acts] = true;
                // Time goes by, and doors open.
                if (i % 3 == 0) handler.act(WARP, ++seed);
            }
            _checkAll();
        }
        for (uint256 i = 0; i < acts; ++i) require(done[i], string.concat("never succeeded: ", handler.nameOf(i)));
    }

    function _checkAll() private view {
        handler.checkPlaces();
        handler.checkUsed();
        handler.checkStatuses();
        handler.checkHolders();
        handler.checkReserved();
        handler.checkPersons();
        handler.checkSeats();
        handler.checkRequests();
        handler.checkEther();
        handler.checkEnds();
    }
}
