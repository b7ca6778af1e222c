// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Records} from "../libraries/Records.sol";

/// @title Records, callable from tests with records in calldata.
contract RecordsHarness {
    function save(bytes calldata records) external returns (address) {
        return Records.save(records);
    }

    function holderAt(bytes calldata records, uint256 size, uint256 index) external pure returns (address) {
        return Records.holderAt(records, size, index);
    }

    function seatAt(bytes calldata records, uint256 index) external pure returns (uint256) {
        return Records.seatAt(records, index);
    }

    function seatedAt(bytes calldata records, uint256 index) external pure returns (address, uint256) {
        return Records.seatedAt(records, index);
    }

    function load(address store) external view returns (bytes memory) {
        return Records.load(store);
    }

    /// @notice Reads a record after it left dirt in the memory that the library reads into.
    function inDirtyMemory(
        address store,
        uint256 size,
        uint256 index,
        bytes32 dirt
    ) external view returns (address holder, uint24 seat) {
        assembly ("memory-safe") {
            mstore(0x00, dirt)
            mstore(0x20, dirt)
        }
        holder = Records.holderIn(store, size, index);
        if (size == Records.HOLDER_SIZE) return (holder, 0);
        assembly ("memory-safe") {
            mstore(0x00, dirt)
            mstore(0x20, dirt)
        }
        seat = Records.seatIn(store, index);
    }
}
