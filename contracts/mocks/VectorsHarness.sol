// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Statements} from "../libraries/Statements.sol";
import {AgentId} from "../types/AgentId.sol";
import {BatchHead, BatchHeadLib} from "../types/BatchHead.sol";
import {Entry, EntryLib} from "../types/Entry.sol";
import {EventId} from "../types/EventId.sol";
import {RightId, RightIdLib} from "../types/RightId.sol";

/// @title Statements and packed values, callable from tests.
contract VectorsHarness {
    function entryProofDigest(Entry entry, address holder, bytes32 domainSeparator) external pure returns (bytes32) {
        return Statements.entryProofDigest(entry, holder, domainSeparator);
    }

    function returnOf(
        RightId rightId,
        uint8 count,
        address holder,
        uint8 rebinds,
        uint64 expiresAt
    ) external pure returns (bytes32) {
        return Statements.returnOf(rightId, count, holder, rebinds, expiresAt);
    }

    function rebind(
        RightId rightId,
        address holder,
        address newHolder,
        uint8 rebinds,
        uint64 expiresAt
    ) external pure returns (bytes32) {
        return Statements.rebind(rightId, holder, newHolder, rebinds, expiresAt);
    }

    function packRightId(EventId eventId, uint256 batch, uint256 index) external pure returns (RightId) {
        return RightIdLib.pack(eventId, batch, index);
    }

    function partsOfRightId(
        RightId id
    ) external pure returns (EventId eventId, uint256 batch, uint256 index, uint256 batchKey) {
        return (id.eventId(), id.batch(), id.index(), id.batchKey());
    }

    function packEntry(
        RightId rightId,
        uint8 count,
        uint64 issuedAt,
        bytes8 challenge,
        uint40 scannedAt,
        uint16 lane
    ) external pure returns (Entry) {
        return EntryLib.pack(rightId, count, issuedAt, challenge, scannedAt, lane);
    }

    function partsOfEntry(
        Entry entry
    )
        external
        pure
        returns (RightId rightId, uint256 count, uint256 issuedAt, bytes8 challenge, uint256 scannedAt, uint256 lane)
    {
        return (entry.rightId(), entry.count(), entry.issuedAt(), entry.challenge(), entry.scannedAt(), entry.lane());
    }

    function packBatchHead(
        address store,
        AgentId agentId,
        uint8 classId,
        uint256 count,
        uint8 flags,
        uint32 tail
    ) external pure returns (BatchHead) {
        BatchHead head = BatchHeadLib.pack(agentId, classId, count, flags).withStore(store);
        return BatchHead.wrap(BatchHead.unwrap(head) | tail);
    }

    function partsOfBatchHead(
        BatchHead head
    )
        external
        pure
        returns (address store, AgentId agentId, uint8 classId, uint256 count, uint8 flags, uint256 firstSeat)
    {
        for (uint256 bit = 1; bit < 256; bit <<= 1) {
            if (head.has(uint8(bit))) flags |= uint8(bit);
        }
        return (head.store(), head.agentId(), head.classId(), head.count(), flags, head.firstSeat());
    }
}
