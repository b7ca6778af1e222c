// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBallot} from "../interfaces/IBallot.sol";
import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {BallotFixture} from "../mocks/BallotFixture.sol";
import {ImpostorRegistry} from "../mocks/ImpostorRegistry.sol";
import {vm} from "../mocks/Vm.sol";
import {deploy} from "../mocks/deploy.sol";
import {RightId} from "../types/RightId.sol";
import {Ballot} from "./Ballot.sol";

/// settle and advance: who is offered places, and when the next are.
contract BallotWavesTest is BallotFixture {
    /* SETTLE */

    function test_Settle_DrawsFromTheBeacon() public {
        _openDraw(PERSONS, _drawTerms(false));
        _list(PERSONS, _rows(_leaders(9, 1)));
        vm.warp(DRAWN);
        beacon.prepare(DRAWN, RANDOMNESS);
        bytes32 seed = keccak256(abi.encode(RANDOMNESS, block.chainid, address(ballot), eventId, PERSONS));
        vm.expectEmit(address(ballot));
        emit IBallot.DrawSettled(eventId, PERSONS, seed);
        vm.expectEmit(address(ballot));
        emit IBallot.WaveOpened(eventId, PERSONS, 1, DRAWN + FIRST_WINDOW, SUPPLY, [uint32(4), 0, 0, 0]);
        vm.prank(STRANGER);
        ballot.settle(eventId, PERSONS);
        IBallot.Draw memory draw = ballot.drawOf(eventId, PERSONS);
        require(draw.seed == seed && draw.stage == IBallot.Stage.Waves && draw.wave == 1, "seed, stage, wave");
        require(draw.open == SUPPLY && draw.from[0] == 0 && draw.cutoff[0] == SUPPLY, "open, cutoff");
        for (uint256 i = 0; i < 9; ++i) {
            IBallot.Place memory place = ballot.placeOf(eventId, PERSONS, _key(i));
            require(place.rank == ballot.rankOf(seed, 1, i, 9), "rank");
            require(place.isOffered == place.rank < SUPPLY, "offered");
        }
    }

    function test_Settle_InItsOrder() public {
        bytes memory settling = abi.encodeCall(ballot.settle, (eventId, PERSONS));
        _refuseBallot(STRANGER, settling, abi.encodeWithSelector(IBallot.DrawMissing.selector, eventId, PERSONS));
        _openDraw(PERSONS, _drawTerms(false));
        _list(PERSONS, _rows(_leaders(9, 1)));
        beacon.prepare(DRAWN, RANDOMNESS);
        vm.warp(SEAL - 1);
        _refuseBallot(
            STRANGER,
            settling,
            abi.encodeWithSelector(IBallot.DrawNotSealed.selector, eventId, PERSONS, SEAL)
        );
        vm.warp(SEAL);
        beacon.prepare(DRAWN, 0);
        beacon.prepare(DRAWN - 1, RANDOMNESS);
        beacon.prepare(DRAWN + 1, RANDOMNESS);
        _refuseBallot(STRANGER, settling, abi.encodeWithSelector(IBallot.RoundNotProven.selector, DRAWN));
        beacon.prepare(DRAWN, RANDOMNESS);
        ballot.settle(eventId, PERSONS);
    }

    function test_Settle_NotAfterDoorsOrOfACancelledEvent() public {
        _openDraw(PERSONS, _drawTerms(false));
        _list(PERSONS, _rows(_leaders(9, 1)));
        beacon.prepare(DRAWN, RANDOMNESS);
        bytes memory settling = abi.encodeCall(ballot.settle, (eventId, PERSONS));
        uint256 snapshot = vm.snapshotState();
        vm.warp(DOORS_OPEN);
        _refuseBallot(STRANGER, settling, _doorsOpen(eventId));
        vm.warp(DOORS_OPEN - 1);
        ballot.settle(eventId, PERSONS);
        vm.revertToState(snapshot);
        _cancel(eventId);
        vm.warp(DRAWN);
        _refuseBallot(STRANGER, settling, _eventIsCancelled(eventId));
    }

    function test_Settle_WithoutEntrants() public {
        _openDraw(PERSONS, _drawTerms(false));
        IBallot.Terms memory terms = _drawTerms(false);
        terms.thenOpen = true;
        _openDraw(PERSON_SEATS, terms);
        vm.warp(DRAWN);
        beacon.prepare(DRAWN, RANDOMNESS);
        _refuseBallot(
            STRANGER,
            abi.encodeCall(ballot.settle, (eventId, PERSONS)),
            abi.encodeWithSelector(IBallot.NothingToOffer.selector, eventId, PERSONS, SUPPLY)
        );
        ballot.settle(eventId, PERSON_SEATS);
        require(ballot.drawOf(eventId, PERSON_SEATS).stage == IBallot.Stage.OpenSale, "open sale");
    }

    /// The first window counts from when sales open.
    function test_Settle_BeforeSalesOpen() public {
        IEventRegistry.EventTerms memory terms = _terms();
        (terms.policy.identityVerifier, terms.policy.maxPerPerson) = (address(believer), 2);
        terms.schedule.salesOpenAt = DRAWN + 5 days;
        IEventRegistry.ClassTerms[] memory classes = _classes(true);
        (classes[0].named, classes[0].saleHook) = (true, address(ballot));
        eventId = _publish(terms, classes);
        _draw(9);
        require(_deadline() == DRAWN + 5 days + FIRST_WINDOW, "deadline");
    }

    /* GRANTS */

    function test_Grant_OnlyToThoseWhoAreOffered() public {
        _draw(9);
        for (uint256 i = 0; i < 9; ++i) {
            uint256 rank = ballot.placeOf(eventId, PERSONS, _key(i)).rank;
            if (rank >= SUPPLY) _refuseBuy(i, _notOffered(i, rank));
        }
        for (uint256 rank = 0; rank < SUPPLY; ++rank) _buy(_personAt(rank, 1, 9));
        IBallot.Draw memory draw = ballot.drawOf(eventId, PERSONS);
        require(draw.open == 0 && draw.kept == 0, "open");
        (uint256 granted, ) = rights.placesOf(eventId, PERSONS);
        require(granted == SUPPLY, "granted");
    }

    function test_Grant_NotBeforeTheDraw() public {
        bytes memory reason = abi.encodeWithSelector(IBallot.NotDrawn.selector, eventId, PERSONS);
        _refuseBuy(0, reason);
        _openDraw(PERSONS, _drawTerms(false));
        _list(PERSONS, _rows(_leaders(3, 1)));
        _refuseBuy(0, reason);
        vm.warp(DRAWN);
        _refuseBuy(0, reason);
        beacon.prepare(DRAWN, RANDOMNESS);
        ballot.settle(eventId, PERSONS);
        _buy(0);
    }

    function test_Grant_UntilTheDeadline() public {
        _draw(9);
        (uint256 first, uint256 second) = (_personAt(0, 1, 9), _personAt(1, 1, 9));
        vm.warp(DRAWN + FIRST_WINDOW - 1);
        _buy(first);
        vm.warp(DRAWN + FIRST_WINDOW);
        _refuseBuy(second, _notOffered(second, 1));
    }

    function test_Grant_OncePerPerson() public {
        _draw(9);
        uint256 person = _personAt(2, 1, 9);
        RightId right = _buy(person);
        _refuseBuy(person, _placeUsed(person));
        _revoke(right);
        _refuseBuy(person, _placeUsed(person));
        require(ballot.placeOf(eventId, PERSONS, _key(person)).isTaken, "taken");
    }

    function test_Grant_NotToAStranger() public {
        _draw(3);
        _refuseBuy(7, abi.encodeWithSelector(IBallot.EntrantNotListed.selector, _key(7)));
    }

    function test_Grant_OneLoserStopsTheBatch() public {
        _draw(9);
        uint256[] memory persons = new uint256[](3);
        (persons[0], persons[1], persons[2]) = (_personAt(0, 1, 9), _personAt(4, 1, 9), _personAt(1, 1, 9));
        _refuseRight(SELLER, _buying(PERSONS, persons), _notOffered(persons[1], 4));
        persons[1] = _personAt(2, 1, 9);
        vm.prank(SELLER);
        (bool success, ) = address(rights).call(_buying(PERSONS, persons));
        require(success && ballot.drawOf(eventId, PERSONS).open == 1, "winners");
    }

    /// The same person twice in one batch.
    function test_Grant_NotTwiceInABatch() public {
        _draw(9);
        uint256[] memory persons = new uint256[](2);
        persons[0] = _personAt(0, 1, 9);
        persons[1] = persons[0];
        _refuseRight(SELLER, _buying(PERSONS, persons), _placeUsed(persons[0]));
    }

    /// A refused record has tag 0 and takes nothing. A tag that begins with zeros is not one.
    function test_Grant_SkipsVoidRecordsOnly() public {
        _draw(9);
        (uint256 first, uint256 second) = (_personAt(0, 1, 9), _personAt(1, 1, 9));
        bytes[] memory evidence = new bytes[](2);
        (evidence[0], evidence[1]) = (abi.encode(bytes32(0)), abi.encode(_tag(second)));
        bytes memory records = bytes.concat(_records(first, 1), _records(second, 1));
        (, uint256 live) = _grant(eventId, PERSONS, records, evidence);
        require(live == 1 && ballot.drawOf(eventId, PERSONS).open == SUPPLY - 1, "one place");
        _buy(first);
        evidence[0] = abi.encode(bytes32(uint256(1)));
        evidence[1] = abi.encode(_tag(_personAt(2, 1, 9)));
        _refuseRight(
            SELLER,
            _granting(eventId, PERSONS, records, evidence, 0),
            abi.encodeWithSelector(IBallot.EntrantNotListed.selector, uint128(0))
        );
    }

    function test_Grant_NeedsPersonsInADrawOfPersons() public {
        _openDraw(HOLDERS, _drawTerms(false));
        _drawListed(HOLDERS, _rows(_leaders(3, 1)));
        bytes memory granting = _granting(eventId, HOLDERS, _records(0, 1), new bytes[](0), 0);
        _refuseRight(SELLER, granting, abi.encodeWithSelector(IBallot.DrawNeedsPersons.selector));
    }

    /* PARTIES */

    function test_Parties_TakeOnePlaceAPerson() public {
        uint32[] memory links = _leaders(3, 3);
        (links[1], links[2]) = (_companion(1, 0), _companion(2, 0));
        _draw(links);
        _buy(2);
        _refuseBuy(2, _placeUsed(2));
        _buy(0);
        _refuseBuy(0, _placeUsed(0));
        require(ballot.drawOf(eventId, PERSONS).open == 1, "one place is open");
        _buy(1);
    }

    function test_Parties_ShareTheFirstWave() public {
        // 4 places; 4 pairs and 8 singles: one pair, and two singles.
        uint32[] memory links = _leaders(16, 1);
        for (uint32 i = 0; i < 4; ++i) (links[2 * i], links[2 * i + 1]) = (2, _companion(1, 2 * i));
        _draw(links);
        IBallot.Draw memory draw = ballot.drawOf(eventId, PERSONS);
        require(draw.parties[0] == 8 && draw.parties[1] == 4, "pools");
        require(draw.cutoff[0] == 2 && draw.cutoff[1] == 1 && draw.open == 4, "shares");
        uint256 leader = _personAt(0, 2, 16);
        _buy(leader);
        _buy(leader + 1);
        uint256 second = _personAt(1, 2, 16);
        _refuseBuy(second + 1, _notOffered(second + 1, 1));
    }

    /* DRAW BY KEY */

    function test_Keys_TakeAllPlacesOfTheirParty() public {
        _openDraw(HOLDERS, _drawTerms(true));
        (bytes memory rows, ) = _holderRows(2, 2);
        _drawListed(HOLDERS, rows);
        bytes memory pair = bytes.concat(_records(0, 1), _records(0, 1));
        _grantTo(eventId, HOLDERS, pair);
        uint128 key = ballot.keyOf(_holder(0));
        bytes memory third = _granting(eventId, HOLDERS, _records(0, 1), new bytes[](0), 0);
        _refuseRight(SELLER, third, abi.encodeWithSelector(IBallot.PlaceUsed.selector, key));
        bytes memory strange = _granting(eventId, HOLDERS, _records(2, 1), new bytes[](0), 0);
        key = ballot.keyOf(_holder(2));
        _refuseRight(SELLER, strange, abi.encodeWithSelector(IBallot.EntrantNotListed.selector, key));
        _grantTo(eventId, HOLDERS, _records(1, 1));
        _grantTo(eventId, HOLDERS, _records(1, 1));
        require(ballot.drawOf(eventId, HOLDERS).open == 0, "all taken");
    }

    /// An untagged record is void only if its seat was taken. It takes no place.
    function test_Keys_LoseNothingByATakenSeat() public {
        _openDraw(HOLDER_SEATS, _drawTerms(true));
        (bytes memory rows, ) = _holderRows(3, 1);
        _drawListed(HOLDER_SEATS, rows);
        _grantTo(eventId, HOLDER_SEATS, _seatedRecords(0, 2, 1));
        bytes memory both = bytes.concat(_seatedRecords(1, 2, 1), _seatedRecords(2, 3, 1));
        (, uint256 live) = _grant(eventId, HOLDER_SEATS, both, new bytes[](0));
        require(live == 1, "one is void");
        uint128 key = ballot.keyOf(_holder(1));
        require(ballot.placeOf(eventId, HOLDER_SEATS, key).isOffered, "still offered");
        _grantTo(eventId, HOLDER_SEATS, _seatedRecords(1, 0, 1));
        require(ballot.placeOf(eventId, HOLDER_SEATS, key).isTaken, "taken");
    }

    /* ADVANCE */

    function test_Advance_OffersWhatLapsed() public {
        _draw(9);
        RightId right = _buy(_personAt(0, 1, 9));
        _refuseBallot(STRANGER, _advancing(), abi.encodeWithSelector(IBallot.WaveRuns.selector, _deadline()));
        vm.warp(DRAWN + FIRST_WINDOW - 1);
        _refuseBallot(STRANGER, _advancing(), abi.encodeWithSelector(IBallot.WaveRuns.selector, _deadline()));
        vm.warp(DRAWN + FIRST_WINDOW);
        _revoke(right);
        vm.expectEmit(address(ballot));
        emit IBallot.WaveOpened(eventId, PERSONS, 2, DRAWN + FIRST_WINDOW + LATER_WINDOW, 4, [uint32(8), 0, 0, 0]);
        vm.prank(STRANGER);
        _advance();
        (uint256 granted, uint256 freed) = rights.placesOf(eventId, PERSONS);
        require(granted == 0 && freed == 0, "reopened");
        uint256 late = _personAt(3, 1, 9);
        _refuseBuy(late, _notOffered(late, 3));
        _buy(_personAt(4, 1, 9));
        uint256 last = _personAt(8, 1, 9);
        _refuseBuy(last, _notOffered(last, 8));
    }

    /// When all are taken, a returned place is offered at once.
    function test_Advance_AtOnceWhenNothingIsOpen() public {
        _draw(9);
        RightId right;
        for (uint256 rank = 0; rank < 4; ++rank) right = _buy(_personAt(rank, 1, 9));
        _refuseBallot(
            STRANGER,
            _advancing(),
            abi.encodeWithSelector(IBallot.NothingToOffer.selector, eventId, PERSONS, 0)
        );
        _revoke(right);
        _advance();
        IBallot.Draw memory draw = ballot.drawOf(eventId, PERSONS);
        require(draw.from[0] == 4 && draw.cutoff[0] == 5 && draw.open == 1, "the next rank");
        uint256 loser = _personAt(5, 1, 9);
        _refuseBuy(loser, _notOffered(loser, 5));
        _buy(_personAt(4, 1, 9));
    }

    function test_Advance_OffersRaisedSupply() public {
        _draw(9);
        vm.prank(ADMIN);
        events.raiseSupply(eventId, PERSONS, SUPPLY + 2);
        uint256 next = _personAt(4, 1, 9);
        _refuseBuy(next, _notOffered(next, 4));
        vm.warp(_deadline());
        _advance();
        require(ballot.drawOf(eventId, PERSONS).open == 5, "all that is left in the list");
        _buy(next);
    }

    function test_Advance_StaysShutWhenTheListIsUsedUp() public {
        _draw(3);
        vm.warp(_deadline());
        _refuseBallot(
            STRANGER,
            _advancing(),
            abi.encodeWithSelector(IBallot.NothingToOffer.selector, eventId, PERSONS, SUPPLY)
        );
    }

    function test_Advance_WaitsUntilAPartyFits() public {
        _draw(_leaders(4, 4));
        uint256 leader = _personAt(0, 4, 4);
        RightId right = _buy(leader);
        vm.prank(ADMIN);
        events.raiseSupply(eventId, PERSONS, SUPPLY + 1);
        vm.warp(_deadline());
        // 4 places are free: 3 that lapsed and 1 new.
        _advance();
        require(ballot.drawOf(eventId, PERSONS).open == 4, "one party");
        leader = _personAt(1, 4, 4);
        _buy(leader);
        vm.warp(_deadline());
        _refuseBallot(
            STRANGER,
            _advancing(),
            abi.encodeWithSelector(IBallot.NothingToOffer.selector, eventId, PERSONS, 3)
        );
        _revoke(right);
        _advance();
        require(ballot.drawOf(eventId, PERSONS).cutoff[3] == 3, "the third party");
    }

    function test_Advance_BeforeTheDraw() public {
        bytes memory reason = abi.encodeWithSelector(IBallot.NotDrawn.selector, eventId, PERSONS);
        _refuseBallot(STRANGER, _advancing(), reason);
        _openDraw(PERSONS, _drawTerms(false));
        _refuseBallot(STRANGER, _advancing(), reason);
    }

    function test_Advance_NotAfterDoorsOrOfACancelledEvent() public {
        _draw(9);
        uint256 snapshot = vm.snapshotState();
        vm.warp(DOORS_OPEN);
        _refuseBallot(STRANGER, _advancing(), _doorsOpen(eventId));
        vm.warp(DOORS_OPEN - 1);
        _advance();
        vm.revertToState(snapshot);
        vm.warp(_deadline());
        _cancel(eventId);
        _refuseBallot(STRANGER, _advancing(), _eventIsCancelled(eventId));
    }

    function test_Advance_ReopensTheSeatsThatItNames() public {
        _openDraw(PERSON_SEATS, _drawTerms(false));
        _drawListed(PERSON_SEATS, _rows(_leaders(9, 1)));
        bytes[] memory evidence = new bytes[](1);
        RightId right;
        for (uint24 rank = 0; rank < 4; ++rank) {
            uint256 person = _seatedPersonAt(rank);
            evidence[0] = abi.encode(_tag(person));
            (right, ) = _grant(eventId, PERSON_SEATS, _seatedRecords(person, rank, 1), evidence);
        }
        _revoke(right);
        uint24[] memory seats = new uint24[](1);
        seats[0] = 1;
        bytes memory wrong = abi.encodeCall(ballot.advance, (eventId, PERSON_SEATS, seats));
        bytes memory reason = abi.encodeWithSelector(
            IEntryRightRegistry.SeatNotFreed.selector,
            eventId,
            PERSON_SEATS,
            1
        );
        _refuseBallot(STRANGER, wrong, reason);
        _refuseBallot(
            STRANGER,
            abi.encodeCall(ballot.advance, (eventId, PERSON_SEATS, new uint24[](0))),
            abi.encodeWithSelector(IBallot.NothingToOffer.selector, eventId, PERSON_SEATS, 0)
        );
        seats[0] = 3;
        ballot.advance(eventId, PERSON_SEATS, seats);
        uint256 next = _seatedPersonAt(4);
        evidence[0] = abi.encode(_tag(next));
        _grant(eventId, PERSON_SEATS, _seatedRecords(next, 3, 1), evidence);
    }

    function test_Advance_NamesNoSeatsInAClassWithoutSeats() public {
        _draw(9);
        vm.warp(_deadline());
        _refuseBallot(
            STRANGER,
            abi.encodeCall(ballot.advance, (eventId, PERSONS, new uint24[](1))),
            abi.encodeWithSelector(IEntryRightRegistry.ReopenKindInvalid.selector, eventId, PERSONS, false)
        );
    }

    function _seatedPersonAt(uint256 rank) private view returns (uint256 person) {
        while (ballot.placeOf(eventId, PERSON_SEATS, _key(person)).rank != rank) ++person;
    }

    /// A registry that calls back while it reopens places opens one wave only.
    function test_Advance_IsNotReentered() public {
        ImpostorRegistry impostor = new ImpostorRegistry();
        ballot = Ballot(deploy("Ballot", abi.encode(events, impostor, beacon, FORWARDER)));
        IEventRegistry.EventTerms memory terms = _terms();
        (terms.policy.identityVerifier, terms.policy.maxPerPerson) = (address(believer), 2);
        IEventRegistry.ClassTerms[] memory classes = _classes(true);
        (classes[0].named, classes[0].saleHook, classes[0].supply) = (true, address(ballot), 4);
        classes[1].supply = 1;
        vm.warp(NOW);
        eventId = _publish(terms, classes);
        _draw(9);
        impostor.prepare(3, 1);
        impostor.aim(address(ballot), _advancing());
        vm.warp(_deadline());
        bytes memory reason = abi.encodeWithSelector(IBallot.WaveRuns.selector, _deadline() + LATER_WINDOW);
        _refuseBallot(STRANGER, _advancing(), reason);
        require(ballot.drawOf(eventId, PERSONS).wave == 1, "nothing changed");
    }

    /* OPEN SALE */

    function test_OpenSale_SellsWhatIsNotKept() public {
        IBallot.Terms memory terms = _drawTerms(false);
        terms.thenOpen = true;
        _openDraw(PERSONS, terms);
        _drawListed(PERSONS, _rows(_leaders(3, 1)));
        uint256 keeper = _personAt(0, 1, 3);
        require(_accept(keeper) == 1, "accepted");
        vm.warp(_deadline());
        vm.expectEmit(address(ballot));
        emit IBallot.OpenSaleStarted(eventId, PERSONS, 3);
        _advance();
        require(ballot.opensAt(eventId, PERSONS) == KEEP_UNTIL, "asked while a place is kept");
        for (uint256 i = 10; i < 12; ++i) _buy(i);
        RightId right = _buy(_personAt(1, 1, 3));
        _refuseBuy(12, abi.encodeWithSelector(IBallot.PlacesReserved.selector, eventId, PERSONS, 1));
        uint256 snapshot = vm.snapshotState();
        vm.warp(KEEP_UNTIL);
        _buy(12);
        vm.revertToState(snapshot);
        vm.warp(KEEP_UNTIL - 1);
        _buy(keeper);
        require(ballot.opensAt(eventId, PERSONS) == 0, "not asked any more");
        _refuseBallot(
            STRANGER,
            _advancing(),
            abi.encodeWithSelector(IBallot.NothingToOffer.selector, eventId, PERSONS, 0)
        );
        _revoke(right);
        _advance();
        _buy(12);
    }

    /// One who returned may buy again as everyone may, and a batch may have no persons in a class without names.
    function test_OpenSale_IsForEveryone() public {
        IBallot.Terms memory terms = _drawTerms(false);
        terms.thenOpen = true;
        _openDraw(HOLDERS, terms);
        _drawListed(HOLDERS, _rows(_leaders(1, 1)));
        IBallot.Acceptance[] memory items = new IBallot.Acceptance[](1);
        items[0] = _acceptance(0);
        require(ballot.accept(eventId, HOLDERS, items) == 1, "kept");
        vm.warp(DRAWN + FIRST_WINDOW);
        ballot.advance(eventId, HOLDERS, new uint24[](0));
        _grantTo(eventId, HOLDERS, _records(5, 3));
        bytes memory fourth = _granting(eventId, HOLDERS, _records(8, 1), new bytes[](0), 0);
        _refuseRight(SELLER, fourth, abi.encodeWithSelector(IBallot.PlacesReserved.selector, eventId, HOLDERS, 1));
    }
}
