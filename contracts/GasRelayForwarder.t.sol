// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {GasRelayForwarder} from "./GasRelayForwarder.sol";
import {IGasRelayForwarder} from "./interfaces/IGasRelayForwarder.sol";
import {GasBurningTrust} from "./mocks/GasBurningTrust.sol";
import {GasMeter} from "./mocks/GasMeter.sol";
import {OddTrust} from "./mocks/OddTrust.sol";
import {ReturnBomb} from "./mocks/ReturnBomb.sol";
import {SlowTrust} from "./mocks/SlowTrust.sol";
import {TrustingTarget} from "./mocks/TrustingTarget.sol";
import {deploy} from "./mocks/deploy.sol";
import {Vm, vm} from "./mocks/Vm.sol";

contract GasRelayForwarderTest {
    uint256 private constant KEY = 0xA11CE;
    uint256 private constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
    uint256 private constant CHAIN = 31337;
    uint256 private constant NOW = 1_900_000_000;
    uint256 private constant GAS = 200_000;

    GasRelayForwarder private forwarder;
    TrustingTarget private target;
    address private signer;

    function setUp() public {
        vm.chainId(CHAIN);
        vm.warp(NOW);
        forwarder = GasRelayForwarder(deploy("GasRelayForwarder", ""));
        target = new TrustingTarget(address(forwarder));
        signer = vm.addr(KEY);
    }

    // Nonces

    function testFuzz_Execute_UsesOneNonceAndNoOther(uint256 nonce, uint256 other) public {
        vm.assume(nonce != other);
        IGasRelayForwarder.ForwardRequest memory request = _request();
        request.nonce = nonce;

        _expectExecuted(request);
        forwarder.execute(_batch(_sign(request)));

        require(forwarder.isNonceUsed(signer, nonce), "nonce unused");
        require(!forwarder.isNonceUsed(signer, other), "other nonce used");
        require(!forwarder.isNonceUsed(address(target), nonce), "nonce of another used");
        require(forwarder.nonceWord(signer, nonce / 256) == 1 << (nonce % 256), "wrong bit");
        require(target.calls() == 1, "not called once");
    }

    /// Nonces are taken in any order, each once, and a word tells all of its 256.
    function testFuzz_Execute_TakesNoncesInAnyOrder(uint256 word, uint8[8] calldata bits) public {
        word %= 1 << 248;
        uint256 expected;
        uint256 calls;
        for (uint256 i = 0; i < bits.length; ++i) {
            IGasRelayForwarder.ForwardRequest memory request = _request();
            request.nonce = word * 256 + bits[i];
            if (expected & (1 << bits[i]) == 0) ++calls;
            else _expectSkipped(request, IGasRelayForwarder.Skip.NonceUsed);
            forwarder.execute(_batch(_sign(request)));
            expected |= 1 << bits[i];
            require(forwarder.nonceWord(signer, word) == expected, "wrong word");
        }
        require(target.calls() == calls, "wrong number of calls");
    }

    function test_Execute_CancelsByARequestToItself() public {
        IGasRelayForwarder.ForwardRequest memory request = _request();
        IGasRelayForwarder.ForwardRequest memory cancel = _request();
        cancel.to = address(forwarder);
        cancel.data = "";
        // No call, no gas: a cancellation runs whatever gas it names.
        cancel.gas = type(uint256).max;

        vm.expectEmit(address(forwarder));
        emit IGasRelayForwarder.RequestExecuted(forwarder.hashOf(cancel), signer, cancel.nonce, true, 0, 0);
        _expectSkipped(request, IGasRelayForwarder.Skip.NonceUsed);
        IGasRelayForwarder.SignedRequest[] memory requests = new IGasRelayForwarder.SignedRequest[](2);
        requests[0] = _sign(cancel);
        requests[1] = _sign(request);
        forwarder.execute(requests);
        require(target.calls() == 0, "called");
    }

    function testFuzz_Execute_RefusesDataForItself(bytes calldata data) public {
        vm.assume(data.length != 0);
        IGasRelayForwarder.ForwardRequest memory request = _request();
        request.to = address(forwarder);
        request.data = data;
        _assertSkipped(_sign(request), IGasRelayForwarder.Skip.TargetUntrusting);
    }

    // Skips

    /// Every combination of faults: the first in the order of `Skip` is the one told, by `check` and by `execute`.
    function test_Execute_TellsTheFirstFault() public {
        address eoa = address(0xE0A);
        for (uint256 faults = 0; faults < 32; ++faults) {
            IGasRelayForwarder.ForwardRequest memory request = _request();
            request.nonce = faults;
            if (faults & 2 != 0) forwarder.execute(_batch(_sign(request)));
            if (faults & 1 != 0) request.deadline = uint48(NOW - 1);
            request.relayer = faults & 4 != 0 ? eoa : address(this);
            if (faults & 16 != 0) request.to = eoa;
            IGasRelayForwarder.SignedRequest memory signed = _sign(request);
            if (faults & 8 != 0) signed.signature[0] ^= 0x01;

            uint256 calls = target.calls();
            if (faults == 0) {
                require(forwarder.check(signed, address(this)) == IGasRelayForwarder.Skip.None, "check");
                _expectExecuted(request);
                forwarder.execute(_batch(signed));
                require(target.calls() == calls + 1, "not called");
            } else {
                uint8 first = 1;
                while (faults & (1 << (first - 1)) == 0) ++first;
                _assertSkipped(signed, IGasRelayForwarder.Skip(first));
                require(target.calls() == calls, "called");
            }
        }
    }

    function testFuzz_Execute_UntilTheDeadline(uint48 deadline, uint48 time) public {
        vm.assume(time != 0);
        IGasRelayForwarder.ForwardRequest memory request = _request();
        request.deadline = deadline;
        vm.warp(time);
        if (time > deadline) {
            _assertSkipped(_sign(request), IGasRelayForwarder.Skip.Expired);
        } else {
            _assertExecuted(_sign(request));
        }
    }

    function test_Execute_AtTheDeadlineButNotLater() public {
        IGasRelayForwarder.ForwardRequest memory request = _request();
        request.deadline = uint48(NOW);
        vm.warp(NOW + 1);
        _assertSkipped(_sign(request), IGasRelayForwarder.Skip.Expired);
        vm.warp(NOW);
        _assertExecuted(_sign(request));
    }

    function testFuzz_Execute_OnlyByTheNamedRelayer(address relayer, address caller) public {
        vm.assume(caller != address(0) && uint160(caller) > 0xffff && caller.code.length == 0);
        IGasRelayForwarder.ForwardRequest memory request = _request();
        request.relayer = relayer;
        IGasRelayForwarder.SignedRequest memory signed = _sign(request);
        bool welcome = relayer == address(0) || relayer == caller;
        require(
            forwarder.check(signed, caller) ==
                (welcome ? IGasRelayForwarder.Skip.None : IGasRelayForwarder.Skip.OtherRelayer),
            "check"
        );
        vm.prank(caller);
        forwarder.execute(_batch(signed));
        require(target.calls() == (welcome ? 1 : 0), "calls");
    }

    function testFuzz_Execute_RefusesAChangedBitOfTheSignature(uint256 bit) public {
        bit %= 65 * 8;
        IGasRelayForwarder.SignedRequest memory signed = _sign(_request());
        signed.signature[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
        _assertSkipped(signed, IGasRelayForwarder.Skip.BadSignature);
    }

    function testFuzz_Execute_RefusesAnyOtherBytes(bytes calldata signature) public {
        IGasRelayForwarder.SignedRequest memory signed = _sign(_request());
        vm.assume(keccak256(signature) != keccak256(signed.signature));
        signed.signature = signature;
        _assertSkipped(signed, IGasRelayForwarder.Skip.BadSignature);
    }

    function testFuzz_Execute_RefusesAHighS(uint256 nonce) public {
        IGasRelayForwarder.ForwardRequest memory request = _request();
        request.nonce = nonce;
        IGasRelayForwarder.SignedRequest memory signed = _sign(request);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, forwarder.hashOf(request));
        signed.signature = abi.encodePacked(r, bytes32(CURVE_ORDER - uint256(s)), 55 - v);
        _assertSkipped(signed, IGasRelayForwarder.Skip.BadSignature);
    }

    function testFuzz_Execute_RefusesOnAForkThatChangedItsId(uint64 id) public {
        vm.assume(id != CHAIN && id != 0);
        IGasRelayForwarder.SignedRequest memory signed = _sign(_request());
        vm.chainId(id);
        _assertSkipped(signed, IGasRelayForwarder.Skip.BadSignature);
        vm.chainId(CHAIN);
        _assertExecuted(signed);
    }

    /// The zero address is what a failed recovery gives: it must not pass for a signer.
    function testFuzz_Execute_RefusesTheZeroSigner(bytes calldata signature) public {
        IGasRelayForwarder.ForwardRequest memory request = _request();
        request.from = address(0);
        _assertSkipped(IGasRelayForwarder.SignedRequest(request, signature), IGasRelayForwarder.Skip.BadSignature);
    }

    function test_Execute_RefusesAChangedField() public {
        for (uint256 field = 0; field < 7; ++field) {
            IGasRelayForwarder.SignedRequest memory signed = _sign(_request());
            if (field == 0) signed.request.from = address(this);
            if (field == 1) signed.request.to = address(new TrustingTarget(address(forwarder)));
            if (field == 2) --signed.request.gas;
            if (field == 3) ++signed.request.nonce;
            if (field == 4) ++signed.request.deadline;
            if (field == 5) signed.request.relayer = address(this);
            if (field == 6) signed.request.data = abi.encodeCall(TrustingTarget.refuse, (1));
            _assertSkipped(signed, IGasRelayForwarder.Skip.BadSignature);
        }
    }

    // Trust

    function testFuzz_Execute_TakesNothingButOneForTrust(bytes calldata answer, bool reverts) public {
        _assertTrust(answer, reverts);
    }

    function test_Execute_TakesNothingButOneForTrust() public {
        _assertTrust("", false);
        _assertTrust(abi.encode(0), false);
        _assertTrust(abi.encode(1), false);
        _assertTrust(abi.encode(1), true);
        _assertTrust(abi.encode(2), false);
        _assertTrust(abi.encode(type(uint256).max), false);
        _assertTrust(abi.encode(1, 0), false);
        // 31 bytes of a 1 that lacks its last, and 31 bytes over whatever lay in memory.
        _assertTrust(new bytes(31), false);
        _assertTrust(abi.encodePacked(uint248(1)), false);
    }

    /// An answer of 31 bytes must not borrow its last from what lay in memory: the signer, just recovered.
    function test_Execute_TakesNoShortAnswerForTrust() public {
        uint256 key = KEY;
        while (uint8(uint160(vm.addr(key))) != 1) ++key;
        IGasRelayForwarder.ForwardRequest memory request = _request();
        request.from = vm.addr(key);
        request.to = address(new OddTrust(new bytes(31), false));
        _assertSkipped(_signWith(key, request), IGasRelayForwarder.Skip.TargetUntrusting);
    }

    function test_Execute_SkipsWhatHasNoCode() public {
        IGasRelayForwarder.ForwardRequest memory request = _request();
        for (uint160 i = 0; i < 0x12; ++i) {
            request.to = address(i);
            _assertSkipped(_sign(request), IGasRelayForwarder.Skip.TargetUntrusting);
        }
        request.to = address(0x100);
        _assertSkipped(_sign(request), IGasRelayForwarder.Skip.TargetUntrusting);
        request.to = signer;
        _assertSkipped(_sign(request), IGasRelayForwarder.Skip.TargetUntrusting);
    }

    function test_Execute_SkipsATargetOfAnotherForwarder() public {
        IGasRelayForwarder.ForwardRequest memory request = _request();
        request.to = address(new TrustingTarget(address(this)));
        _assertSkipped(_sign(request), IGasRelayForwarder.Skip.TargetUntrusting);
    }

    // Gas

    /// Too little gas cannot make a target look untrusting: `check` answers right or reverts by name.
    function testFuzz_Check_NeverTakesWantOfGasForDistrust(uint256 given) public {
        given %= 80_000;
        IGasRelayForwarder.ForwardRequest memory request = _request();
        request.to = address(new SlowTrust());
        IGasRelayForwarder.SignedRequest memory signed = _sign(request);
        try forwarder.check{gas: given}(signed, address(this)) returns (IGasRelayForwarder.Skip why) {
            require(why == IGasRelayForwarder.Skip.None, "trusted");
        } catch (bytes memory reason) {
            // Only below what the checks before need does it run dry without a word.
            if (reason.length == 0) require(given < 20_000, "ran dry");
            else require(bytes4(reason) == IGasRelayForwarder.ForwarderGasTooLow.selector, "other reason");
        }
    }

    /// Whatever the transaction's gas: it reverts whole, or the target got exactly what its signer wanted.
    function testFuzz_Execute_GivesExactlyTheGasSignedFor(uint256 wanted, uint256 given) public {
        GasMeter meter = new GasMeter();
        wanted = 25_000 + (wanted % 3_000_000);
        IGasRelayForwarder.ForwardRequest memory request = _request();
        request.to = address(meter);
        request.gas = wanted;
        IGasRelayForwarder.SignedRequest memory signed = _sign(request);
        // Where it tips over: around the least gas with which it runs, 64/63 of the call and some 60,000.
        given = wanted + wanted / 63 + (given % 150_000);

        try forwarder.execute{gas: given}(_batch(signed)) {
            require(_measured(meter) == wanted, "not the gas signed for");
            require(forwarder.isNonceUsed(signer, request.nonce), "nonce unused");
        } catch {
            require(_measured(meter) == 0, "called");
            require(!forwarder.isNonceUsed(signer, request.nonce), "nonce used");
        }
    }

    /// The least gas that runs gives all that was signed for; one less reverts, and says that one was missing.
    function testFuzz_Execute_TipsOverAtOneGas(uint256 wanted) public {
        wanted = 60_000 + (wanted % 3_000_000);
        GasMeter meter = new GasMeter();
        IGasRelayForwarder.ForwardRequest memory request = _request();
        request.to = address(meter);
        request.gas = wanted;
        IGasRelayForwarder.SignedRequest[] memory requests = _batch(_sign(request));

        uint256 low = wanted;
        uint256 high = wanted + wanted / 63 + 200_000;
        require(_revertOf(requests, meter, high).length == 0, "high is too low");
        while (high - low > 1) {
            uint256 middle = (low + high) / 2;
            if (_revertOf(requests, meter, middle).length == 0) high = middle;
            else low = middle;
        }
        require(
            keccak256(_revertOf(requests, meter, low)) ==
                keccak256(
                    abi.encodeWithSelector(IGasRelayForwarder.ForwarderGasTooLow.selector, 0, wanted - 1, wanted)
                ),
            "other reason"
        );
    }

    /// No sum overflows: the revert names the request.
    function testFuzz_Execute_RevertsWhenMoreIsWantedThanThereIs(uint256 wanted) public {
        IGasRelayForwarder.SignedRequest[] memory requests = new IGasRelayForwarder.SignedRequest[](2);
        IGasRelayForwarder.ForwardRequest memory request = _request();
        requests[0] = _sign(request);
        request = _request();
        request.nonce = 1;
        request.gas = wanted < 20_000_000 ? type(uint256).max - wanted : wanted;
        requests[1] = _sign(request);

        try forwarder.execute{gas: 10_000_000}(requests) {
            revert("ran");
        } catch (bytes memory reason) {
            require(bytes4(reason) == IGasRelayForwarder.ForwarderGasTooLow.selector, "other reason");
            (uint256 index, uint256 left, uint256 needed) = abi.decode(_tail(reason), (uint256, uint256, uint256));
            require(index == 1 && needed == request.gas, "wrong arguments");
            require(left < 10_000_000, "left");
        }
        require(!forwarder.isNonceUsed(signer, 0) && target.calls() == 0, "the neighbour ran");

        // Nothing is lost: without it, the neighbour runs.
        forwarder.execute(_batch(requests[0]));
        require(target.calls() == 1, "the neighbour did not run");
    }

    // Calls

    function testFuzz_Execute_AppendsTheSigner(uint256 key, bytes calldata data) public {
        key = 1 + (key % (CURVE_ORDER - 1));
        IGasRelayForwarder.ForwardRequest memory request = _request();
        request.from = vm.addr(key);
        // Too many bytes for the selector of anything.
        request.data = abi.encodePacked(bytes4(0xffffffff), data);
        request.gas = 10_000_000;
        _assertExecuted(_signWith(key, request));
        require(target.sender() == vm.addr(key), "other sender");
        require(target.forwarded(), "not forwarded");
        require(keccak256(target.data()) == keccak256(request.data), "other data");
    }

    function testFuzz_Execute_TellsTheFirstWordOfARevert(bytes calldata reason) public {
        IGasRelayForwarder.ForwardRequest memory request = _request();
        request.data = abi.encodeCall(TrustingTarget.refuseWith, (reason));
        request.gas = 1_000_000;
        (bool success, uint256 gasUsed, bytes32 told) = _outcome(request);
        require(!success && told == bytes32(reason), "other reason");
        require(gasUsed > 100 && gasUsed < 1_000_000, "other gas");
        require(forwarder.isNonceUsed(signer, request.nonce), "nonce unused");
    }

    function test_Execute_TellsNoReasonForASuccess() public {
        _assertExecuted(_sign(_request()));
        IGasRelayForwarder.ForwardRequest memory request = _request();
        request.nonce = 1;
        // Returns 1.
        request.data = abi.encodeCall(target.calls, ());
        (bool success, , bytes32 reason) = _outcome(request);
        require(success && reason == 0, "other outcome");
    }

    function test_Execute_BoundsWhatItCopies() public {
        ReturnBomb bomb = new ReturnBomb();
        IGasRelayForwarder.ForwardRequest memory request = _request();
        request.to = address(bomb);
        request.gas = 3_000_000;
        for (uint256 i = 0; i < 2; ++i) {
            request.nonce = i;
            request.data =
                i == 0
                    ? abi.encodeCall(ReturnBomb.returnBytes, (1_000_000))
                    : abi.encodeCall(ReturnBomb.revertBytes, (1_000_000));
            IGasRelayForwarder.SignedRequest[] memory requests = _batch(_sign(request));
            vm.recordLogs();
            uint256 gas = gasleft();
            forwarder.execute(requests);
            gas -= gasleft();
            (bool success, uint256 gasUsed, bytes32 reason) = _executed(request);
            require(success == (i == 0) && reason == 0, "other outcome");
            require(gasUsed > 2_000_000, "no bomb");
            require(gas - gasUsed < 150_000, "paid for the bomb");
        }
    }

    function test_Execute_TellsACallThatBurnsItsGas() public {
        IGasRelayForwarder.ForwardRequest memory request = _request();
        request.data = abi.encodeCall(TrustingTarget.burn, ());
        (bool success, uint256 gasUsed, bytes32 reason) = _outcome(request);
        require(!success && reason == 0, "other outcome");
        require(gasUsed >= GAS && gasUsed < GAS + 200, "other gas");
    }

    // Neighbours

    /// Any mix of good and bad requests: every good one runs, and only those.
    function testFuzz_Execute_OneNeverHurtsAnother(uint8[12] calldata kinds) public {
        address burning = address(new GasBurningTrust());
        address bomb = address(new ReturnBomb());
        IGasRelayForwarder.SignedRequest[] memory requests = new IGasRelayForwarder.SignedRequest[](kinds.length);
        uint256 good;
        for (uint256 i = 0; i < kinds.length; ++i) {
            uint256 kind = kinds[i] % 10;
            IGasRelayForwarder.ForwardRequest memory request = _request();
            request.nonce = i;
            if (kind == 1) request.deadline = 1;
            if (kind == 2) request.relayer = signer;
            if (kind == 3) request.to = burning;
            if (kind == 4) request.to = bomb;
            if (kind == 5) request.data = abi.encodeCall(TrustingTarget.burn, ());
            if (kind == 6) request.data = abi.encodeCall(TrustingTarget.refuseWith, (new bytes(5_000)));
            if (kind == 7) request.to = address(forwarder);
            requests[i] = _sign(request);
            if (kind == 8) requests[i].signature = hex"00";
            if (kind == 9 && i != 0) requests[i] = requests[i - 1];
            if (kind == 0 || (kind == 9 && i == 0)) ++good;
        }
        forwarder.execute(requests);
        require(target.calls() == good, "not the good ones");
    }

    function test_Execute_NothingIsNothing() public {
        vm.recordLogs();
        forwarder.execute(new IGasRelayForwarder.SignedRequest[](0));
        require(vm.getRecordedLogs().length == 0, "logs");
    }

    // Helpers

    function _request() private view returns (IGasRelayForwarder.ForwardRequest memory) {
        return
            IGasRelayForwarder.ForwardRequest({
                from: signer,
                to: address(target),
                gas: GAS,
                nonce: 0,
                deadline: uint48(NOW + 60),
                relayer: address(0),
                data: abi.encodeCall(TrustingTarget.record, ("data"))
            });
    }

    function _sign(
        IGasRelayForwarder.ForwardRequest memory request
    ) private view returns (IGasRelayForwarder.SignedRequest memory) {
        return _signWith(KEY, request);
    }

    function _signWith(
        uint256 key,
        IGasRelayForwarder.ForwardRequest memory request
    ) private view returns (IGasRelayForwarder.SignedRequest memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, forwarder.hashOf(request));
        return IGasRelayForwarder.SignedRequest(request, abi.encodePacked(r, s, v));
    }

    function _batch(
        IGasRelayForwarder.SignedRequest memory signed
    ) private pure returns (IGasRelayForwarder.SignedRequest[] memory requests) {
        requests = new IGasRelayForwarder.SignedRequest[](1);
        requests[0] = signed;
    }

    function _expectExecuted(IGasRelayForwarder.ForwardRequest memory request) private {
        vm.expectEmit(true, true, false, false, address(forwarder));
        emit IGasRelayForwarder.RequestExecuted(forwarder.hashOf(request), request.from, request.nonce, true, 0, 0);
    }

    function _expectSkipped(IGasRelayForwarder.ForwardRequest memory request, IGasRelayForwarder.Skip why) private {
        vm.expectEmit(address(forwarder));
        emit IGasRelayForwarder.RequestSkipped(forwarder.hashOf(request), request.from, why);
    }

    function _assertSkipped(IGasRelayForwarder.SignedRequest memory signed, IGasRelayForwarder.Skip why) private {
        IGasRelayForwarder.ForwardRequest memory request = signed.request;
        uint256 word = forwarder.nonceWord(request.from, request.nonce >> 8);
        require(forwarder.check(signed, address(this)) == why, "check");
        _expectSkipped(request, why);
        forwarder.execute(_batch(signed));
        require(forwarder.nonceWord(request.from, request.nonce >> 8) == word, "nonce touched");
    }

    function _assertExecuted(IGasRelayForwarder.SignedRequest memory signed) private {
        require(forwarder.check(signed, address(this)) == IGasRelayForwarder.Skip.None, "check");
        uint256 calls = target.calls();
        forwarder.execute(_batch(signed));
        require(target.calls() == calls + 1, "not called");
    }

    function _assertTrust(bytes memory answer, bool reverts) private {
        OddTrust odd = new OddTrust(answer, reverts);
        IGasRelayForwarder.ForwardRequest memory request = _request();
        request.to = address(odd);
        request.nonce = uint160(address(odd));
        if (!reverts && answer.length >= 32 && uint256(bytes32(answer)) == 1) {
            forwarder.execute(_batch(_sign(request)));
            require(odd.calls() == 1, "not called");
        } else {
            _assertSkipped(_sign(request), IGasRelayForwarder.Skip.TargetUntrusting);
            require(odd.calls() == 0, "called");
        }
    }

    function _outcome(
        IGasRelayForwarder.ForwardRequest memory request
    ) private returns (bool success, uint256 gasUsed, bytes32 reason) {
        IGasRelayForwarder.SignedRequest[] memory requests = _batch(_sign(request));
        vm.recordLogs();
        forwarder.execute(requests);
        return _executed(request);
    }

    /// What the last recorded log tells, which has to be about `request`.
    function _executed(
        IGasRelayForwarder.ForwardRequest memory request
    ) private returns (bool success, uint256 gasUsed, bytes32 reason) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        require(logs.length == 1 && logs[0].emitter == address(forwarder), "other logs");
        require(logs[0].topics[0] == IGasRelayForwarder.RequestExecuted.selector, "other event");
        require(logs[0].topics[1] == forwarder.hashOf(request), "other request");
        require(logs[0].topics[2] == bytes32(uint256(uint160(request.from))), "other signer");
        uint256 nonce;
        (nonce, success, gasUsed, reason) = abi.decode(logs[0].data, (uint256, bool, uint256, bytes32));
        require(nonce == request.nonce, "other nonce");
    }

    /// With what the requests revert when they have `given` gas; empty if they run. Leaves no trace.
    function _revertOf(
        IGasRelayForwarder.SignedRequest[] memory requests,
        GasMeter meter,
        uint256 given
    ) private returns (bytes memory) {
        uint256 before = vm.snapshotState();
        try forwarder.execute{gas: given}(requests) {
            require(_measured(meter) == requests[0].request.gas, "not the gas signed for");
            vm.revertToState(before);
            return "";
        } catch (bytes memory reason) {
            return reason.length == 0 ? bytes("out of gas") : reason;
        }
    }

    function _measured(GasMeter meter) private view returns (uint256) {
        uint256 seen = uint256(vm.load(address(meter), 0));
        return seen == 0 ? 0 : seen + 2;
    }

    function _tail(bytes memory reason) private pure returns (bytes memory tail) {
        tail = new bytes(reason.length - 4);
        for (uint256 i = 0; i < tail.length; ++i) tail[i] = reason[i + 4];
    }
}
