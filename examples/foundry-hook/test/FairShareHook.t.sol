// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SaleHook} from "doorkey-contracts/hooks/SaleHook.sol";
import {IEntryRightRegistry} from "doorkey-contracts/interfaces/IEntryRightRegistry.sol";
import {AgentId} from "doorkey-contracts/types/AgentId.sol";
import {EventId} from "doorkey-contracts/types/EventId.sol";
import {RightId, RightIdLib} from "doorkey-contracts/types/RightId.sol";
import {FairShareHook} from "../src/FairShareHook.sol";

interface Vm {
    function prank(address sender) external;

    function warp(uint256 timestamp) external;

    function expectRevert(bytes calldata data) external;
}

/// A hook is asked by EntryRightRegistry alone, so a test asks in its name.
contract FairShareHookTest {
    Vm private constant vm = Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);
    address private constant REGISTRY = address(0x4E6);
    address private constant ANN = address(0xA11);
    uint256 private constant OPENS_AT = 2_000_000_000;
    EventId private constant EVENT = EventId.wrap(7);

    FairShareHook private hook;

    function setUp() public {
        vm.warp(OPENS_AT - 1);
        hook = new FairShareHook(IEntryRightRegistry(REGISTRY), 2, OPENS_AT);
    }

    function test_GrantsAHolderItsShareAndNoMore() public {
        _grant(EVENT, abi.encodePacked(ANN, ANN));
        require(hook.granted(EVENT, 1, ANN) == 2, "not counted");
        vm.expectRevert(abi.encodeWithSelector(FairShareHook.ShareExceeded.selector, ANN, 2));
        _grant(EVENT, abi.encodePacked(ANN));
        // Another event counts for itself.
        _grant(EventId.wrap(8), abi.encodePacked(ANN, ANN));
    }

    function test_OpensByItself() public {
        vm.warp(OPENS_AT);
        _grant(EVENT, abi.encodePacked(ANN, ANN, ANN));
    }

    function test_AnswersOnlyTheRegistry() public {
        vm.expectRevert(abi.encodeWithSelector(SaleHook.RegistryOnly.selector, address(this)));
        hook.beforeGrant(RightId.wrap(0), 1, AgentId.wrap(1), "", new bytes32[](0), "");
    }

    function testFuzz_GrantsEveryoneAShare(address[] calldata holders) public {
        for (uint256 i = 0; i < holders.length && i < 8; ++i) {
            if (hook.granted(EVENT, 1, holders[i]) < 2) _grant(EVENT, abi.encodePacked(holders[i]));
        }
    }

    function _grant(EventId eventId, bytes memory records) private {
        vm.prank(REGISTRY);
        hook.beforeGrant(RightIdLib.pack(eventId, 0, 0), 1, AgentId.wrap(1), records, new bytes32[](0), "");
    }
}
