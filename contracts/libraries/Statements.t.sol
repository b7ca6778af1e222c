// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Entry, EntryLib} from "../types/Entry.sol";
import {RightId} from "../types/RightId.sol";
import {Statements} from "./Statements.sol";

/// Digests as other libraries make them are in vectors/; here is the assembly against the plain form.
contract StatementsTest {
    function testFuzz_EntryProof(
        uint64 rightId,
        uint8 count,
        address holder,
        uint64 issuedAt,
        bytes8 challenge,
        uint40 scannedAt,
        uint16 lane
    ) public pure {
        Entry entry = EntryLib.pack(RightId.wrap(rightId), count, issuedAt, challenge, scannedAt, lane);
        bytes32 expected = keccak256(
            abi.encode(
                keccak256("EntryProof(uint64 rightId,uint8 count,address holder,uint64 issuedAt,bytes8 challenge)"),
                rightId,
                count,
                holder,
                issuedAt,
                challenge
            )
        );
        require(Statements.entryProof(entry, holder) == expected, "not the EIP-712 struct hash");
    }

    function testFuzz_EntryProof_CleansTheHolder(uint256 entry, address holder, uint96 dirt) public pure {
        address dirty;
        assembly ("memory-safe") {
            dirty := or(holder, shl(160, dirt))
        }
        require(
            Statements.entryProof(Entry.wrap(entry), dirty) == Statements.entryProof(Entry.wrap(entry), holder),
            "dirt was hashed"
        );
    }

    /// What the gate notes is not what the holder signed.
    function testFuzz_EntryProof_LeavesOutWhatTheGateNotes(uint256 entry, uint56 noted, address holder) public pure {
        Entry other = Entry.wrap((entry & ~uint256(type(uint56).max)) | noted);
        require(
            Statements.entryProof(Entry.wrap(entry), holder) == Statements.entryProof(other, holder),
            "scannedAt or lane was hashed"
        );
    }
}
