// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IBallot} from "../interfaces/IBallot.sol";
import {RightId} from "../types/RightId.sol";
import {BallotFixture} from "./BallotFixture.sol";
import {vm} from "./Vm.sol";

/// @notice A walk through the acts of a drawn class, with a plain book of who took and keeps places, which foretells what
/// each grant and acceptance must do.
/// @dev The persons: 3 parties of four, 4 pairs, and singles. One was listed as the companion of a companion, which
/// stands for no one, and one appealed.
abstract contract BallotWalk is BallotFixture {
    uint256 internal constant COUNT = 32;
    uint256 private constant GHOST = 30;
    uint256 private constant APPEALED = 31;
    uint256 private constant ACTS = 11;

    /// How often each act succeeded.
    uint256[ACTS] public succeeded;

    uint256 private _dice;
    bool[COUNT] private _isTaken;
    uint256[COUNT] private _restored;
    /// By the leader.
    bool[COUNT] private _isKept;
    RightId[] private _live;
    uint256 private _uses;
    uint256 private _frees;
    bool private _isPaused;
    bool private _isTrusted = true;
    uint32 private _supply = SUPPLY;
    uint32[4] private _cutoff;

    function begin(uint256 seed) external {
        setUp();
        _dice = seed;
        IBallot.Terms memory terms = _drawTerms(false);
        terms.keepUntil = DRAWN + uint40(1 + _roll(15 days));
        _openDraw(PERSONS, terms);
        uint32[] memory links = _leaders(APPEALED, 1);
        for (uint32 i = 0; i < 12; ++i) links[i] = i % 4 == 0 ? 4 : _companion(i % 4, i - (i % 4));
        for (uint32 i = 12; i < 20; ++i) links[i] = i % 2 == 0 ? 2 : _companion(1, i - 1);
        links[GHOST] = _companion(1, 1);
        _list(PERSONS, _rows(links));
        vm.warp(LIST_UNTIL);
        ballot.appeal(eventId, PERSONS, agent, _holder(APPEALED), abi.encode(_tag(APPEALED)));
        vm.prank(ADMIN);
        events.raiseSupply(eventId, PERSONS, _supply = 6);
        vm.warp(DRAWN);
        beacon.prepare(DRAWN, keccak256(abi.encode(seed)));
        ballot.settle(eventId, PERSONS);
    }

    /// @notice Does one act, chosen and filled by chance.
    function step(uint256 seed) external {
        _dice = seed;
        uint256 roll = _roll(20);
        if (roll < 8) _doBuy(_somePerson());
        else if (roll < 10) _doAccept(_somePerson());
        else if (roll < 12) _doFree();
        else if (roll < 14) _doAdvance();
        else if (roll < 16) _doTravel();
        else if (roll == 16) _doPauseOrHold();
        else if (roll == 17) _doTrust();
        else if (roll == 18) _doRestore(_somePerson());
        else if (_roll(2) == 0) _doReopen();
        else _doRaise();
    }

    /* ACTS */

    function _doBuy(uint256 person) private {
        IBallot.Draw memory draw = ballot.drawOf(eventId, PERSONS);
        bool may = _mayTake(person, draw);
        bool mayAgain = !may && _restored[person] != 0;
        bool hasRoom = _free(draw) != 0;
        bool isKept = _isKept[_leaderOf(person)];
        (bool success, ) = _try(SELLER, address(rights), _buying(PERSONS, _one(person)));
        if (may && !_isPaused) require(success, "everyone who is offered a place gets it");
        if (!may && !(mayAgain && hasRoom)) require(!success, "no one gets a place that was not offered");
        if (_isPaused) require(!success, "sold during a pause");
        if (!success) return;
        ++succeeded[may ? (isKept ? 1 : 0) : 2];
        if (!may) --_restored[person];
        _isTaken[person] = true;
        ++_uses;
        _live.push(_newestOf(person));
    }

    function _newestOf(uint256 person) private view returns (RightId newest) {
        RightId[3] memory ids = rights.rightsOfPerson(eventId, _tag(person));
        newest = ids[0];
        for (uint256 i = 1; i < 3; ++i) if (RightId.unwrap(ids[i]) > RightId.unwrap(newest)) newest = ids[i];
    }

    function _doAccept(uint256 person) private {
        IBallot.Draw memory draw = ballot.drawOf(eventId, PERSONS);
        uint256 leader = _leaderOf(person);
        bool may = _isInWave(person, draw) && block.timestamp < draw.terms.keepUntil;
        may = may && !_isKept[leader] && _takenOf(leader) < _sizeOf(leader);
        IBallot.Acceptance[] memory items = new IBallot.Acceptance[](1);
        items[0] = _acceptance(person);
        (bool success, bytes memory answer) = _try(
            STRANGER,
            address(ballot),
            abi.encodeCall(ballot.accept, (eventId, PERSONS, items))
        );
        bool accepted = success && abi.decode(answer, (uint256)) == 1;
        require(accepted == may, "an acceptance counts exactly for an offered place");
        if (!accepted) return;
        _isKept[leader] = true;
        ++succeeded[3];
    }

    function _doFree() private {
        if (_live.length == 0) return;
        uint256 spot = _roll(_live.length);
        _revoke(_live[spot]);
        _live[spot] = _live[_live.length - 1];
        _live.pop();
        ++_frees;
        ++succeeded[4];
    }

    function _doAdvance() private {
        IBallot.Draw memory draw = ballot.drawOf(eventId, PERSONS);
        (bool success, ) = _try(STRANGER, address(ballot), _advancing());
        if (!success) return;
        ++succeeded[5];
        IBallot.Draw memory next = ballot.drawOf(eventId, PERSONS);
        require(block.timestamp >= draw.deadline || draw.open == 0, "a wave was cut short");
        for (uint256 i = 0; i < 4; ++i) require(next.from[i] == draw.cutoff[i], "ranks were skipped");
        require(next.deadline == block.timestamp + LATER_WINDOW, "window");
        // What no party was offered fits none.
        uint256 rest = _free(next);
        for (uint256 size = 1; size <= 4; ++size) {
            require(next.cutoff[size - 1] == next.parties[size - 1] || rest < size, "a free place was not offered");
        }
    }

    function _doTravel() private {
        IBallot.Draw memory draw = ballot.drawOf(eventId, PERSONS);
        uint256 to = block.timestamp + 1 + _roll(4 hours);
        uint256 roll = _roll(6);
        if (roll == 0) to = draw.deadline;
        if (roll == 1) to = draw.deadline - 1;
        if (roll == 2) to = draw.terms.keepUntil;
        if (roll == 3) to = draw.terms.keepUntil - 1;
        if (to <= block.timestamp || to >= RETURN_UNTIL) to = block.timestamp + 1;
        vm.warp(to);
        ++succeeded[6];
    }

    function _doPauseOrHold() private {
        if (_roll(2) == 0) {
            vm.prank(MEMBER);
            if (_isPaused) events.resumeSales(eventId);
            else events.pauseSales(eventId);
            _isPaused = !_isPaused;
        }
        IBallot.Draw memory draw = ballot.drawOf(eventId, PERSONS);
        (bool success, ) = _try(STRANGER, address(ballot), abi.encodeCall(ballot.hold, (eventId, PERSONS)));
        if (!success) return;
        require(_isPaused || !_isTrusted, "held without a reason");
        IBallot.Draw memory held = ballot.drawOf(eventId, PERSONS);
        require(held.deadline >= draw.deadline && held.terms.keepUntil >= draw.terms.keepUntil, "brought forward");
        if (block.timestamp >= draw.deadline)
            require(held.deadline == draw.deadline, "a wave that is over was restarted");
        if (block.timestamp >= draw.terms.keepUntil) {
            require(held.terms.keepUntil == draw.terms.keepUntil, "places that lapsed are kept");
        }
        ++succeeded[7];
    }

    function _doTrust() private {
        _isTrusted = !_isTrusted;
        believer.trust(ATTESTER, _isTrusted);
    }

    function _doRestore(uint256 person) private {
        bytes memory restoring = abi.encodeCall(ballot.restore, (eventId, PERSONS, _key(person)));
        (bool success, ) = _try(ADMIN, address(ballot), restoring);
        require(success == (_isTaken[person] && _restored[person] == 0), "restored what was not taken");
        if (!success) return;
        ++_restored[person];
        ++succeeded[8];
    }

    function _doReopen() private {
        (, uint256 freed) = rights.placesOf(eventId, PERSONS);
        if (freed == 0) return;
        vm.prank(MEMBER);
        rights.reopen(eventId, PERSONS, 1);
        ++succeeded[9];
    }

    function _doRaise() private {
        if (_supply > 25) return;
        vm.prank(ADMIN);
        events.raiseSupply(eventId, PERSONS, ++_supply);
        ++succeeded[10];
    }

    /* THE BOOK */

    function check() external {
        (uint256 granted, uint256 freed) = rights.placesOf(eventId, PERSONS);
        require(granted == _live.length && granted == _uses - _frees, "live rights = places used - freed");
        IBallot.Draw memory draw = ballot.drawOf(eventId, PERSONS);
        require(granted + freed + draw.kept + draw.open <= _supply, "places");
        for (uint256 i = 0; i < 4; ++i) {
            require(draw.cutoff[i] >= _cutoff[i], "a cutoff fell");
            require(draw.from[i] <= draw.cutoff[i] && draw.cutoff[i] <= draw.parties[i], "from, cutoff, parties");
        }
        _cutoff = draw.cutoff;
        uint256 mostKept;
        for (uint256 i = 0; i < COUNT; ++i) {
            IBallot.Place memory place = ballot.placeOf(eventId, PERSONS, _key(i));
            require(place.isTaken == _isTaken[i] && place.restored == _restored[i], "taken, restored");
            require(place.isKept == (place.size != 0 && _isKept[_leaderOf(i)]), "kept");
            require(place.isOffered == _mayTake(i, draw), "offered");
            if (place.member == 0 && place.isKept) mostKept += place.size - _takenOf(i);
        }
        require(draw.kept <= mostKept, "more is kept than was accepted");
    }

    function _mayTake(uint256 person, IBallot.Draw memory draw) private view returns (bool) {
        if (person == GHOST || _isTaken[person]) return false;
        if (_isInWave(person, draw)) return true;
        return _isKept[_leaderOf(person)] && block.timestamp < draw.terms.keepUntil;
    }

    function _isInWave(uint256 person, IBallot.Draw memory draw) private view returns (bool) {
        if (person == GHOST || block.timestamp >= draw.deadline) return false;
        uint256 size = _sizeOf(_leaderOf(person));
        uint256 number = _numberOf(_leaderOf(person));
        uint256 rank = ballot.rankOf(draw.seed, size, number, draw.parties[size - 1]);
        return rank >= draw.from[size - 1] && rank < draw.cutoff[size - 1];
    }

    function _free(IBallot.Draw memory draw) private view returns (uint256) {
        (uint256 granted, uint256 freed) = rights.placesOf(eventId, PERSONS);
        return _supply - granted - freed - draw.kept - draw.open;
    }

    function _leaderOf(uint256 person) private pure returns (uint256) {
        if (person < 12) return person - (person % 4);
        return person < 20 ? person - (person % 2) : person;
    }

    function _sizeOf(uint256 leader) private pure returns (uint256) {
        if (leader < 12) return 4;
        return leader < 20 ? 2 : 1;
    }

    function _numberOf(uint256 leader) private pure returns (uint256) {
        if (leader < 12) return leader / 4;
        if (leader < 20) return (leader - 12) / 2;
        return leader == APPEALED ? 10 : leader - 20;
    }

    function _takenOf(uint256 leader) private view returns (uint256 taken) {
        for (uint256 i = 0; i < _sizeOf(leader); ++i) if (_isTaken[leader + i]) ++taken;
    }

    /* CHANCE */

    /// @dev Mostly one who may take a place.
    function _somePerson() private returns (uint256 person) {
        IBallot.Draw memory draw = ballot.drawOf(eventId, PERSONS);
        person = _roll(COUNT);
        if (_roll(4) == 0) return person;
        for (uint256 i = 0; i < COUNT; ++i) {
            uint256 other = (person + i) % COUNT;
            if (_mayTake(other, draw) || (_restored[other] != 0 && i % 2 == 0)) return other;
        }
    }

    function _roll(uint256 sides) private returns (uint256) {
        _dice = uint256(keccak256(abi.encode(_dice)));
        return _dice % sides;
    }

    function _try(address sender, address target, bytes memory data) private returns (bool, bytes memory) {
        vm.prank(sender);
        return target.call(data);
    }
}
