// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {HostileVerifier} from "../mocks/HostileVerifier.sol";
import {PersonsHarness} from "../mocks/PersonsHarness.sol";
import {vm} from "../mocks/Vm.sol";
import {EventId} from "../types/EventId.sol";
import {RightId, RightIdLib} from "../types/RightId.sol";
import {ADMITTED, GRANTED, REBOUND, VOID} from "../types/RightStatus.sol";

contract PersonsTest {
    bytes32 private constant TAG = keccak256("a person");
    /// Gas that Persons requires: 600,000 × 64 / 63 + 10,000.
    uint256 private constant WANTED = 619_523;

    PersonsHarness private harness;
    HostileVerifier private verifier;
    mapping(RightId rightId => bool) private _ended;

    function setUp() public {
        harness = new PersonsHarness();
        verifier = new HostileVerifier();
    }

    /* QUESTIONS */

    function testFuzz_Ask_BelievesAnAnswer(bytes32 tag, uint64 issuedAt) public {
        vm.assume(issuedAt != 0);
        _behave(HostileVerifier.Manner.Return, abi.encode(tag, issuedAt));
        _requireAnswer(tag, issuedAt);
    }

    /// Words that follow an answer are ignored.
    function testFuzz_Ask_ReadsTwoWords(bytes calldata tail) public {
        vm.assume(tail.length <= 256);
        _behave(HostileVerifier.Manner.Return, abi.encodePacked(TAG, uint256(5), tail));
        _requireAnswer(TAG, 5);
    }

    function testFuzz_Ask_RefusesATimeThatIsNone(uint256 issuedAt) public {
        if (issuedAt <= type(uint64).max) issuedAt += uint256(type(uint64).max) + 1;
        _behave(HostileVerifier.Manner.Return, abi.encode(TAG, issuedAt));
        _requireRefused();
    }

    function test_Ask_TakesTheLatestTimeThereIs() public {
        _behave(HostileVerifier.Manner.Return, abi.encode(TAG, type(uint64).max));
        _requireAnswer(TAG, type(uint64).max);
    }

    function test_Ask_RefusesTimeZero() public {
        _behave(HostileVerifier.Manner.Return, abi.encode(TAG, 0));
        _requireRefused();
    }

    function testFuzz_Ask_RefusesAShortAnswer(bytes calldata answer) public {
        bytes memory short = answer.length < 64 ? answer : answer[:63];
        _behave(HostileVerifier.Manner.Return, short);
        _requireRefused();
    }

    /// An answer that is one byte short is refused, even if the words in memory would complete it.
    function test_Ask_RefusesSixtyThreeBytes() public {
        bytes memory answer = abi.encode(TAG, uint256(1) << 40);
        assembly ("memory-safe") {
            mstore(answer, 63)
        }
        _behave(HostileVerifier.Manner.Return, answer);
        _requireRefused();
    }

    function test_Ask_RefusesWhateverIsRevertedWith() public {
        _behave(HostileVerifier.Manner.Revert, abi.encode(TAG, 5));
        _requireRefused();
        _behave(HostileVerifier.Manner.Revert, "");
        _requireRefused();
    }

    /// A verifier can spend only its own share of gas, and the caller keeps the rest.
    function test_Ask_RefusesAVerifierThatBurnsItsGas() public {
        _behave(HostileVerifier.Manner.Burn, "");
        uint256 gasBefore = gasleft();
        _requireRefused();
        require(gasBefore - gasleft() < 700_000, "more than its share");
    }

    function test_Ask_SurvivesBombs() public {
        _behave(HostileVerifier.Manner.ReturnBomb, abi.encode(TAG, 5));
        uint256 gasBefore = gasleft();
        _requireAnswer(TAG, 5);
        require(gasBefore - gasleft() < 700_000, "answer copied");
        _behave(HostileVerifier.Manner.RevertBomb, abi.encode(TAG, 5));
        _requireRefused();
    }

    /// A verifier cannot change state while it is asked: neither its own nor the caller's.
    function test_Ask_LetsNobodyWrite() public {
        _behave(HostileVerifier.Manner.Write, abi.encode(TAG, 5));
        _requireRefused();
        _behave(HostileVerifier.Manner.Call, abi.encode(TAG, 5));
        verifier.aim(address(harness), abi.encodeCall(PersonsHarness.cancel, (EventId.wrap(1))));
        _requireRefused();
        require(!harness.isCancelled(EventId.wrap(1)), "state changed");
    }

    function test_Ask_LetsItReadAgain() public {
        _behave(HostileVerifier.Manner.Call, abi.encode(TAG, 5));
        verifier.aim(address(harness), abi.encodeCall(PersonsHarness.rightsOf, (TAG)));
        _requireAnswer(TAG, 5);
    }

    function testFuzz_Ask_RefusesWithoutCode(address account) public view {
        vm.assume(account.code.length == 0 && uint160(account) > 0x1ff);
        (bytes32 tag, uint64 issuedAt) = harness.ask(account, "");
        require(tag == 0 && issuedAt == 0, "nobody answered");
    }

    /// Precompiles do not make `ask` revert. An organizer cannot set an account without code as verifier, so this only
    /// shows that `ask` handles every address.
    function test_Ask_SurvivesPrecompiles() public view {
        for (uint160 i = 1; i <= 0x11; ++i) harness.ask(address(i), "");
        harness.ask(address(0x100), "");
    }

    /* GAS */

    /// Too little gas reverts the call, and never turns good evidence into a refusal.
    function test_Ask_NeverRefusesForWantOfGas() public {
        _behave(HostileVerifier.Manner.Hungry, abi.encode(TAG, 5));
        bytes memory expected = abi.encode(TAG, uint64(5));
        (uint256 tooLow, uint256 wrong) = harness.sweep(address(verifier), expected, 595_000, 101, 400);
        require(wrong == 0, "refused for want of gas");
        require(tooLow > 100 && tooLow < 300, "the sweep passes the border");
    }

    function test_Ask_SaysHowMuchGasItWants() public {
        _behave(HostileVerifier.Manner.Hungry, abi.encode(TAG, 5));
        bytes memory question = abi.encodeCall(PersonsHarness.ask, (address(verifier), ""));
        (bool success, bytes memory answer) = _callWith(WANTED, question);
        require(!success && bytes4(answer) == IEntryRightRegistry.GasTooLow.selector, "not GasTooLow");
        (uint256 left, uint256 wanted) = abi.decode(_tail(answer), (uint256, uint256));
        require(wanted == WANTED && left < WANTED && left > WANTED - 5_000, "its arguments");
        (success, ) = _callWith(WANTED + 5_000, question);
        require(success, "enough");
    }

    /* PLACES */

    /// A person never has more rights that are neither void nor of a cancelled event than places. A model counts the
    /// same rights.
    function testFuzz_Claim_KeepsTheLimit(uint256[] calldata steps, uint256 most) public {
        most = 1 + (most % 3);
        RightId[] memory claimed = new RightId[](steps.length * 4);
        uint256 count;
        for (uint256 i = 0; i < steps.length * 4; ++i) {
            uint256 step = uint64(steps[i / 4] >> (64 * (i % 4)));
            if (step % 3 == 0) _end(claimed, count, step >> 8);
            // Four events, and a batch for each step.
            RightId rightId = RightIdLib.pack(EventId.wrap(uint32(1 + ((step >> 4) % 4))), i, 0);
            if (harness.isCancelled(rightId.eventId())) continue;
            bool took = harness.claim(TAG, rightId, most);
            require(took == (_standing(claimed, count) < most), "not what a count says");
            if (!took) continue;
            harness.set(rightId, GRANTED);
            claimed[count++] = rightId;
            require(harness.has(TAG, rightId), "took no place");
        }
    }

    /// During a grant its batch is not written yet, but its rights already count.
    function test_Claim_CountsRightsThatAreNotWrittenYet() public {
        require(harness.claim(TAG, _right(1, 0), 2) && harness.claim(TAG, _right(1, 1), 2), "two places");
        require(!harness.claim(TAG, _right(1, 2), 2), "no third");
        require(!harness.has(TAG, _right(1, 2)), "none taken");
    }

    function test_Claim_PutsTheRightWhereTheVoidOneWas() public {
        for (uint256 i = 0; i < 3; ++i) {
            harness.claim(TAG, _right(1, i), 3);
            harness.set(_right(1, i), REBOUND);
        }
        harness.set(_right(1, 1), VOID);
        require(harness.claim(TAG, _right(1, 3), 3), "a place is free");
        RightId[3] memory rights = harness.rightsOf(TAG);
        require(rights[0] == _right(1, 0) && rights[1] == _right(1, 3) && rights[2] == _right(1, 2), "places");
        require(!harness.has(TAG, _right(1, 1)) && !harness.has(keccak256("another"), _right(1, 3)), "has");
    }

    /// A place of a cancelled event is free for other events of the scope, but taken for the event itself. There the
    /// person's rights still count, and more rights can still be named.
    function test_Claim_FreesThePlacesOfACancelledEventForOtherEventsOnly() public {
        require(harness.claim(TAG, _right(1, 0), 1), "the first place");
        harness.set(_right(1, 0), GRANTED);
        require(!harness.claim(TAG, _right(2, 0), 1), "taken while the event is on");
        harness.cancel(EventId.wrap(1));
        require(!harness.claim(TAG, _right(1, 1), 1), "free to the cancelled event itself");
        require(harness.claim(TAG, _right(2, 0), 1), "taken for another event");
        require(harness.has(TAG, _right(2, 0)) && !harness.has(TAG, _right(1, 0)), "whose place it is");
    }

    /// An admitted right is not void, so it keeps its place.
    function test_Claim_LeavesAnAdmittedRightItsPlace() public {
        harness.claim(TAG, _right(1, 0), 1);
        harness.set(_right(1, 0), ADMITTED);
        require(!harness.claim(TAG, _right(1, 1), 1), "place taken away");
    }

    /// Voids one of the rights, or cancels one of the first three events.
    function _end(RightId[] memory claimed, uint256 count, uint256 choice) private {
        if (choice % 5 == 4) return harness.cancel(EventId.wrap(uint32(1 + ((choice >> 4) % 3))));
        if (count == 0) return;
        RightId rightId = claimed[(choice >> 4) % count];
        harness.set(rightId, VOID);
        _ended[rightId] = true;
    }

    /// Rights that are neither void nor of a cancelled event.
    function _standing(RightId[] memory claimed, uint256 count) private view returns (uint256 standing) {
        for (uint256 i = 0; i < count; ++i) {
            if (!_ended[claimed[i]] && !harness.isCancelled(claimed[i].eventId())) ++standing;
        }
    }

    function _behave(HostileVerifier.Manner manner, bytes memory answer) private {
        verifier.behave(manner, answer);
    }

    function _requireAnswer(bytes32 tag, uint64 issuedAt) private view {
        (bytes32 answered, uint64 answeredAt) = harness.ask(address(verifier), "evidence");
        require(answered == tag && answeredAt == issuedAt, "not what was answered");
    }

    function _requireRefused() private view {
        _requireAnswer(0, 0);
    }

    function _callWith(uint256 gasGiven, bytes memory question) private view returns (bool, bytes memory) {
        return address(harness).staticcall{gas: gasGiven}(question);
    }

    function _tail(bytes memory answer) private pure returns (bytes memory tail) {
        tail = new bytes(answer.length - 4);
        for (uint256 i = 0; i < tail.length; ++i) tail[i] = answer[i + 4];
    }

    function _right(uint32 eventId, uint256 batch) private pure returns (RightId) {
        return RightIdLib.pack(EventId.wrap(eventId), batch, 0);
    }
}
