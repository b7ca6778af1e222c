// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGasRelayForwarder} from "../interfaces/IGasRelayForwarder.sol";
import {ForwarderFixture} from "../mocks/ForwarderFixture.sol";
import {GasBurningTrust} from "../mocks/GasBurningTrust.sol";
import {ReturnBomb} from "../mocks/ReturnBomb.sol";
import {TrustingTarget} from "../mocks/TrustingTarget.sol";
import {Vm, vm} from "../mocks/Vm.sol";

/// The arguments of a target's call, its log, and that no call affects another request.
contract GasRelayForwarderCallsTest is ForwarderFixture {
    function testFuzz_Execute_AppendsTheSigner(uint256 key, bytes calldata data) public {
        key = 1 + (key % (CURVE_ORDER - 1));
        IGasRelayForwarder.ForwardRequest memory request = _request();
        request.from = vm.addr(key);
        // No function of the target has this selector.
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

    /// A revert without data has no reason, even if memory has one: the word of the nonce, if that is 256 or more.
    function test_Execute_TellsNoReasonForAnEmptyRevert() public {
        IGasRelayForwarder.ForwardRequest memory request = _request();
        request.data = abi.encodeCall(TrustingTarget.refuseWith, (""));
        uint256[4] memory nonces = [uint256(0), 255, 256, type(uint256).max];
        for (uint256 i = 0; i < 4; ++i) {
            request.nonce = nonces[i];
            (bool success, , bytes32 reason) = _outcome(request);
            require(!success && reason == 0, "a reason out of memory");
        }
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

    /// In any mix of good and bad requests, exactly the good ones run.
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

    function _outcome(
        IGasRelayForwarder.ForwardRequest memory request
    ) private returns (bool success, uint256 gasUsed, bytes32 reason) {
        IGasRelayForwarder.SignedRequest[] memory requests = _batch(_sign(request));
        vm.recordLogs();
        forwarder.execute(requests);
        return _executed(request);
    }

    /// The arguments of the last recorded log, which must be about `request`.
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
}
