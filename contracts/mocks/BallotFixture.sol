// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Ballot} from "../ballot/Ballot.sol";
import {IBallot} from "../interfaces/IBallot.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {EventId} from "../types/EventId.sol";
import {RightId} from "../types/RightId.sol";
import {deploy} from "./deploy.sol";
import {PreparedBeacon} from "./PreparedBeacon.sol";
import {PreparedVerifier} from "./PreparedVerifier.sol";
import {RightsFixture} from "./RightsFixture.sol";
import {vm} from "./Vm.sol";

/// @notice An event whose classes have a ballot: persons, persons with seats, holders, holders with seats.
/// @dev Person i has the tag (i + 1) << 128, so its key is i + 1, and lists are sorted by person.
abstract contract BallotFixture is RightsFixture {
    uint8 internal constant PERSONS = 1;
    uint8 internal constant PERSON_SEATS = 2;
    uint8 internal constant HOLDERS = 3;
    uint8 internal constant HOLDER_SEATS = 4;
    uint32 internal constant SUPPLY = 4;

    uint40 internal constant LIST_UNTIL = NOW + 2 days;
    uint40 internal constant SEAL = NOW + 3 days;
    uint40 internal constant DRAWN = SEAL + 1 hours + 1;
    uint32 internal constant FIRST_WINDOW = 2 days;
    uint32 internal constant LATER_WINDOW = 3 hours;
    uint40 internal constant KEEP_UNTIL = NOW + 20 days;
    address internal constant ATTESTER = address(0xA7);
    bytes32 internal constant RANDOMNESS = keccak256("randomness");

    Ballot internal ballot;
    PreparedBeacon internal beacon;
    PreparedVerifier internal believer;
    EventId internal eventId;

    function setUp() public virtual override {
        super.setUp();
        beacon = new PreparedBeacon();
        believer = new PreparedVerifier();
        believer.trust(ATTESTER, true);
        ballot = Ballot(deploy("Ballot", abi.encode(events, rights, beacon, FORWARDER)));
        IEventRegistry.EventTerms memory terms = _terms();
        (terms.policy.identityVerifier, terms.policy.maxPerPerson) = (address(believer), 2);
        IEventRegistry.ClassTerms[] memory classes = new IEventRegistry.ClassTerms[](4);
        for (uint256 i = 0; i < 4; ++i) {
            classes[i].supply = SUPPLY;
            classes[i].saleHook = address(ballot);
            classes[i].named = i < 2;
            classes[i].seated = i % 2 == 1;
        }
        eventId = _open(terms, classes);
    }

    /* DRAWS */

    function _drawTerms(bool byHolder) internal pure returns (IBallot.Terms memory) {
        return
            IBallot.Terms({
                listUntil: LIST_UNTIL,
                sealAt: SEAL,
                keepUntil: KEEP_UNTIL,
                firstWindow: FIRST_WINDOW,
                laterWindow: LATER_WINDOW,
                byHolder: byHolder,
                thenOpen: false,
                attester: byHolder ? address(0) : ATTESTER
            });
    }

    function _openDraw(uint8 classId, IBallot.Terms memory terms) internal {
        vm.prank(ADMIN);
        ballot.open(eventId, classId, terms);
    }

    function _list(uint8 classId, bytes memory rows) internal {
        vm.prank(ADMIN);
        ballot.list(eventId, classId, rows);
    }

    /// @dev The draw of PERSONS, with these links of person 0 and the next, after its seed is known.
    function _draw(uint32[] memory links) internal {
        _openDraw(PERSONS, _drawTerms(false));
        _drawListed(PERSONS, _rows(links));
    }

    function _drawListed(uint8 classId, bytes memory rows) internal {
        _list(classId, rows);
        vm.warp(DRAWN);
        beacon.prepare(DRAWN, RANDOMNESS);
        ballot.settle(eventId, classId);
    }

    /* ENTRANTS */

    function _tag(uint256 person) internal pure returns (bytes32) {
        return bytes32((person + 1) << 128);
    }

    function _key(uint256 person) internal pure returns (uint128) {
        return uint128(person + 1);
    }

    function _rows(uint32[] memory links) internal pure returns (bytes memory rows) {
        for (uint256 i = 0; i < links.length; ++i) rows = bytes.concat(rows, bytes16(_key(i)), bytes4(links[i]));
    }

    /// @dev Leaders of parties of this size.
    function _leaders(uint256 count, uint32 size) internal pure returns (uint32[] memory links) {
        links = new uint32[](count);
        for (uint256 i = 0; i < count; ++i) links[i] = size;
    }

    function _companion(uint32 member, uint32 leader) internal pure returns (uint32) {
        return 0x80000000 | (member << 29) | leader;
    }

    /// @dev Rows of holders 0 to count − 1, each the leader of a party of this size, sorted by key; and their order.
    function _holderRows(uint256 count, uint32 size) internal view returns (bytes memory rows, uint256[] memory order) {
        order = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            uint256 spot = i;
            for (; spot != 0 && ballot.keyOf(_holder(order[spot - 1])) > ballot.keyOf(_holder(i)); --spot) {
                order[spot] = order[spot - 1];
            }
            order[spot] = i;
        }
        for (uint256 i = 0; i < count; ++i) {
            rows = bytes.concat(rows, bytes16(ballot.keyOf(_holder(order[i]))), bytes4(size));
        }
    }

    /// @dev The person whose party of this size has the rank, among the first `count`.
    function _personAt(uint256 rank, uint256 size, uint256 count) internal view returns (uint256) {
        for (uint256 i = 0; i < count; ++i) {
            IBallot.Place memory place = ballot.placeOf(eventId, PERSONS, _key(i));
            if (place.size == size && place.rank == rank && place.member == 0) return i;
        }
        revert("no such rank");
    }

    function _draw(uint256 count) internal {
        _draw(_leaders(count, 1));
    }

    /* SALES */

    function _buying(uint8 classId, uint256[] memory persons) internal view returns (bytes memory) {
        bytes memory records;
        bytes[] memory evidence = new bytes[](persons.length);
        for (uint256 i = 0; i < persons.length; ++i) {
            records = bytes.concat(records, bytes20(_holder(persons[i])));
            evidence[i] = abi.encode(_tag(persons[i]));
        }
        return _granting(eventId, classId, records, evidence, 0);
    }

    function _one(uint256 person) internal pure returns (uint256[] memory persons) {
        persons = new uint256[](1);
        persons[0] = person;
    }

    /// @dev One right for a person, of class PERSONS.
    function _buy(uint256 person) internal returns (RightId first) {
        bytes[] memory evidence = new bytes[](1);
        evidence[0] = abi.encode(_tag(person));
        (first, ) = _grant(eventId, PERSONS, _records(person, 1), evidence);
    }

    function _refuseBuy(uint256 person, bytes memory reason) internal {
        _refuseRight(SELLER, _buying(PERSONS, _one(person)), reason);
    }

    function _revoke(RightId right) internal {
        RightId[] memory ids = new RightId[](1);
        ids[0] = right;
        vm.prank(ADMIN);
        rights.revoke(ids, "");
    }

    function _acceptance(uint256 person) internal view returns (IBallot.Acceptance memory) {
        return IBallot.Acceptance(agent, _holder(person), abi.encode(_tag(person)));
    }

    function _accept(uint256 person) internal returns (uint256) {
        IBallot.Acceptance[] memory items = new IBallot.Acceptance[](1);
        items[0] = _acceptance(person);
        return ballot.accept(eventId, PERSONS, items);
    }

    function _advance() internal {
        ballot.advance(eventId, PERSONS, new uint24[](0));
    }

    function _deadline() internal view returns (uint40) {
        return ballot.drawOf(eventId, PERSONS).deadline;
    }

    /* REFUSE */

    function _refuseBallot(address sender, bytes memory data, bytes memory reason) internal {
        vm.prank(sender);
        (bool success, bytes memory returned) = address(ballot).call(data);
        require(!success, "not refused");
        require(keccak256(returned) == keccak256(reason), "another reason");
    }

    function _notOffered(uint256 person, uint256 rank) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IBallot.NotOffered.selector, _key(person), rank);
    }

    function _placeUsed(uint256 person) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IBallot.PlaceUsed.selector, _key(person));
    }

    function _advancing() internal view returns (bytes memory) {
        return abi.encodeCall(ballot.advance, (eventId, PERSONS, new uint24[](0)));
    }
}
