// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {GasRelayForwarder} from "../relay/GasRelayForwarder.sol";
import {IGasRelayForwarder} from "../interfaces/IGasRelayForwarder.sol";
import {deploy} from "./deploy.sol";
import {TrustingTarget} from "./TrustingTarget.sol";
import {vm} from "./Vm.sol";

/// @notice A forwarder, a target that trusts it, and a signer with valid requests.
abstract contract ForwarderFixture {
    uint256 internal constant KEY = 0xA11CE;
    uint256 internal constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
    uint256 internal constant CHAIN = 31337;
    uint256 internal constant NOW = 1_900_000_000;
    uint256 internal constant GAS = 200_000;

    GasRelayForwarder internal forwarder;
    TrustingTarget internal target;
    address internal signer;

    function setUp() public {
        vm.chainId(CHAIN);
        vm.warp(NOW);
        forwarder = GasRelayForwarder(deploy("GasRelayForwarder", ""));
        target = new TrustingTarget(address(forwarder));
        signer = vm.addr(KEY);
    }

    function _request() internal view returns (IGasRelayForwarder.ForwardRequest memory) {
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
    ) internal view returns (IGasRelayForwarder.SignedRequest memory) {
        return _signWith(KEY, request);
    }

    function _signWith(
        uint256 key,
        IGasRelayForwarder.ForwardRequest memory request
    ) internal view returns (IGasRelayForwarder.SignedRequest memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, forwarder.hashOf(request));
        return IGasRelayForwarder.SignedRequest(request, abi.encodePacked(r, s, v));
    }

    function _batch(
        IGasRelayForwarder.SignedRequest memory signed
    ) internal pure returns (IGasRelayForwarder.SignedRequest[] memory requests) {
        requests = new IGasRelayForwarder.SignedRequest[](1);
        requests[0] = signed;
    }

    function _expectExecuted(IGasRelayForwarder.ForwardRequest memory request) internal {
        vm.expectEmit(true, true, false, false, address(forwarder));
        emit IGasRelayForwarder.RequestExecuted(forwarder.hashOf(request), request.from, request.nonce, true, 0, 0);
    }

    function _expectSkipped(IGasRelayForwarder.ForwardRequest memory request, IGasRelayForwarder.Skip why) internal {
        vm.expectEmit(address(forwarder));
        emit IGasRelayForwarder.RequestSkipped(forwarder.hashOf(request), request.from, why);
    }

    function _assertSkipped(IGasRelayForwarder.SignedRequest memory signed, IGasRelayForwarder.Skip why) internal {
        IGasRelayForwarder.ForwardRequest memory request = signed.request;
        uint256 word = forwarder.nonceWord(request.from, request.nonce >> 8);
        require(forwarder.check(signed, address(this)) == why, "check");
        _expectSkipped(request, why);
        forwarder.execute(_batch(signed));
        require(forwarder.nonceWord(request.from, request.nonce >> 8) == word, "nonce touched");
    }

    function _assertExecuted(IGasRelayForwarder.SignedRequest memory signed) internal {
        require(forwarder.check(signed, address(this)) == IGasRelayForwarder.Skip.None, "check");
        uint256 calls = target.calls();
        forwarder.execute(_batch(signed));
        require(target.calls() == calls + 1, "not called");
    }
}
