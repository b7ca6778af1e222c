// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBallot} from "../interfaces/IBallot.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {BallotFixture} from "../mocks/BallotFixture.sol";
import {HostileVerifier} from "../mocks/HostileVerifier.sol";
import {vm} from "../mocks/Vm.sol";
import {RightId} from "../types/RightId.sol";

/// A draw whose event has a hostile identity verifier or beacon, and organizers who move the line.
contract BallotHostileTest is BallotFixture {
    HostileVerifier private hostile;

    /* A HOSTILE VERIFIER */

    /// A verifier that fails trusts no attester, so it cannot keep anyone from holding the wave.
    function test_Hold_WhileTheVerifierFails() public {
        _publishWithHostileVerifier();
        _draw(9);
        vm.warp(DRAWN + 5);
        bytes memory holding = abi.encodeCall(ballot.hold, (eventId, PERSONS));
        bytes memory salesGoOn = abi.encodeWithSelector(IBallot.SalesGoOn.selector, eventId);
        _refuseBallot(STRANGER, holding, salesGoOn);
        hostile.behave(HostileVerifier.Manner.ReturnBomb, abi.encode(1));
        _refuseBallot(STRANGER, holding, salesGoOn);
        _holdWith(HostileVerifier.Manner.Revert, abi.encode(1));
        _holdWith(HostileVerifier.Manner.RevertBomb, abi.encode(1));
        _holdWith(HostileVerifier.Manner.Burn, abi.encode(1));
        _holdWith(HostileVerifier.Manner.Write, abi.encode(1));
        _holdWith(HostileVerifier.Manner.Return, "");
        _holdWith(HostileVerifier.Manner.Return, new bytes(31));
        _holdWith(HostileVerifier.Manner.Return, abi.encode(2));
    }

    function _holdWith(HostileVerifier.Manner manner, bytes memory answer) private {
        uint256 snapshot = vm.snapshotState();
        hostile.behave(manner, answer);
        // The most that a transaction may have (EIP-7825). A verifier that burns all it gets leaves a 64th.
        ballot.hold{gas: 1 << 24}(eventId, PERSONS);
        require(_deadline() == block.timestamp + FIRST_WINDOW, "restarted");
        vm.revertToState(snapshot);
    }

    /// Anything but an answer refuses an acceptance, and stops no other.
    function test_Accept_WithAHostileVerifier() public {
        _publishWithHostileVerifier();
        _draw(9);
        uint256 winner = _personAt(0, 1, 9);
        bytes memory answer = abi.encode(_tag(winner), uint256(1));
        _refuseAcceptance(winner, HostileVerifier.Manner.Revert, answer);
        _refuseAcceptance(winner, HostileVerifier.Manner.RevertBomb, answer);
        _refuseAcceptance(winner, HostileVerifier.Manner.Burn, answer);
        _refuseAcceptance(winner, HostileVerifier.Manner.Write, answer);
        _refuseAcceptance(winner, HostileVerifier.Manner.Return, "");
        _refuseAcceptance(winner, HostileVerifier.Manner.Return, abi.encode(_tag(winner)));
        _refuseAcceptance(winner, HostileVerifier.Manner.Return, abi.encode(_tag(winner), uint256(0)));
        // A question to the ballot from within changes nothing.
        hostile.aim(address(ballot), _advancing());
        _refuseAcceptance(winner, HostileVerifier.Manner.Call, answer);
        hostile.behave(HostileVerifier.Manner.ReturnBomb, answer);
        require(_accept(winner) == 1, "the first two words are the answer");
    }

    function _refuseAcceptance(uint256 winner, HostileVerifier.Manner manner, bytes memory answer) private {
        hostile.behave(manner, answer);
        vm.expectEmit(address(ballot));
        emit IBallot.AcceptRefused(eventId, PERSONS, 0, IBallot.AcceptRefusal.EvidenceRefused);
        require(_accept(winner) == 0, "accepted");
        require(ballot.drawOf(eventId, PERSONS).kept == 0, "kept");
    }

    function test_Appeal_WithAHostileVerifier() public {
        _publishWithHostileVerifier();
        _openDraw(PERSONS, _drawTerms(false));
        vm.warp(LIST_UNTIL);
        bytes memory answer = abi.encode(_tag(0), uint256(1));
        _refuseAppeal(HostileVerifier.Manner.Revert, answer);
        _refuseAppeal(HostileVerifier.Manner.RevertBomb, answer);
        _refuseAppeal(HostileVerifier.Manner.Burn, answer);
        _refuseAppeal(HostileVerifier.Manner.Write, answer);
        _refuseAppeal(HostileVerifier.Manner.Return, "");
        _refuseAppeal(HostileVerifier.Manner.Return, abi.encode(bytes32(0), uint256(1)));
        hostile.behave(HostileVerifier.Manner.ReturnBomb, answer);
        ballot.appeal(eventId, PERSONS, agent, _holder(0), "");
        require(ballot.placeOf(eventId, PERSONS, _key(0)).size == 1, "entered");
    }

    function _refuseAppeal(HostileVerifier.Manner manner, bytes memory answer) private {
        hostile.behave(manner, answer);
        _refuseBallot(
            STRANGER,
            abi.encodeCall(ballot.appeal, (eventId, PERSONS, agent, _holder(0), "")),
            abi.encodeWithSelector(IBallot.AppealEvidenceInvalid.selector, _holder(0))
        );
        require(ballot.placeOf(eventId, PERSONS, _key(0)).size == 0, "entered");
    }

    /// @dev An event whose verifier trusts the attester so far. Its class PERSONS has the ballot.
    function _publishWithHostileVerifier() private {
        hostile = new HostileVerifier();
        hostile.behave(HostileVerifier.Manner.Return, abi.encode(1));
        IEventRegistry.EventTerms memory terms = _terms();
        (terms.policy.identityVerifier, terms.policy.maxPerPerson) = (address(hostile), 2);
        IEventRegistry.ClassTerms[] memory classes = _classes(true);
        (classes[0].named, classes[0].saleHook, classes[0].supply) = (true, address(ballot), SUPPLY);
        classes[1].supply = 1;
        eventId = _publish(terms, classes);
    }

    /* A HOSTILE BEACON */

    /// A beacon that gives another answer after the draw changes no rank, and causes no second draw.
    function test_Settle_KeepsTheFirstAnswerOfTheBeacon() public {
        _draw(9);
        bytes32 seed = ballot.drawOf(eventId, PERSONS).seed;
        beacon.prepare(DRAWN, keccak256("another answer"));
        _refuseBallot(
            STRANGER,
            abi.encodeCall(ballot.settle, (eventId, PERSONS)),
            abi.encodeWithSelector(IBallot.DrawExists.selector, eventId, PERSONS)
        );
        require(ballot.drawOf(eventId, PERSONS).seed == seed, "seed");
        _buy(_personAt(0, 1, 9));
        _refuseBuy(_personAt(SUPPLY, 1, 9), _notOffered(_personAt(SUPPLY, 1, 9), SUPPLY));
    }

    /* AN ORGANIZER WHO MOVES THE LINE */

    /// In a cancelled event the ballot restores no place.
    function test_Restore_NotInACancelledEvent() public {
        _draw(9);
        vm.prank(ADMIN);
        events.cancel(eventId);
        _refuseBallot(
            ADMIN,
            abi.encodeCall(ballot.restore, (eventId, PERSONS, _key(_personAt(0, 1, 9)))),
            abi.encodeWithSelector(IEventRegistry.EventIsCancelled.selector, eventId)
        );
    }

    /// An organizer who revokes a winner and reopens the place gives it to no friend: only the next in line may take it.
    function test_Revoke_AndReopenGivesAFriendNothing() public {
        _draw(9);
        RightId right = _buy(_personAt(0, 1, 9));
        for (uint256 rank = 1; rank < SUPPLY; ++rank) _buy(_personAt(rank, 1, 9));
        _revoke(right);
        vm.prank(ADMIN);
        rights.reopen(eventId, PERSONS, 1);
        uint256 friend = _personAt(8, 1, 9);
        _refuseBuy(friend, _notOffered(friend, 8));
        _advance();
        _refuseBuy(friend, _notOffered(friend, 8));
        _buy(_personAt(SUPPLY, 1, 9));
    }

    /// Doors that move later leave the times of the draw as they are.
    function test_Reschedule_DoorsMoveLater() public {
        _draw(9);
        vm.prank(ADMIN);
        events.reschedule(eventId, DOORS_OPEN + 5 days, DOORS_CLOSE + 5 days, DOORS_OPEN);
        require(_deadline() == DRAWN + FIRST_WINDOW, "deadline");
        require(ballot.drawOf(eventId, PERSONS).terms.keepUntil == KEEP_UNTIL, "keepUntil");
        _buy(_personAt(0, 1, 9));
        vm.warp(DOORS_OPEN + 1 hours);
        _advance();
        require(ballot.drawOf(eventId, PERSONS).wave == 2, "waves go on until the new doors");
    }
}
