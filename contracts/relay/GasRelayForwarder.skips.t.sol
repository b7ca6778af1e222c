// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGasRelayForwarder} from "../interfaces/IGasRelayForwarder.sol";
import {ForwarderFixture} from "../mocks/ForwarderFixture.sol";
import {TrustingTarget} from "../mocks/TrustingTarget.sol";
import {vm} from "../mocks/Vm.sol";

/// Which requests are skipped, and for which reason.
contract GasRelayForwarderSkipsTest is ForwarderFixture {
    /// For every combination of faults, `check` and `execute` report the first in the order of `Skip`.
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

    /// A failed recovery returns the zero address, which must not count as a signer.
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
}
