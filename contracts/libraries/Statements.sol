// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Entry} from "../types/Entry.sol";
import {RightId} from "../types/RightId.sol";

/// @title EIP-712 struct hashes of what holders sign, in the domain ("Doorkey", "1", chain id, EntryRightRegistry).
/// @notice `PurchaseClaim(uint32 eventId,uint8 classId,uint32 agentId,bytes32 purchaseKey,uint8 quantity,address
/// holder,uint64 expiresAt)` belongs to the same domain but is checked off chain only.
library Statements {
    bytes32 internal constant ENTRY_PROOF_TYPEHASH = keccak256(
        "EntryProof(uint64 rightId,uint8 count,address holder,uint64 issuedAt,bytes8 challenge)"
    );
    bytes32 internal constant RETURN_TYPEHASH = keccak256(
        "Return(uint64 rightId,uint8 count,address holder,uint8 rebinds,uint64 expiresAt)"
    );
    bytes32 internal constant REBIND_TYPEHASH = keccak256(
        "Rebind(uint64 rightId,address holder,address newHolder,uint8 rebinds,uint64 expiresAt)"
    );

    /// @notice The digest of what a holder shows at the gate.
    /// @dev Assembly that does not allocate memory saves 400 gas on each of 100 entries.
    function entryProofDigest(
        Entry entry,
        address holder,
        bytes32 domainSeparator
    ) internal pure returns (bytes32 digest) {
        bytes32 typehash = ENTRY_PROOF_TYPEHASH;
        assembly ("memory-safe") {
            let pointer := mload(0x40)
            mstore(pointer, typehash)
            mstore(add(pointer, 0x20), shr(192, entry)) // rightId
            mstore(add(pointer, 0x40), byte(8, entry)) // count
            mstore(add(pointer, 0x60), shr(96, shl(96, holder)))
            mstore(add(pointer, 0x80), and(shr(120, entry), 0xffffffffffffffff)) // issuedAt
            mstore(add(pointer, 0xa0), shl(192, shr(56, entry))) // challenge, left-aligned as bytes8 are
            let structHash := keccak256(pointer, 0xc0)
            mstore(pointer, shl(240, 0x1901))
            mstore(add(pointer, 0x02), domainSeparator)
            mstore(add(pointer, 0x22), structHash)
            digest := keccak256(pointer, 0x42)
        }
    }

    /// @notice The statement of a holder that returns the rights [rightId, rightId + count).
    function returnOf(
        RightId rightId,
        uint8 count,
        address holder,
        uint8 rebinds,
        uint64 expiresAt
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(RETURN_TYPEHASH, rightId, count, holder, rebinds, expiresAt));
    }

    /// @notice A holder's consent to rebind a right to another key.
    /// @dev `rebinds`, how often the right changed holder so far, makes the consent valid for one rebind. Without it,
    /// an old consent would be valid again when the right returns to a former holder.
    function rebind(
        RightId rightId,
        address holder,
        address newHolder,
        uint8 rebinds,
        uint64 expiresAt
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(REBIND_TYPEHASH, rightId, holder, newHolder, rebinds, expiresAt));
    }
}
