// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AgentId} from "./AgentId.sol";

/// @notice The slot of a batch: `store 160 | agentId 32 | classId 8 | count 16 | flags 8 | tail 32`, most significant
/// first. It is never 0 for a batch that exists, because `store` is never 0.
/// - one holder: `store` is the holder; tail = `first seat 24 | statuses of up to four rights, 2 bits each`;
/// - many holders: `store` is the address of the code with the records; up to 16 rights keep their statuses in the
///   tail, larger batches in status words of 128.
/// The status of right i sits at bit 2 × i of its status area, see `RightStatus`.
///
/// Flags 16 (committed) and 32 (pinned) are reserved for a second kind of batch. No batch has them today. A reader
/// refuses a head with a flag that it does not know.
type BatchHead is uint256;

using BatchHeadLib for BatchHead global;

/// @dev One holder for all rights of the batch, at most four.
uint256 constant ONE_HOLDER = 1;
/// @dev Each record has a seat.
uint256 constant SEATED = 2;
/// @dev Each record came with a person tag, so all rights of the batch are named.
uint256 constant TAGGED = 4;
/// @dev The class is named: rights of an untagged batch must be named before they are admitted.
uint256 constant NAMED_CLASS = 8;

library BatchHeadLib {
    /// @notice A batch whose records are not stored yet.
    function pack(AgentId agentId_, uint8 classId_, uint256 count_, uint256 flags_) internal pure returns (BatchHead) {
        return
            BatchHead.wrap(
                (uint256(AgentId.unwrap(agentId_)) << 64) | (uint256(classId_) << 56) | (count_ << 40) | (flags_ << 32)
            );
    }

    /// @notice The batch with its records in the code of `store_`.
    function withStore(BatchHead head, address store_) internal pure returns (BatchHead) {
        return BatchHead.wrap(BatchHead.unwrap(head) | (uint256(uint160(store_)) << 96));
    }

    /// @notice The batch with one holder for all its records, in consecutive seats from `firstSeat_`.
    function withHolder(BatchHead head, address holder_, uint256 firstSeat_) internal pure returns (BatchHead) {
        return
            BatchHead.wrap(
                BatchHead.unwrap(head) | (uint256(uint160(holder_)) << 96) | (ONE_HOLDER << 32) | (firstSeat_ << 8)
            );
    }

    function exists(BatchHead head) internal pure returns (bool) {
        return BatchHead.unwrap(head) != 0;
    }

    /// @notice Whether the batch has a right of this index; a batch that does not exist has none.
    function covers(BatchHead head, uint256 index) internal pure returns (bool) {
        return index < head.count();
    }

    function store(BatchHead head) internal pure returns (address) {
        return address(uint160(BatchHead.unwrap(head) >> 96));
    }

    function agentId(BatchHead head) internal pure returns (AgentId) {
        return AgentId.wrap(uint32(BatchHead.unwrap(head) >> 64));
    }

    function classId(BatchHead head) internal pure returns (uint8) {
        return uint8(BatchHead.unwrap(head) >> 56);
    }

    function count(BatchHead head) internal pure returns (uint256) {
        return uint16(BatchHead.unwrap(head) >> 40);
    }

    function has(BatchHead head, uint256 flag) internal pure returns (bool) {
        return (BatchHead.unwrap(head) >> 32) & flag != 0;
    }

    /// @notice Whether the rights of the batch must be named before they are admitted: the class is named and the batch
    /// is untagged.
    function needsName(BatchHead head) internal pure returns (bool) {
        return (BatchHead.unwrap(head) >> 32) & (NAMED_CLASS | TAGGED) == NAMED_CLASS;
    }

    /// @notice First seat of a batch with one holder. Its rights have consecutive seats from there.
    function firstSeat(BatchHead head) internal pure returns (uint256) {
        return uint24(BatchHead.unwrap(head) >> 8);
    }
}
