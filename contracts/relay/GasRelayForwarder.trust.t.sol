// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGasRelayForwarder} from "../interfaces/IGasRelayForwarder.sol";
import {ForwarderFixture} from "../mocks/ForwarderFixture.sol";
import {OddTrust} from "../mocks/OddTrust.sol";
import {TrustingTarget} from "../mocks/TrustingTarget.sol";
import {vm} from "../mocks/Vm.sol";

/// Only targets are called that answer themselves, in one word, that they trust the forwarder.
contract GasRelayForwarderTrustTest is ForwarderFixture {
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
        // 31 zero bytes, as of a 1 without its last byte, and 31 bytes that end with 1.
        _assertTrust(new bytes(31), false);
        _assertTrust(abi.encodePacked(uint248(1)), false);
    }

    /// An answer of 31 bytes must not take its last byte from memory, where the recovered signer is.
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
}
