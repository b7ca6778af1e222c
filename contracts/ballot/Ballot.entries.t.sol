// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBallot} from "../interfaces/IBallot.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {ITeams} from "../interfaces/ITeams.sol";
import {BallotFixture} from "../mocks/BallotFixture.sol";
import {vm} from "../mocks/Vm.sol";

/// open, list and appeal: refusals with their arguments, both sides of each time.
contract BallotEntriesTest is BallotFixture {
    /* OPEN */

    function test_Open_KeepsTheTerms() public {
        IBallot.Terms memory terms = _drawTerms(false);
        vm.expectEmit(address(ballot));
        emit IBallot.DrawOpened(eventId, PERSONS, terms, DRAWN);
        _openDraw(PERSONS, terms);
        IBallot.Draw memory draw = ballot.drawOf(eventId, PERSONS);
        require(keccak256(abi.encode(draw.terms)) == keccak256(abi.encode(terms)), "terms");
        require(draw.stage == IBallot.Stage.Entries && draw.round == DRAWN && draw.seed == 0, "stage, round, seed");
    }

    function test_Open_IsForAdmins() public {
        bytes memory opening = abi.encodeCall(ballot.open, (eventId, PERSONS, _drawTerms(false)));
        address[4] memory others = [MEMBER, OTHER_ADMIN, STRANGER, AGENT];
        for (uint256 i = 0; i < others.length; ++i) {
            _refuseBallot(
                others[i],
                opening,
                abi.encodeWithSelector(ITeams.TeamAdminOnly.selector, organizer, others[i])
            );
        }
        // Through the forwarder as the admin.
        vm.prank(FORWARDER);
        (bool success, ) = address(ballot).call(abi.encodePacked(opening, ADMIN));
        require(success, "relayed");
    }

    function test_Open_OnlyOnce() public {
        _openDraw(PERSONS, _drawTerms(false));
        bytes memory opening = abi.encodeCall(ballot.open, (eventId, PERSONS, _drawTerms(false)));
        bytes memory reason = abi.encodeWithSelector(IBallot.DrawExists.selector, eventId, PERSONS);
        _refuseBallot(ADMIN, opening, reason);
        _list(PERSONS, _rows(_leaders(9, 1)));
        vm.warp(DRAWN);
        beacon.prepare(DRAWN, RANDOMNESS);
        ballot.settle(eventId, PERSONS);
        _refuseBallot(ADMIN, opening, reason);
        _refuseBallot(STRANGER, abi.encodeCall(ballot.settle, (eventId, PERSONS)), reason);
    }

    function test_Open_OnlyForItsOwnClasses() public {
        IEventRegistry.ClassTerms[] memory classes = _threeClasses();
        classes[2].named = false;
        vm.warp(NOW);
        eventId = _publish(_terms(), classes);
        _refuseBallot(
            ADMIN,
            abi.encodeCall(ballot.open, (eventId, 1, _drawTerms(true))),
            abi.encodeWithSelector(IBallot.DrawOfOtherHook.selector, eventId, 1, address(0))
        );
        _refuseBallot(
            ADMIN,
            abi.encodeCall(ballot.open, (eventId, 9, _drawTerms(true))),
            abi.encodeWithSelector(IEventRegistry.ClassNonexistent.selector, eventId, 9)
        );
    }

    function test_Open_NotOfACancelledEvent() public {
        _cancel(eventId);
        bytes memory opening = abi.encodeCall(ballot.open, (eventId, PERSONS, _drawTerms(false)));
        _refuseBallot(ADMIN, opening, _eventIsCancelled(eventId));
    }

    function test_Open_RefusesTimesOutOfRange() public {
        IBallot.Terms memory terms = _drawTerms(false);
        terms.listUntil = uint40(block.timestamp);
        _refuseTerms(PERSONS, terms, "listUntil");
        terms = _drawTerms(false);
        terms.sealAt = LIST_UNTIL + 1 hours - 1;
        _refuseTerms(PERSONS, terms, "sealAt");
        terms = _drawTerms(false);
        terms.keepUntil = SEAL;
        _refuseTerms(PERSONS, terms, "keepUntil");
        terms.keepUntil = DOORS_OPEN + 1;
        _refuseTerms(PERSONS, terms, "keepUntil");
        terms = _drawTerms(false);
        terms.firstWindow = 24 hours - 1;
        _refuseTerms(PERSONS, terms, "firstWindow");
        terms = _drawTerms(false);
        terms.laterWindow = 1 hours - 1;
        _refuseTerms(PERSONS, terms, "laterWindow");
    }

    function test_Open_TakesTheEndsOfTheRanges() public {
        IBallot.Terms memory terms = _drawTerms(false);
        terms.listUntil = uint40(block.timestamp + 1);
        terms.sealAt = terms.listUntil + 1 hours;
        terms.keepUntil = terms.sealAt + 1;
        (terms.firstWindow, terms.laterWindow) = (24 hours, 1 hours);
        _openDraw(PERSONS, terms);
        terms.keepUntil = DOORS_OPEN;
        _openDraw(PERSON_SEATS, terms);
        require(ballot.drawOf(eventId, PERSONS).round == terms.sealAt + 1 hours + 1, "round");
    }

    function test_Open_RefusesTheWrongKindOfKeysAndAttesters() public {
        _refuseTerms(PERSONS, _drawTerms(true), "byHolder");
        IBallot.Terms memory terms = _drawTerms(true);
        terms.attester = ATTESTER;
        _refuseTerms(HOLDERS, terms, "attester");
        terms = _drawTerms(false);
        terms.attester = STRANGER;
        _refuseTerms(PERSONS, terms, "attester");
        terms.attester = address(0);
        _openDraw(PERSONS, terms);
        // A class without names may draw persons too, in an event with a verifier only.
        _openDraw(HOLDERS, _drawTerms(false));
        vm.warp(NOW);
        IEventRegistry.ClassTerms[] memory classes = _classes(false);
        classes[0].saleHook = address(ballot);
        eventId = _publish(_terms(), classes);
        _refuseTerms(1, terms, "byHolder");
    }

    function _refuseTerms(uint8 classId, IBallot.Terms memory terms, string memory field) private {
        _refuseBallot(
            ADMIN,
            abi.encodeCall(ballot.open, (eventId, classId, terms)),
            abi.encodeWithSelector(IBallot.DrawTermsInvalid.selector, field)
        );
    }

    /* LIST */

    function test_List_KeepsEachRow() public {
        uint32[] memory links = _leaders(6, 1);
        (links[0], links[2], links[4]) = (2, 3, _companion(1, 0));
        _openDraw(PERSONS, _drawTerms(false));
        vm.expectEmit(address(ballot));
        emit IBallot.EntrantsListed(eventId, PERSONS, 0, 6);
        _list(PERSONS, _rows(links));
        _assertPlace(0, 2, 0, 0);
        _assertPlace(1, 1, 0, 0);
        _assertPlace(2, 3, 0, 0);
        _assertPlace(3, 1, 0, 1);
        _assertPlace(4, 2, 1, 0);
        _assertPlace(5, 1, 0, 2);
        _assertPlace(6, 0, 0, 0);
        IBallot.Draw memory draw = ballot.drawOf(eventId, PERSONS);
        require(draw.rows == 6, "rows");
        require(draw.parties[0] == 3 && draw.parties[1] == 1 && draw.parties[2] == 1 && draw.parties[3] == 0, "pools");
        bytes memory code = ballot.storeOf(eventId, PERSONS, 0).code;
        require(code.length == 121 && code[0] == 0xfe, "store");
        require(ballot.storeOf(eventId, PERSONS, 1) == address(0), "second store");
    }

    function test_List_IsForAdminsUntilItsTime() public {
        bytes memory listing = abi.encodeCall(ballot.list, (eventId, PERSONS, _rows(_leaders(1, 1))));
        _refuseBallot(ADMIN, listing, abi.encodeWithSelector(IBallot.DrawMissing.selector, eventId, PERSONS));
        _openDraw(PERSONS, _drawTerms(false));
        _refuseBallot(MEMBER, listing, abi.encodeWithSelector(ITeams.TeamAdminOnly.selector, organizer, MEMBER));
        vm.warp(LIST_UNTIL);
        _refuseBallot(
            ADMIN,
            listing,
            abi.encodeWithSelector(IBallot.ListClosed.selector, eventId, PERSONS, LIST_UNTIL)
        );
        vm.warp(LIST_UNTIL - 1);
        vm.prank(ADMIN);
        (bool success, ) = address(ballot).call(listing);
        require(success, "in time");
    }

    function test_List_RefusesMalformedRows() public {
        _openDraw(PERSONS, _drawTerms(false));
        bytes memory rows = _rows(_leaders(2, 1));
        bytes memory short = new bytes(39);
        for (uint256 i = 0; i < 39; ++i) short[i] = rows[i];
        _refuseRows("", abi.encodeWithSelector(IBallot.ListRowsMalformed.selector, 0));
        _refuseRows(short, abi.encodeWithSelector(IBallot.ListRowsMalformed.selector, 39));
        _refuseRows(bytes.concat(rows, hex"00"), abi.encodeWithSelector(IBallot.ListRowsMalformed.selector, 41));
    }

    function test_List_RefusesKeysOutOfOrder() public {
        _openDraw(PERSONS, _drawTerms(false));
        bytes memory row = abi.encodePacked(uint128(7), uint32(1));
        _refuseRows(bytes.concat(row, row), abi.encodeWithSelector(IBallot.ListOutOfOrder.selector, 1));
        _refuseRows(
            bytes.concat(row, abi.encodePacked(uint128(6), uint32(1))),
            abi.encodeWithSelector(IBallot.ListOutOfOrder.selector, 1)
        );
        // Key 0 is above no key.
        _refuseRows(
            abi.encodePacked(uint128(0), uint32(1)),
            abi.encodeWithSelector(IBallot.ListOutOfOrder.selector, 0)
        );
    }

    function test_List_RefusesInvalidLinks() public {
        _openDraw(PERSONS, _drawTerms(false));
        uint32[5] memory wrong = [uint32(0), 5, 0x7fffffff, 0x80000000, 0x9fffffff];
        for (uint256 i = 0; i < wrong.length; ++i) {
            bytes memory rows = abi.encodePacked(uint128(1), uint32(1), uint128(2), wrong[i]);
            _refuseRows(rows, abi.encodeWithSelector(IBallot.ListLinkInvalid.selector, 1));
        }
    }

    function test_List_RefusesCompanionsInADrawByKey() public {
        _openDraw(HOLDERS, _drawTerms(true));
        bytes memory rows = abi.encodePacked(uint128(1), uint32(2), uint128(2), _companion(1, 0));
        _refuseBallot(
            ADMIN,
            abi.encodeCall(ballot.list, (eventId, HOLDERS, rows)),
            abi.encodeWithSelector(IBallot.ListLinkInvalid.selector, 1)
        );
    }

    /// Every call but the last fills its stores, and the order holds over all calls.
    function test_List_GoesOnOnlyAfterFullStores() public {
        _openDraw(PERSONS, _drawTerms(false));
        _list(PERSONS, _someRows(1, 1_228));
        bytes memory next = _someRows(1_228, 1);
        _refuseRows(next, abi.encodeWithSelector(IBallot.ListOutOfOrder.selector, 0));
        // Of the second store of a call, the row is counted from the first row of the call.
        bytes memory wrong = bytes.concat(_someRows(1_229, 1_229), abi.encodePacked(uint128(5), uint32(1)));
        _refuseRows(wrong, abi.encodeWithSelector(IBallot.ListOutOfOrder.selector, 1_229));
        _list(PERSONS, _someRows(1_229, 1));
        _refuseRows(_someRows(1_230, 1), abi.encodeWithSelector(IBallot.ListEnded.selector, eventId, PERSONS, 1_229));
        IBallot.Place memory last = ballot.placeOf(eventId, PERSONS, 1_229);
        require(last.size == 1 && last.number == 1_228, "first row of the second store");
        require(ballot.placeOf(eventId, PERSONS, 1_228).number == 1_227, "last row of the first store");
    }

    /// A companion of a companion, of no row, or of a party without such a member stands for no one.
    function test_List_IgnoresCompanionsWithoutALeader() public {
        uint32[] memory links = _leaders(6, 1);
        links[0] = 2;
        links[1] = _companion(1, 0);
        links[2] = _companion(1, 1);
        links[3] = _companion(1, 6);
        links[4] = _companion(2, 0);
        links[5] = _companion(3, 0x1fffffff);
        _openDraw(PERSONS, _drawTerms(false));
        _list(PERSONS, _rows(links));
        _assertPlace(1, 2, 1, 0);
        for (uint256 i = 2; i < 6; ++i) _assertPlace(i, 0, 0, 0);
    }

    function _someRows(uint128 from, uint256 count) private pure returns (bytes memory rows) {
        rows = new bytes(20 * count);
        for (uint256 i = 0; i < count; ++i) {
            bytes memory row = abi.encodePacked(uint128(from + i), uint32(1));
            for (uint256 j = 0; j < 20; ++j) rows[20 * i + j] = row[j];
        }
    }

    function _refuseRows(bytes memory rows, bytes memory reason) private {
        _refuseBallot(ADMIN, abi.encodeCall(ballot.list, (eventId, PERSONS, rows)), reason);
    }

    function _assertPlace(uint256 person, uint256 size, uint256 member, uint256 number) private view {
        IBallot.Place memory place = ballot.placeOf(eventId, PERSONS, _key(person));
        require(place.size == size && place.member == member && place.number == number, "place");
    }

    /* APPEAL */

    function test_Appeal_EntersThoseWhoAreMissingOrCompanions() public {
        uint32[] memory links = _leaders(3, 1);
        (links[0], links[1]) = (2, _companion(1, 0));
        _openDraw(PERSONS, _drawTerms(false));
        _list(PERSONS, _rows(links));
        vm.warp(LIST_UNTIL);
        vm.expectEmit(address(ballot));
        emit IBallot.EntrantAppealed(eventId, PERSONS, _key(9), 1);
        _appeal(9);
        _appeal(1);
        _assertPlace(9, 1, 0, 1);
        _assertPlace(1, 1, 0, 2);
        _assertPlace(0, 2, 0, 0);
        require(ballot.drawOf(eventId, PERSONS).parties[0] == 3, "singles");
        // Neither a leader, nor one who appealed, enters twice.
        _refuseAppeal(0, abi.encodeWithSelector(IBallot.AlreadyListed.selector, _key(0)));
        _refuseAppeal(2, abi.encodeWithSelector(IBallot.AlreadyListed.selector, _key(2)));
        _refuseAppeal(9, abi.encodeWithSelector(IBallot.AlreadyListed.selector, _key(9)));
        _refuseAppeal(1, abi.encodeWithSelector(IBallot.AlreadyListed.selector, _key(1)));
    }

    function test_Appeal_InItsTime() public {
        _refuseAppeal(0, abi.encodeWithSelector(IBallot.DrawMissing.selector, eventId, PERSONS));
        _openDraw(PERSONS, _drawTerms(false));
        bytes memory reason = abi.encodeWithSelector(
            IBallot.AppealsClosed.selector,
            eventId,
            PERSONS,
            LIST_UNTIL,
            SEAL
        );
        vm.warp(LIST_UNTIL - 1);
        _refuseAppeal(0, reason);
        vm.warp(SEAL);
        _refuseAppeal(0, reason);
        vm.warp(SEAL - 1);
        _appeal(0);
        vm.warp(LIST_UNTIL);
        _appeal(1);
    }

    function test_Appeal_NeedsEvidence() public {
        _openDraw(PERSONS, _drawTerms(false));
        vm.warp(LIST_UNTIL);
        _refuseBallot(
            STRANGER,
            abi.encodeCall(ballot.appeal, (eventId, PERSONS, agent, _holder(0), abi.encode(bytes32(0)))),
            abi.encodeWithSelector(IBallot.AppealEvidenceInvalid.selector, _holder(0))
        );
        _cancel(eventId);
        _refuseAppeal(0, _eventIsCancelled(eventId));
    }

    function test_Appeal_OfAKeyIsItsHoldersAlone() public {
        _openDraw(HOLDERS, _drawTerms(true));
        vm.warp(LIST_UNTIL);
        bytes memory appealing = abi.encodeCall(ballot.appeal, (eventId, HOLDERS, agent, _holder(0), ""));
        _refuseBallot(STRANGER, appealing, abi.encodeWithSelector(IBallot.AppealEvidenceInvalid.selector, _holder(0)));
        vm.prank(_holder(0));
        (bool success, ) = address(ballot).call(appealing);
        require(success, "the holder");
        vm.prank(FORWARDER);
        (success, ) = address(ballot).call(
            abi.encodePacked(abi.encodeCall(ballot.appeal, (eventId, HOLDERS, agent, _holder(1), "")), _holder(1))
        );
        require(success, "the relayed holder");
        require(ballot.placeOf(eventId, HOLDERS, ballot.keyOf(_holder(1))).size == 1, "entered");
    }

    function _appeal(uint256 person) private {
        ballot.appeal(eventId, PERSONS, agent, _holder(person), abi.encode(_tag(person)));
    }

    function _refuseAppeal(uint256 person, bytes memory reason) private {
        bytes memory evidence = abi.encode(_tag(person));
        _refuseBallot(
            STRANGER,
            abi.encodeCall(ballot.appeal, (eventId, PERSONS, agent, _holder(person), evidence)),
            reason
        );
    }

    /* VIEWS */

    function test_RankOf_GivesTheVector() public view {
        bytes32 seed = bytes32(uint256(0x1111111111111111111111111111111111111111111111111111111111111111));
        uint8[10] memory ranks = [7, 0, 4, 8, 6, 9, 3, 5, 1, 2];
        for (uint256 i = 0; i < 10; ++i) require(ballot.rankOf(seed, 1, i, 10) == ranks[i], "rank");
    }

    function test_RankOf_RefusesANumberThatThePoolDoesNotHave() public {
        _refuseBallot(
            STRANGER,
            abi.encodeCall(ballot.rankOf, (RANDOMNESS, 1, 10, 10)),
            abi.encodeWithSelector(IBallot.PartyNonexistent.selector, 10, 10)
        );
    }
}
