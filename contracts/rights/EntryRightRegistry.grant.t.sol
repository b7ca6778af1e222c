// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {CountingSaleHook} from "../mocks/CountingSaleHook.sol";
import {RightsFixture} from "../mocks/RightsFixture.sol";
import {vm} from "../mocks/Vm.sol";
import {EventId} from "../types/EventId.sol";
import {Refusal} from "../types/Refusal.sol";
import {RightId, RightIdLib} from "../types/RightId.sol";

/// When a grant reverts as a whole, and what it passes to a sale hook, in the order of EntryRightRegistry.tree.
contract EntryRightRegistryGrantTest is RightsFixture {
    RightId private constant GRANT = RightId.wrap(0);

    EventId private eventId;

    function setUp() public override {
        super.setUp();
        IEventRegistry.EventTerms memory terms = _identifiedTerms();
        terms.policy.maxPerPerson = 1;
        eventId = _open(terms, _threeClasses());
    }

    // Nothing live

    /// A batch without a live right gets no batch number.
    function test_Grant_RevertWhen_EverySeatIsTaken() public {
        _grantTo(eventId, 2, _seatedRecords(0, 0, 3));
        bytes[] memory none = new bytes[](0);
        _refuseNothingLive(
            _granting(eventId, 2, _seatedRecords(5, 2, 1), none, 0),
            abi.encodePacked(Refusal.SeatTaken)
        );
        _refuseNothingLive(
            _granting(eventId, 2, _seatedRecords(5, 0, 3), none, 0),
            abi.encodePacked(Refusal.SeatTaken, Refusal.SeatTaken, Refusal.SeatTaken)
        );
        // With one free seat among them, the batch is written.
        (RightId first, uint256 live) = _grant(eventId, 2, _seatedRecords(5, 1, 3), none);
        require(live == 1 && first == RightIdLib.pack(eventId, 1, 0), "the second batch");
    }

    function test_Grant_RevertWhen_EveryPersonIsRefused() public {
        bytes[] memory evidence = new bytes[](3);
        for (uint256 i = 0; i < 3; ++i) evidence[i] = _attest(eventId, "ann", _holder(i), GRANT);
        _grant(eventId, 1, _records(0, 1), _slice(evidence, 0, 1));
        evidence[1] = "no evidence";
        _refuseNothingLive(
            _granting(eventId, 1, _records(0, 3), evidence, 0),
            abi.encodePacked(Refusal.PersonFull, Refusal.EvidenceRefused, Refusal.PersonFull)
        );
        _refuseNothingLive(
            _granting(eventId, 1, _records(1, 1), _slice(evidence, 1, 1), 0),
            abi.encodePacked(Refusal.EvidenceRefused)
        );
        evidence[1] = _attest(eventId, "ben", _holder(1), GRANT);
        (RightId first, uint256 live) = _grant(eventId, 1, _records(0, 3), evidence);
        require(live == 1 && first == RightIdLib.pack(eventId, 1, 0), "the second batch");
    }

    /// Seats and persons together: the next record for a seat gets it if it was freed within the batch. If the person
    /// of that record is refused too, the seat is free again.
    function test_Grant_RevertWhen_SeatsAndPersonsAreRefused() public {
        _grantTo(eventId, 2, _seatedRecords(0, 0, 1));
        bytes[] memory evidence = new bytes[](3);
        bytes memory records = bytes.concat(
            _seatedRecords(1, 0, 1), // a seat that is taken
            _seatedRecords(2, 1, 1), // no person
            _seatedRecords(3, 1, 1) // no person, on the seat of the record before
        );
        _refuseNothingLive(
            _granting(eventId, 2, records, evidence, 0),
            abi.encodePacked(Refusal.SeatTaken, Refusal.EvidenceRefused, Refusal.EvidenceRefused)
        );
        evidence[2] = _attest(eventId, "ann", _holder(3), GRANT);
        (RightId first, uint256 live) = _grant(eventId, 2, records, evidence);
        require(live == 1, "live");
        require(rights.rightOf(first.plus(2)).seat == 1, "her seat");
        (bool held, ) = rights.seatOf(eventId, 2, 1);
        require(held, "not held");
    }

    /// `NothingLive` comes before `TooFewLive` with any minLive, and minLive counts the live rights.
    function test_Grant_TellsNothingLiveBeforeTooFewLive() public {
        _grantTo(eventId, 2, _seatedRecords(0, 0, 2));
        bytes[] memory none = new bytes[](0);
        _refuseNothingLive(
            _granting(eventId, 2, _seatedRecords(5, 0, 2), none, 2),
            abi.encodePacked(Refusal.SeatTaken, Refusal.SeatTaken)
        );
        _refuseRight(
            SELLER,
            _granting(eventId, 2, _seatedRecords(5, 1, 2), none, 2),
            abi.encodeWithSelector(IEntryRightRegistry.TooFewLive.selector, 1, 2)
        );
        vm.prank(SELLER);
        rights.grant(eventId, 2, agent, _seatedRecords(5, 1, 2), none, "", 1);
    }

    // Hook data

    /// The hook gets all data as it was sent, and the right of the first record.
    function testFuzz_Grant_HandsHookDataOverUnread(bytes calldata hookData, bool tagged) public {
        CountingSaleHook hook = _publishWithHook();
        _grantTo(eventId, 1, _records(0, 1));
        bytes memory records = _records(1, 2);
        bytes[] memory evidence = new bytes[](tagged ? 2 : 0);
        bytes32[] memory tags = new bytes32[](tagged ? 2 : 0);
        if (tagged) {
            evidence[0] = _attest(eventId, "ann", _holder(1), GRANT);
            tags[0] = "ann";
        }
        vm.prank(SELLER);
        (RightId first, ) = rights.grant(eventId, 1, agent, records, evidence, hookData, 0);
        require(first == RightIdLib.pack(eventId, 1, 0), "first");
        require(hook.asked() == keccak256(abi.encode(first, uint8(1), agent, records, tags, hookData)), "asked");
        require(hook.grantedWhileAsked() == (tagged ? 2 : 3), "asked before it was counted");
    }

    function test_Grant_HandsOverAMegabyte() public {
        CountingSaleHook hook = _publishWithHook();
        bytes memory hookData = new bytes(1_000_000);
        hookData[0] = 0x01;
        hookData[999_999] = 0x02;
        vm.prank(SELLER);
        (RightId first, ) = rights.grant(eventId, 1, agent, _records(0, 1), new bytes[](0), hookData, 1);
        require(
            hook.asked() == keccak256(abi.encode(first, uint8(1), agent, _records(0, 1), new bytes32[](0), hookData)),
            "asked"
        );
    }

    /// A class without a hook ignores the hook data.
    function test_Grant_IgnoresHookDataWithoutAHook() public {
        vm.prank(SELLER);
        (, uint256 live) = rights.grant(eventId, 1, agent, _records(0, 1), new bytes[](0), "data", 1);
        require(live == 1, "live");
    }

    // Helpers

    function _publishWithHook() private returns (CountingSaleHook hook) {
        vm.warp(NOW);
        hook = new CountingSaleHook(rights, 100);
        IEventRegistry.ClassTerms[] memory classes = _threeClasses();
        classes[0].saleHook = address(hook);
        eventId = _open(_identifiedTerms(), classes);
    }

    /// @dev Asserts that the grant reverts, and changes no batch, place or quota.
    function _refuseNothingLive(bytes memory granting, bytes memory refusals) private {
        bytes32 before = _counters();
        _refuseRight(SELLER, granting, abi.encodeWithSelector(IEntryRightRegistry.NothingLive.selector, refusals));
        require(_counters() == before, "a trace");
    }

    function _counters() private view returns (bytes32 hash) {
        hash = keccak256(abi.encode(rights.batchesOf(eventId)));
        for (uint8 classId = 1; classId <= 3; ++classId) {
            (uint256 granted, uint256 freed) = rights.placesOf(eventId, classId);
            hash = keccak256(abi.encode(hash, granted, freed, rights.usedBy(eventId, classId, agent)));
        }
        for (uint24 seat = 0; seat < 10; ++seat) {
            (bool held, bool isFreed) = rights.seatOf(eventId, 2, seat);
            hash = keccak256(abi.encode(hash, held, isFreed));
        }
        hash = keccak256(abi.encode(hash, rights.rightsOfPerson(eventId, "ann")));
    }

    function _slice(bytes[] memory list, uint256 from, uint256 count) private pure returns (bytes[] memory part) {
        part = new bytes[](count);
        for (uint256 i = 0; i < count; ++i) part[i] = list[from + i];
    }
}
