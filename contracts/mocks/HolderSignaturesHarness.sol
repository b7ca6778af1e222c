// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {HolderSignatures} from "../libraries/HolderSignatures.sol";

/// @title HolderSignatures, callable from tests.
contract HolderSignaturesHarness {
    function signerOf(bytes32 digest, bytes calldata signature) external view returns (address) {
        return HolderSignatures.signer(digest, signature);
    }

    /// @notice The signer of a signature that other bytes follow directly, as in `admit`.
    function signerOfFirst(uint256 length, bytes32 digest, bytes calldata data) external view returns (address) {
        return HolderSignatures.signer(digest, data[:length]);
    }

    /// @notice Whether the signature has no signer, for a caller that needs almost no gas to act on the answer.
    function isNobodys(bytes32 digest, bytes calldata signature) external view returns (bool) {
        address holder = HolderSignatures.signer(digest, signature);
        assembly ("memory-safe") {
            mstore(0x00, iszero(holder))
            return(0x00, 0x20)
        }
    }

    /// @notice The signer, for a caller that left dirt wherever the library may write.
    /// @return holder @return unharmed Whether all used memory is as before, including the free memory pointer
    /// and the zero slot.
    function signerInDirtyMemory(
        bytes32 digest,
        bytes calldata signature,
        bytes32 dirt
    ) external view returns (address holder, bool unharmed) {
        bytes32 pattern = ~dirt;
        bytes32[4] memory used = [pattern, pattern, pattern, pattern];
        uint256 free;
        assembly ("memory-safe") {
            free := mload(0x40)
            mstore(0x00, dirt)
            mstore(0x20, dirt)
            for {
                let i := 0
            } lt(i, 0x400) {
                i := add(i, 0x20)
            } {
                mstore(add(free, i), dirt)
            }
        }
        holder = HolderSignatures.signer(digest, signature);
        assembly ("memory-safe") {
            unharmed := and(eq(mload(0x40), free), iszero(mload(0x60)))
        }
        for (uint256 i; i < used.length; ++i) unharmed = unharmed && used[i] == pattern;
    }

    function gasOf(bytes32 digest, bytes calldata signature) external view returns (uint256) {
        uint256 before = gasleft();
        HolderSignatures.signer(digest, signature);
        return before - gasleft();
    }

    function p256Works() external view returns (bool) {
        return HolderSignatures.p256Works();
    }
}
