// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IGasRelayForwarder} from "../interfaces/IGasRelayForwarder.sol";

/// @title Executes signed calls of teams, so that only the relayer needs ether.
contract GasRelayForwarder is IGasRelayForwarder, EIP712 {
    using ECDSA for bytes32;

    bytes32 private constant FORWARD_REQUEST_TYPEHASH = keccak256(
        "ForwardRequest(address from,address to,uint256 gas,uint256 nonce,uint48 deadline,address relayer,bytes data)"
    );

    /// @dev Gas that a target may spend to answer whether it trusts this forwarder.
    uint256 private constant TRUST_GAS = 30_000;

    /// @dev Bound on the gas that is spent around a call, besides the call itself; see `_requireGas`.
    uint256 private constant RESERVE = 6_000;

    mapping(address from => mapping(uint256 word => uint256 bits)) private _nonces;

    constructor() EIP712("Doorkey Forwarder", "1") {}

    /* EXECUTE */

    /// @inheritdoc IGasRelayForwarder
    function execute(SignedRequest[] calldata requests) external {
        uint256 free;
        assembly ("memory-safe") {
            free := mload(0x40)
        }
        for (uint256 i = 0; i < requests.length; ++i) {
            _execute(i, requests[i]);
            // Frees the memory of the request, so that a batch pays for the memory of its largest one only.
            assembly ("memory-safe") {
                mstore(0x40, free)
            }
        }
    }

    function _execute(uint256 index, SignedRequest calldata signed) private {
        ForwardRequest calldata request = signed.request;
        bytes32 hash = hashOf(request);
        // `msg.sender` is the relayer, because calls to the forwarder are never forwarded.
        Skip why = _check(index, signed, hash, msg.sender);
        if (why != Skip.None) {
            emit RequestSkipped(hash, request.from, why);
            return;
        }
        // Before the call, so that the target cannot execute the request again.
        _nonces[request.from][request.nonce >> 8] |= _bitOf(request.nonce);

        (bool success, uint256 gasUsed, bytes32 reason) = _call(index, request);
        emit RequestExecuted(hash, request.from, request.nonce, success, gasUsed, reason);
    }

    /// @dev Calls the target with exactly the signed gas. Copies at most 32 bytes of what it returns.
    function _call(
        uint256 index,
        ForwardRequest calldata request
    ) private returns (bool success, uint256 gasUsed, bytes32 reason) {
        // A request to this forwarder only uses its nonce.
        if (request.to == address(this)) return (true, 0, 0);

        address to = request.to;
        uint256 wanted = request.gas;
        bytes memory data = abi.encodePacked(request.data, request.from);
        _requireGas(index, wanted);
        assembly ("memory-safe") {
            mstore(0x00, 0)
            gasUsed := gas()
            success := call(wanted, to, 0, add(data, 0x20), mload(data), 0x00, 0x20)
            gasUsed := sub(gasUsed, gas())
            if iszero(success) {
                reason := mload(0x00)
            }
        }
    }

    /// @dev Reverts unless the next call can be given `wanted` gas. Without this check a relayer could choose a gas
    /// limit at which a call fails that would have succeeded with the signed gas, or at which a target catches an inner
    /// failure and takes another path. The proof:
    ///
    /// - Let G be the gas left after CALL has paid its own price. By EIP-150 the call then gets the lesser of the gas
    ///   that it asks for and G − ⌊G / 64⌋.
    /// - Let c be the gas spent between `gasleft()` here and that moment. Then G = gasleft() − c.
    ///   For a request: less than 100 gas of stack and memory work and 100 for CALL. The trust check made the target
    ///   warm and paid for its delegation (EIP-7702), the call data is in memory, and no value is sent.
    ///   For the trust check: less than 200, and 2,600 for a cold target and 2,600 for its cold delegate.
    ///   Both are below RESERVE, so G ≥ gasleft() − RESERVE.
    /// - x − ⌊x / 64⌋ never falls as x grows, so G − ⌊G / 64⌋ ≥ left ≥ wanted. The call is given exactly `wanted`.
    /// - If the call uses all of it, G − wanted ≥ RESERVE − c > 5,800 gas is left. This is enough for the event (1,500
    ///   for LOG3, 1,024 for its data), so a call that was made is always logged.
    ///
    /// No sum here can overflow for any signed gas. A request that asks for more gas than a transaction can have always
    /// reverts, and never runs.
    function _requireGas(uint256 index, uint256 wanted) private view {
        uint256 left = gasleft();
        left = left > RESERVE ? left - RESERVE : 0;
        left -= left / 64;
        if (left < wanted) revert ForwarderGasTooLow(index, left, wanted);
    }

    /* CHECK */

    /// @inheritdoc IGasRelayForwarder
    function check(SignedRequest calldata signed, address relayer) external view returns (Skip) {
        return _check(0, signed, hashOf(signed.request), relayer);
    }

    /// @dev Cheapest first. Final reasons (expired, nonce used) come before one that another relayer can avoid.
    function _check(
        uint256 index,
        SignedRequest calldata signed,
        bytes32 hash,
        address relayer
    ) private view returns (Skip) {
        ForwardRequest calldata request = signed.request;
        if (block.timestamp > request.deadline) return Skip.Expired;
        if (isNonceUsed(request.from, request.nonce)) return Skip.NonceUsed;
        if (request.relayer != address(0) && request.relayer != relayer) return Skip.OtherRelayer;
        (address signer, ECDSA.RecoverError fault, ) = hash.tryRecoverCalldata(signed.signature);
        if (fault != ECDSA.RecoverError.NoError || signer != request.from) return Skip.BadSignature;
        return _isTrustedBy(index, request) ? Skip.None : Skip.TargetUntrusting;
    }

    /// @dev The target must answer yes itself, in one word and within 30,000 gas. Anything else means no, also an
    /// account without code.
    function _isTrustedBy(uint256 index, ForwardRequest calldata request) private view returns (bool trusted) {
        address to = request.to;
        if (to == address(this)) return request.data.length == 0;

        bytes memory question = abi.encodeCall(ERC2771Context.isTrustedForwarder, (address(this)));
        _requireGas(index, TRUST_GAS);
        assembly ("memory-safe") {
            let answered := staticcall(TRUST_GAS, to, add(question, 0x20), mload(question), 0x00, 0x20)
            // Exactly 1, because a precompile returns some other word.
            trusted := and(and(answered, gt(returndatasize(), 0x1f)), eq(mload(0x00), 1))
        }
    }

    /// @inheritdoc IGasRelayForwarder
    function hashOf(ForwardRequest calldata request) public view returns (bytes32) {
        return
            _hashTypedDataV4(
                keccak256(
                    abi.encode(
                        FORWARD_REQUEST_TYPEHASH,
                        request.from,
                        request.to,
                        request.gas,
                        request.nonce,
                        request.deadline,
                        request.relayer,
                        keccak256(request.data)
                    )
                )
            );
    }

    /* NONCES */

    /// @inheritdoc IGasRelayForwarder
    function isNonceUsed(address from, uint256 nonce) public view returns (bool) {
        return _nonces[from][nonce >> 8] & _bitOf(nonce) != 0;
    }

    /// @inheritdoc IGasRelayForwarder
    function nonceWord(address from, uint256 word) external view returns (uint256) {
        return _nonces[from][word];
    }

    function _bitOf(uint256 nonce) private pure returns (uint256) {
        return 1 << (nonce & 0xff);
    }
}
