// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGasRelayForwarder} from "../interfaces/IGasRelayForwarder.sol";
import {ForwarderFixture} from "../mocks/ForwarderFixture.sol";
import {vm} from "../mocks/Vm.sol";

/// A request runs once: which nonces are used, and how a signer cancels one.
contract GasRelayForwarderNoncesTest is ForwarderFixture {
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

    /// Nonces can be used in any order, each once, and a word shows all its 256.
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
        // A cancellation makes no call, so it runs with any signed gas.
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
}
