// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Entry, EntryLib} from "../types/Entry.sol";
import {RightId} from "../types/RightId.sol";
import {Statements} from "./Statements.sol";

/// vectors/ has digests made by other libraries. These tests compare the assembly with plain Solidity.
contract StatementsTest {
    function testFuzz_EntryProofDigest(
        uint64 rightId,
        uint8 count,
        address holder,
        uint64 issuedAt,
        bytes8 challenge,
        bytes32 domainSeparator
    ) public pure {
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256("EntryProof(uint64 rightId,uint8 count,address holder,uint64 issuedAt,bytes8 challenge)"),
                rightId,
                count,
                holder,
                issuedAt,
                challenge
            )
        );
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", domainSeparator, structHash));
        Entry entry = EntryLib.pack(RightId.wrap(rightId), count, issuedAt, challenge, 0, 0);
        require(Statements.entryProofDigest(entry, holder, domainSeparator) == digest, "not the EIP-712 digest");
    }

    function testFuzz_EntryProofDigest_CleansTheHolder(uint256 word, address holder, uint96 dirt) public pure {
        address dirty;
        assembly ("memory-safe") {
            dirty := or(holder, shl(160, dirt))
        }
        Entry entry = Entry.wrap(word);
        require(
            Statements.entryProofDigest(entry, dirty, 0) == Statements.entryProofDigest(entry, holder, 0),
            "dirt was hashed"
        );
    }

    /// The fields that the gate adds are not part of the digest.
    function testFuzz_EntryProofDigest_LeavesOutWhatTheGateNotes(
        uint256 word,
        uint56 noted,
        address holder
    ) public pure {
        Entry entry = Entry.wrap(word);
        Entry other = Entry.wrap((word & ~uint256(type(uint56).max)) | noted);
        require(
            Statements.entryProofDigest(entry, holder, 0) == Statements.entryProofDigest(other, holder, 0),
            "scannedAt or lane was hashed"
        );
    }

    /// Dirty memory after the free memory pointer must not change the digest.
    function testFuzz_EntryProofDigest_InDirtyMemory(uint256 word, address holder, bytes32 dirt) public pure {
        Entry entry = Entry.wrap(word);
        bytes32 clean = Statements.entryProofDigest(entry, holder, 0);
        assembly ("memory-safe") {
            let free := mload(0x40)
            for {
                let i := 0
            } lt(i, 0x100) {
                i := add(i, 0x20)
            } {
                mstore(add(free, i), dirt)
            }
        }
        require(Statements.entryProofDigest(entry, holder, 0) == clean, "dirt was hashed");
    }
}
