// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {ITeams} from "../interfaces/ITeams.sol";
import {LawlessSaleHook} from "../mocks/LawlessSaleHook.sol";
import {RightsFixture} from "../mocks/RightsFixture.sol";
import {vm} from "../mocks/Vm.sol";
import {EventId} from "../types/EventId.sol";
import {RightId} from "../types/RightId.sol";
import {SaleHook} from "./SaleHook.sol";

/// What the base guarantees although its subclass keeps no promise.
contract SaleHookTest is RightsFixture {
    LawlessSaleHook private hook;
    EventId private eventId;

    function setUp() public override {
        super.setUp();
        hook = new LawlessSaleHook(rights);
        IEventRegistry.ClassTerms[] memory classes = _threeClasses();
        classes[2].named = false;
        classes[0].saleHook = address(hook);
        classes[1].saleHook = address(hook);
        eventId = _open(_terms(), classes);
    }

    function test_BeforeGrant_AnswersOnlyTheRegistry() public {
        hook.open(0, false);
        address[4] memory others = [STRANGER, ADMIN, FORWARDER, address(hook)];
        bytes32[] memory tags = new bytes32[](0);
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(SaleHook.RegistryOnly.selector, others[i]));
            vm.prank(others[i]);
            hook.beforeGrant(RightId.wrap(1 << 32), 1, agent, _records(0, 1), tags, "");
        }
        vm.prank(address(rights));
        hook.beforeGrant(RightId.wrap(1 << 32), 1, agent, _records(0, 1), tags, "");
    }

    /// A caller cannot pretend to be the registry by the address that a forwarder appends.
    function test_BeforeGrant_IgnoresAppendedSenders() public {
        bytes memory question = abi.encodeCall(
            hook.beforeGrant,
            (RightId.wrap(1 << 32), 1, agent, _records(0, 1), new bytes32[](0), "")
        );
        vm.prank(FORWARDER);
        (bool success, bytes memory returned) = address(hook).call(abi.encodePacked(question, rights));
        require(!success, "answered the forwarder");
        require(
            keccak256(returned) == keccak256(abi.encodeWithSelector(SaleHook.RegistryOnly.selector, FORWARDER)),
            "another reason"
        );
    }

    function test_BeforeGrant_AsksTheSubclassUntilTheClassOpens() public {
        hook.open(SALES_OPEN + 100, false);
        vm.warp(SALES_OPEN + 99);
        bytes memory records = _records(0, 2);
        bytes32 asked = keccak256(abi.encode(records, new bytes32[](0), bytes("")));
        _refuseRight(
            SELLER,
            _granting(eventId, 1, records, new bytes[](0), 0),
            abi.encodeWithSelector(LawlessSaleHook.Refused.selector, RightId.wrap(uint64(1) << 32), 1, agent, asked)
        );
        vm.warp(SALES_OPEN + 100);
        _grantTo(eventId, 1, records);
        require(hook.questions() == 0, "asked after the class opened");
    }

    /// A hook that never opens, or reverts, closes its own class and no other.
    function test_BeforeGrant_ClosesOnlyItsOwnClasses() public {
        bytes memory granting = _granting(eventId, 1, _records(0, 1), new bytes[](0), 0);
        vm.warp(SALES_CLOSE - 1);
        vm.prank(SELLER);
        (bool success, ) = address(rights).call(granting);
        require(!success, "opened");
        hook.open(0, true);
        _refuseRight(SELLER, granting, abi.encodeWithSelector(LawlessSaleHook.OpeningUnknown.selector));
        _grantTo(eventId, 3, _records(0, 1));
    }

    /// A call of the subclass has the effects that it would have after the grant, and is asked about itself.
    function test_CheckGrant_IsAskedAboutAGrantThatItCauses() public {
        vm.prank(AGENT);
        agents.setRole(1, address(hook), ITeams.Role.Member);
        hook.aim(address(rights), _granting(eventId, 1, _records(5, 1), new bytes[](0), 0));
        // The second question finds no aim, and refuses: with it, the whole outer grant.
        vm.prank(SELLER);
        (bool success, ) = address(rights).call(_granting(eventId, 1, _records(0, 1), new bytes[](0), 0));
        require(!success, "granted without a question");
        require(rights.batchesOf(eventId) == 0, "a batch is left");
    }

    function test_Reopen_FreesOnlyWhatIsFreed() public {
        hook.open(0, false);
        RightId first = _grantTo(eventId, 1, _records(0, 2));
        RightId seated = _grantTo(eventId, 2, _seatedRecords(0, 3, 2));
        RightId[] memory ids = new RightId[](2);
        (ids[0], ids[1]) = (first, seated);
        vm.prank(ADMIN);
        rights.revoke(ids, "");
        uint24[] memory seats = new uint24[](1);
        seats[0] = 3;

        vm.expectRevert(abi.encodeWithSelector(IEntryRightRegistry.ReopenExceedsFreed.selector, eventId, 1, 2, 1));
        hook.reopen(eventId, 1, 2);
        hook.reopen(eventId, 1, 1);
        (, uint256 freed) = rights.placesOf(eventId, 1);
        require(freed == 0, "not reopened");
        hook.reopenSeats(eventId, 2, seats);
        (bool held, bool isFreed) = rights.seatOf(eventId, 2, 3);
        require(!held && !isFreed, "seat not reopened");
        // Class 3 has no hook.
        vm.expectRevert(abi.encodeWithSelector(IEventRegistry.ReopenerOnly.selector, eventId, 3, address(hook)));
        hook.reopen(eventId, 3, 1);
    }
}
