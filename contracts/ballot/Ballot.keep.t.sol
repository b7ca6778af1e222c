// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBallot} from "../interfaces/IBallot.sol";
import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {ITeams} from "../interfaces/ITeams.sol";
import {BallotFixture} from "../mocks/BallotFixture.sol";
import {vm} from "../mocks/Vm.sol";
import {RightId} from "../types/RightId.sol";

/// accept, hold, restore and changeAttester: what keeps a place although its window passed.
contract BallotKeepTest is BallotFixture {
    /* ACCEPT */

    function test_Accept_KeepsAPlacePastTheDeadline() public {
        _draw(9);
        (uint256 keeper, uint256 other) = (_personAt(0, 1, 9), _personAt(1, 1, 9));
        vm.expectEmit(address(ballot));
        emit IBallot.PlaceAccepted(eventId, PERSONS, _key(keeper), 1);
        vm.prank(STRANGER);
        require(_accept(keeper) == 1, "accepted");
        IBallot.Draw memory draw = ballot.drawOf(eventId, PERSONS);
        require(draw.open == 3 && draw.kept == 1, "open, kept");
        vm.warp(_deadline());
        _advance();
        draw = ballot.drawOf(eventId, PERSONS);
        require(draw.open == 3 && draw.kept == 1 && draw.cutoff[0] == 7, "three are offered to others");
        _refuseBuy(other, _notOffered(other, 1));
        vm.warp(KEEP_UNTIL - 1);
        require(ballot.placeOf(eventId, PERSONS, _key(keeper)).isOffered, "offered");
        _buy(keeper);
        _refuseBuy(keeper, _placeUsed(keeper));
        require(ballot.drawOf(eventId, PERSONS).kept == 0, "kept");
    }

    function test_Accept_UntilKeepUntil() public {
        _draw(9);
        uint256 keeper = _personAt(0, 1, 9);
        _accept(keeper);
        vm.warp(KEEP_UNTIL);
        _refuseBuy(keeper, _notOffered(keeper, 0));
        require(ballot.drawOf(eventId, PERSONS).kept == 0, "not kept any more");
        _advance();
        IBallot.Draw memory draw = ballot.drawOf(eventId, PERSONS);
        require(draw.open == 4 && draw.from[0] == 4, "all four are offered to others");
        _refuseBuy(keeper, _notOffered(keeper, 0));
    }

    /// An acceptance never shortens what its place was offered for.
    function test_Accept_LosesNothingWhenKeepUntilComesFirst() public {
        IBallot.Terms memory terms = _drawTerms(false);
        terms.keepUntil = DRAWN + 1 days;
        _openDraw(PERSONS, terms);
        _drawListed(PERSONS, _rows(_leaders(9, 1)));
        for (uint256 rank = 0; rank < 4; ++rank) _accept(_personAt(rank, 1, 9));
        vm.warp(DRAWN + 1 days);
        // Nothing is open, but those who accepted may still come.
        _refuseBallot(STRANGER, _advancing(), abi.encodeWithSelector(IBallot.WaveRuns.selector, _deadline()));
        vm.warp(_deadline() - 1);
        _buy(_personAt(0, 1, 9));
        vm.warp(_deadline());
        uint256 late = _personAt(1, 1, 9);
        _refuseBuy(late, _notOffered(late, 1));
        _advance();
        require(ballot.drawOf(eventId, PERSONS).open == 3, "three lapsed");
        _refuseBuy(late, _notOffered(late, 1));
    }

    function test_Accept_JudgesEachItemAlone() public {
        uint32[] memory links = _leaders(12, 1);
        (links[10], links[11]) = (2, _companion(1, 10));
        _draw(links);
        IBallot.Draw memory draw = ballot.drawOf(eventId, PERSONS);
        require(draw.cutoff[0] == 4 && draw.cutoff[1] == 0, "four singles");
        uint256 buyer = _personAt(1, 1, 12);
        _buy(buyer);
        IBallot.Acceptance[] memory items = new IBallot.Acceptance[](6);
        uint256 keeper = _personAt(0, 1, 12);
        items[0] = _acceptance(keeper);
        items[1] = items[0];
        items[2] = IBallot.Acceptance(agent, _holder(1), abi.encode(bytes32(0)));
        items[3] = _acceptance(40);
        items[4] = _acceptance(_personAt(4, 1, 12));
        items[5] = _acceptance(buyer);
        vm.expectEmit(address(ballot));
        emit IBallot.PlaceAccepted(eventId, PERSONS, _key(keeper), 1);
        _expectRefusal(1, IBallot.AcceptRefusal.AlreadyKept);
        _expectRefusal(2, IBallot.AcceptRefusal.EvidenceRefused);
        _expectRefusal(3, IBallot.AcceptRefusal.NotListed);
        _expectRefusal(4, IBallot.AcceptRefusal.NotOffered);
        _expectRefusal(5, IBallot.AcceptRefusal.PlaceUsed);
        require(ballot.accept(eventId, PERSONS, items) == 1, "one");
        draw = ballot.drawOf(eventId, PERSONS);
        require(draw.open == 2 && draw.kept == 1, "open, kept");
    }

    function _expectRefusal(uint256 index, IBallot.AcceptRefusal why) private {
        vm.expectEmit(address(ballot));
        emit IBallot.AcceptRefused(eventId, PERSONS, index, why);
    }

    /// One member of a party keeps the places of all.
    function test_Accept_KeepsTheWholeParty() public {
        uint32[] memory links = _leaders(4, 4);
        for (uint32 i = 1; i < 4; ++i) links[i] = _companion(i, 0);
        _draw(links);
        _buy(1);
        vm.expectEmit(address(ballot));
        emit IBallot.PlaceAccepted(eventId, PERSONS, _key(2), 3);
        _accept(2);
        vm.warp(_deadline());
        _buy(0);
        _buy(2);
        _buy(3);
        require(ballot.drawOf(eventId, PERSONS).kept == 0, "all taken");
    }

    function test_Accept_InItsTime() public {
        IBallot.Acceptance[] memory none = new IBallot.Acceptance[](0);
        bytes memory accepting = abi.encodeCall(ballot.accept, (eventId, PERSONS, none));
        bytes memory notDrawn = abi.encodeWithSelector(IBallot.NotDrawn.selector, eventId, PERSONS);
        _refuseBallot(STRANGER, accepting, notDrawn);
        _draw(9);
        uint40 deadline = _deadline();
        vm.warp(deadline - 1);
        ballot.accept(eventId, PERSONS, none);
        vm.warp(deadline);
        _refuseBallot(STRANGER, accepting, abi.encodeWithSelector(IBallot.WaveOver.selector, deadline));
        vm.warp(KEEP_UNTIL - 1);
        _advance();
        ballot.accept(eventId, PERSONS, none);
        vm.warp(KEEP_UNTIL);
        _refuseBallot(STRANGER, accepting, abi.encodeWithSelector(IBallot.KeepOver.selector, KEEP_UNTIL));
    }

    function test_Accept_NotOfACancelledEvent() public {
        _draw(9);
        _cancel(eventId);
        IBallot.Acceptance[] memory none = new IBallot.Acceptance[](0);
        _refuseBallot(STRANGER, abi.encodeCall(ballot.accept, (eventId, PERSONS, none)), _eventIsCancelled(eventId));
    }

    function test_Accept_OfAKeyIsItsHoldersAlone() public {
        _openDraw(HOLDERS, _drawTerms(true));
        (bytes memory rows, ) = _holderRows(1, 2);
        _drawListed(HOLDERS, rows);
        IBallot.Acceptance[] memory items = new IBallot.Acceptance[](1);
        items[0] = _acceptance(0);
        require(ballot.accept(eventId, HOLDERS, items) == 0, "a stranger");
        vm.prank(_holder(0));
        require(ballot.accept(eventId, HOLDERS, items) == 1, "the holder");
        require(ballot.drawOf(eventId, HOLDERS).kept == 2, "both places");
    }

    /* HOLD */

    function test_Hold_RestartsTheWaveWhileSalesArePaused() public {
        _draw(9);
        _refuseHold(abi.encodeWithSelector(IBallot.SalesGoOn.selector, eventId));
        vm.prank(MEMBER);
        events.pauseSales(eventId);
        vm.warp(DRAWN + 1 days);
        vm.expectEmit(address(ballot));
        emit IBallot.WaveHeld(eventId, PERSONS, DRAWN + 1 days + FIRST_WINDOW, KEEP_UNTIL);
        _hold();
        _refuseHold(abi.encodeWithSelector(IBallot.NothingToHold.selector, DRAWN + 1 days + FIRST_WINDOW, KEEP_UNTIL));
        vm.warp(DRAWN + 1 days + FIRST_WINDOW - 1);
        _hold();
        vm.prank(MEMBER);
        events.resumeSales(eventId);
        _refuseHold(abi.encodeWithSelector(IBallot.SalesGoOn.selector, eventId));
        _refuseBallot(STRANGER, _advancing(), abi.encodeWithSelector(IBallot.WaveRuns.selector, _deadline()));
        _buy(_personAt(3, 1, 9));
    }

    function test_Hold_TakesTheWindowOfTheWave() public {
        _draw(9);
        vm.warp(_deadline());
        _advance();
        vm.prank(MEMBER);
        events.pauseSales(eventId);
        vm.warp(block.timestamp + 1);
        _hold();
        require(_deadline() == block.timestamp + LATER_WINDOW, "the later window");
    }

    function test_Hold_OnlyWhileTheWaveRuns() public {
        _draw(9);
        vm.prank(MEMBER);
        events.pauseSales(eventId);
        vm.warp(DRAWN + FIRST_WINDOW);
        _refuseHold(abi.encodeWithSelector(IBallot.NothingToHold.selector, DRAWN + FIRST_WINDOW, KEEP_UNTIL));
        vm.warp(DRAWN + FIRST_WINDOW - 1);
        _hold();
    }

    function test_Hold_WhileSalesAreClosed() public {
        _draw(9);
        vm.prank(ADMIN);
        events.reschedule(eventId, DOORS_OPEN, DOORS_CLOSE, DRAWN + 5);
        vm.warp(DRAWN + 4);
        _refuseHold(abi.encodeWithSelector(IBallot.SalesGoOn.selector, eventId));
        vm.warp(DRAWN + 5);
        _hold();
        require(_deadline() == DRAWN + 5 + FIRST_WINDOW, "restarted");
    }

    function test_Hold_WhileTheAttesterIsNotTrusted() public {
        _draw(9);
        believer.trust(ATTESTER, false);
        vm.warp(DRAWN + 5);
        _hold();
        require(_deadline() == DRAWN + 5 + FIRST_WINDOW, "restarted");
        believer.trust(ATTESTER, true);
        vm.warp(DRAWN + 6);
        _refuseHold(abi.encodeWithSelector(IBallot.SalesGoOn.selector, eventId));
    }

    /// Those whose places are kept get 24 hours more, but not beyond doors, and not once it is over.
    function test_Hold_PutsOffKeepUntil() public {
        _draw(9);
        uint256 keeper = _personAt(0, 1, 9);
        _accept(keeper);
        vm.prank(MEMBER);
        events.pauseSales(eventId);
        vm.warp(KEEP_UNTIL - 1 days);
        _refuseHold(abi.encodeWithSelector(IBallot.NothingToHold.selector, _deadline(), KEEP_UNTIL));
        vm.warp(KEEP_UNTIL - 1);
        vm.expectEmit(address(ballot));
        emit IBallot.WaveHeld(eventId, PERSONS, DRAWN + FIRST_WINDOW, KEEP_UNTIL - 1 + 1 days);
        _hold();
        vm.warp(KEEP_UNTIL + 1 days - 1);
        _refuseHold(abi.encodeWithSelector(IBallot.NothingToHold.selector, _deadline(), KEEP_UNTIL + 1 days - 1));
        vm.warp(KEEP_UNTIL + 1 days - 2);
        vm.prank(MEMBER);
        events.resumeSales(eventId);
        _buy(keeper);
    }

    function test_Hold_NotBeyondDoors() public {
        IBallot.Terms memory terms = _drawTerms(false);
        terms.keepUntil = DOORS_OPEN - 1 hours;
        _openDraw(PERSONS, terms);
        _drawListed(PERSONS, _rows(_leaders(9, 1)));
        vm.prank(MEMBER);
        events.pauseSales(eventId);
        vm.warp(DOORS_OPEN - 1 hours - 1);
        _hold();
        require(ballot.drawOf(eventId, PERSONS).terms.keepUntil == DOORS_OPEN, "doors");
        vm.warp(DOORS_OPEN);
        _refuseHold(_doorsOpen(eventId));
    }

    function test_Hold_InEachState() public {
        bytes memory notDrawn = abi.encodeWithSelector(IBallot.NotDrawn.selector, eventId, PERSONS);
        _refuseHold(notDrawn);
        _openDraw(PERSONS, _drawTerms(false));
        _refuseHold(notDrawn);
        _drawListed(PERSONS, _rows(_leaders(9, 1)));
        _cancel(eventId);
        _refuseHold(_eventIsCancelled(eventId));
    }

    function _hold() private {
        vm.prank(STRANGER);
        ballot.hold(eventId, PERSONS);
    }

    function _refuseHold(bytes memory reason) private {
        _refuseBallot(STRANGER, abi.encodeCall(ballot.hold, (eventId, PERSONS)), reason);
    }

    /* RESTORE */

    function test_Restore_LetsTheSamePersonBeGrantedAgain() public {
        _draw(9);
        RightId right;
        uint256 person;
        for (uint256 rank = 0; rank < 4; ++rank) right = _buy(person = _personAt(rank, 1, 9));
        _revoke(right);
        vm.expectEmit(address(ballot));
        emit IBallot.PlaceRestored(eventId, PERSONS, _key(person), ADMIN);
        _restore(person);
        require(ballot.placeOf(eventId, PERSONS, _key(person)).restored == 1, "restored");
        // Not while no place is free: the freed one is not reopened.
        bytes memory soldOut = abi.encodeWithSelector(
            IEntryRightRegistry.ClassSoldOut.selector,
            eventId,
            PERSONS,
            1,
            0
        );
        _refuseBuy(person, soldOut);
        vm.prank(MEMBER);
        rights.reopen(eventId, PERSONS, 1);
        // A friend gets nothing, nor does anyone who was not restored.
        uint256 friend = _personAt(4, 1, 9);
        _refuseBuy(friend, _notOffered(friend, 4));
        _buy(person);
        _refuseBuy(person, soldOut);
        require(ballot.placeOf(eventId, PERSONS, _key(person)).restored == 0, "used");
    }

    /// Places that others were offered or keep are not free.
    function test_Restore_TakesNoPlaceFromOthers() public {
        _draw(9);
        uint256 person = _personAt(0, 1, 9);
        _accept(_personAt(1, 1, 9));
        RightId right = _buy(person);
        _revoke(right);
        _restore(person);
        // Freed, but not reopened: 1 freed, 1 kept, 2 open.
        _refuseBuy(person, abi.encodeWithSelector(IBallot.PlacesReserved.selector, eventId, PERSONS, 3));
        vm.prank(MEMBER);
        rights.reopen(eventId, PERSONS, 1);
        _buy(person);
        // After the deadline the open places are free, the kept one is not.
        vm.warp(_deadline());
        _restore(person);
        _buy(person);
        require(ballot.drawOf(eventId, PERSONS).kept == 1, "still kept");
    }

    function test_Restore_OnlyWhatWasTaken() public {
        bytes memory restoring = abi.encodeCall(ballot.restore, (eventId, PERSONS, _key(0)));
        _refuseBallot(ADMIN, restoring, abi.encodeWithSelector(IBallot.NotDrawn.selector, eventId, PERSONS));
        _draw(3);
        _refuseBallot(ADMIN, restoring, abi.encodeWithSelector(IBallot.NothingToRestore.selector, _key(0)));
        _buy(0);
        _restore(0);
        _refuseBallot(ADMIN, restoring, abi.encodeWithSelector(IBallot.NothingToRestore.selector, _key(0)));
        _refuseBallot(
            ADMIN,
            abi.encodeCall(ballot.restore, (eventId, PERSONS, _key(7))),
            abi.encodeWithSelector(IBallot.EntrantNotListed.selector, _key(7))
        );
        _refuseBallot(MEMBER, restoring, abi.encodeWithSelector(ITeams.TeamAdminOnly.selector, organizer, MEMBER));
        vm.warp(DOORS_OPEN);
        _refuseBallot(ADMIN, restoring, _doorsOpen(eventId));
    }

    /// A companion that took its place is restored alone; its party is not.
    function test_Restore_IsForOneMember() public {
        uint32[] memory links = _leaders(2, 2);
        links[1] = _companion(1, 0);
        _draw(links);
        RightId right = _buy(1);
        _revoke(right);
        _restore(1);
        vm.warp(_deadline());
        _refuseBuy(0, _notOffered(0, 0));
        _buy(1);
    }

    function test_Restore_OfAKeyCountsItsPlaces() public {
        _openDraw(HOLDERS, _drawTerms(true));
        (bytes memory rows, ) = _holderRows(1, 2);
        _drawListed(HOLDERS, rows);
        uint128 key = ballot.keyOf(_holder(0));
        RightId right = _grantTo(eventId, HOLDERS, _records(0, 1));
        _revoke(right);
        vm.prank(ADMIN);
        ballot.restore(eventId, HOLDERS, key);
        _refuseBallot(
            ADMIN,
            abi.encodeCall(ballot.restore, (eventId, HOLDERS, key)),
            abi.encodeWithSelector(IBallot.NothingToRestore.selector, key)
        );
        _grantTo(eventId, HOLDERS, bytes.concat(_records(0, 1), _records(0, 1)));
        bytes memory more = _granting(eventId, HOLDERS, _records(0, 1), new bytes[](0), 0);
        _refuseRight(SELLER, more, abi.encodeWithSelector(IBallot.PlaceUsed.selector, key));
    }

    function _restore(uint256 person) private {
        vm.prank(ADMIN);
        ballot.restore(eventId, PERSONS, _key(person));
    }

    /* ATTESTER */

    function test_ChangeAttester_OnlyAfterAHandOver() public {
        address next = address(0xA8);
        bytes memory changing = abi.encodeCall(ballot.changeAttester, (eventId, PERSONS, next));
        _refuseBallot(STRANGER, changing, abi.encodeWithSelector(IBallot.DrawMissing.selector, eventId, PERSONS));
        _draw(9);
        bytes memory reason = abi.encodeWithSelector(IBallot.DrawAttesterInvalid.selector, eventId, PERSONS, next);
        believer.trust(next, true);
        _refuseBallot(STRANGER, changing, reason);
        vm.prank(ADMIN);
        events.offerHandOver(eventId, other);
        bytes32 terms = events.termsHashOf(eventId);
        vm.prank(OTHER_ADMIN);
        events.acceptHandOver(eventId, other, terms);
        believer.trust(ATTESTER, false);
        believer.trust(next, false);
        vm.warp(DRAWN + 1);
        ballot.hold(eventId, PERSONS);
        _refuseBallot(STRANGER, changing, reason);
        believer.trust(next, true);
        vm.warp(DRAWN + 2);
        ballot.hold(eventId, PERSONS);
        vm.expectEmit(address(ballot));
        emit IBallot.DrawAttesterChanged(eventId, PERSONS, next);
        vm.prank(STRANGER);
        ballot.changeAttester(eventId, PERSONS, next);
        vm.warp(DRAWN + 3);
        bytes memory goesOn = abi.encodeWithSelector(IBallot.SalesGoOn.selector, eventId);
        _refuseBallot(STRANGER, abi.encodeCall(ballot.hold, (eventId, PERSONS)), goesOn);
        // Once in each era.
        believer.trust(ATTESTER, true);
        _refuseBallot(
            STRANGER,
            abi.encodeCall(ballot.changeAttester, (eventId, PERSONS, ATTESTER)),
            abi.encodeWithSelector(IBallot.DrawAttesterInvalid.selector, eventId, PERSONS, ATTESTER)
        );
    }

    function test_ChangeAttester_NotWhereNoneWasNamed() public {
        IBallot.Terms memory terms = _drawTerms(false);
        terms.attester = address(0);
        _openDraw(PERSONS, terms);
        vm.prank(ADMIN);
        events.offerHandOver(eventId, other);
        bytes32 hash = events.termsHashOf(eventId);
        vm.prank(OTHER_ADMIN);
        events.acceptHandOver(eventId, other, hash);
        _refuseBallot(
            STRANGER,
            abi.encodeCall(ballot.changeAttester, (eventId, PERSONS, ATTESTER)),
            abi.encodeWithSelector(IBallot.DrawAttesterInvalid.selector, eventId, PERSONS, ATTESTER)
        );
    }

    /// After a hand-over the new organizer's admins list and restore, the former's do not.
    function test_HandOver_BetweenListAndDraw() public {
        _openDraw(PERSONS, _drawTerms(false));
        vm.prank(ADMIN);
        events.offerHandOver(eventId, other);
        bytes32 hash = events.termsHashOf(eventId);
        vm.prank(OTHER_ADMIN);
        events.acceptHandOver(eventId, other, hash);
        bytes memory listing = abi.encodeCall(ballot.list, (eventId, PERSONS, _rows(_leaders(9, 1))));
        _refuseBallot(ADMIN, listing, abi.encodeWithSelector(ITeams.TeamAdminOnly.selector, other, ADMIN));
        vm.prank(OTHER_ADMIN);
        ballot.list(eventId, PERSONS, _rows(_leaders(9, 1)));
        vm.warp(DRAWN);
        beacon.prepare(DRAWN, RANDOMNESS);
        ballot.settle(eventId, PERSONS);
        _buy(_personAt(0, 1, 9));
    }

    /* RESCHEDULED */

    /// Doors that come forward end the waves.
    function test_Reschedule_DoorsComeForward() public {
        _draw(9);
        uint40 doors = DRAWN + 3 days;
        vm.prank(ADMIN);
        events.reschedule(eventId, doors, doors + 5 hours, doors);
        vm.warp(doors);
        _refuseBallot(
            STRANGER,
            _advancing(),
            abi.encodeWithSelector(IEventRegistry.DoorsOpen.selector, eventId, doors)
        );
    }
}
