// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title The packed records of a batch: holder 20 bytes, in a seated class followed by the seat in 3.
/// @notice They stay unchanged from calldata to code and log. The store of a batch is the code `0xFE ‖ records`, which
/// nothing calls.
/// @dev 0xFE (INVALID) makes the store uncallable, so nothing in it can run, not even a SELFDESTRUCT. It also keeps the
/// first byte from being 0xEF, which EIP-3541 refuses. Assembly, because Solidity cannot EXTCODECOPY a part into
/// scratch space, and a slice costs 380 gas a record where `calldataload` costs 3.
library Records {
    uint256 internal constant HOLDER_SIZE = 20;
    uint256 internal constant SEATED_SIZE = 23;

    /// @dev How many records fit in 24,576 bytes of code after the first byte.
    uint256 internal constant MAX_HOLDERS = 1228;
    uint256 internal constant MAX_SEATED = 1068;

    /// @dev Runs at creation and returns all that follows it:
    /// PUSH2 size, DUP1, PUSH1 10, PUSH0, CODECOPY, PUSH0, RETURN. The size comes between the two parts.
    bytes1 private constant CREATION_HEAD = 0x61;
    bytes7 private constant CREATION_TAIL = 0x80600a5f395ff3;
    bytes1 private constant STORE_PREFIX = 0xfe;

    function sizeOf(bool seated) internal pure returns (uint256) {
        return seated ? SEATED_SIZE : HOLDER_SIZE;
    }

    /* IN CALLDATA */

    /// @dev The caller keeps `index` below the number of records. Bytes read beyond the holder are shifted out.
    function holderAt(bytes calldata records, uint256 size, uint256 index) internal pure returns (address holder) {
        assembly ("memory-safe") {
            holder := shr(96, calldataload(add(records.offset, mul(size, index))))
        }
    }

    /// @dev Only for seated records; `index` is below their number.
    function seatAt(bytes calldata records, uint256 index) internal pure returns (uint256 seat) {
        assembly ("memory-safe") {
            seat := shr(232, calldataload(add(add(records.offset, mul(SEATED_SIZE, index)), HOLDER_SIZE)))
        }
    }

    /// @dev Holder and seat at once.
    function seatedAt(bytes calldata records, uint256 index) internal pure returns (address holder, uint256 seat) {
        assembly ("memory-safe") {
            let record := calldataload(add(records.offset, mul(SEATED_SIZE, index)))
            holder := shr(96, record)
            seat := and(shr(72, record), 0xffffff)
        }
    }

    /* IN CODE */

    /// @notice Creates the store of a batch.
    /// @return store Its address, or 0 if it could not be created.
    function save(bytes calldata records) internal returns (address store) {
        // Narrowing: the largest batch takes 24,565 bytes.
        bytes memory creation = bytes.concat(
            CREATION_HEAD,
            bytes2(uint16(records.length + 1)),
            CREATION_TAIL,
            STORE_PREFIX,
            records
        );
        assembly ("memory-safe") {
            store := create(0, add(creation, 0x20), mload(creation))
        }
    }

    function holderIn(address store, uint256 size, uint256 index) internal view returns (address holder) {
        assembly ("memory-safe") {
            mstore(0, 0)
            extcodecopy(store, 12, add(1, mul(size, index)), 20)
            holder := mload(0)
        }
    }

    /// @dev Only for seated records.
    function seatIn(address store, uint256 index) internal view returns (uint24 seat) {
        assembly ("memory-safe") {
            mstore(0, 0)
            extcodecopy(store, 29, add(21, mul(SEATED_SIZE, index)), 3)
            seat := mload(0)
        }
    }

    /// @notice All records of a store.
    function load(address store) internal view returns (bytes memory records) {
        bytes memory code = store.code;
        assembly ("memory-safe") {
            // The length replaces the prefix: the 32 bytes before the first record become the length field.
            records := add(code, 1)
            mstore(records, sub(mload(code), 1))
        }
    }
}
