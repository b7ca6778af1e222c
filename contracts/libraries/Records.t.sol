// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RecordsHarness} from "../mocks/RecordsHarness.sol";
import {vm} from "../mocks/Vm.sol";
import {Records} from "./Records.sol";

contract RecordsTest {
    RecordsHarness private immutable HARNESS = new RecordsHarness();

    /* CONTENT OF A STORE */

    /// Covers every size over many runs, and the ends and the sizes of small orders in each run.
    function testFuzz_EverySize(uint256 count) public {
        _saveAndReadBack(1 + (count % Records.MAX_HOLDERS), Records.HOLDER_SIZE);
        _saveAndReadBack(1 + (count % Records.MAX_SEATED), Records.SEATED_SIZE);
    }

    function test_SmallestAndLargestSizes() public {
        for (uint256 count = 1; count <= 20; ++count) {
            _saveAndReadBack(count, Records.HOLDER_SIZE);
            _saveAndReadBack(count, Records.SEATED_SIZE);
        }
        _saveAndReadBack(Records.MAX_HOLDERS, Records.HOLDER_SIZE);
        _saveAndReadBack(Records.MAX_SEATED, Records.SEATED_SIZE);
    }

    /// EIP-170 allows at most 24,576 bytes of code, including the prefix.
    function test_MostIsWhatFits() public pure {
        require(1 + Records.MAX_HOLDERS * Records.HOLDER_SIZE <= 24_576, "too many holders");
        require(1 + (Records.MAX_HOLDERS + 1) * Records.HOLDER_SIZE > 24_576, "one holder more would fit");
        require(1 + Records.MAX_SEATED * Records.SEATED_SIZE <= 24_576, "too many seats");
        require(1 + (Records.MAX_SEATED + 1) * Records.SEATED_SIZE > 24_576, "one seat more would fit");
    }

    function testFuzz_ReadsBackWhateverWasSaved(bytes calldata records) public {
        vm.assume(records.length > 0 && records.length <= 24_575);
        address store = HARNESS.save(records);
        require(keccak256(store.code) == keccak256(bytes.concat(hex"fe", records)), "code");
        require(keccak256(HARNESS.load(store)) == keccak256(records), "records");
    }

    function testFuzz_EveryRecordIsFoundInDirtyMemory(uint256 count, bytes32 seed, bytes32 dirt) public {
        count = 1 + (count % 40);
        _readEach(_records(count, Records.HOLDER_SIZE, seed), Records.HOLDER_SIZE, dirt);
        _readEach(_records(count, Records.SEATED_SIZE, seed), Records.SEATED_SIZE, dirt);
    }

    /* A STORE CANNOT RUN */

    /// EIP-3541 refuses code that starts with 0xEF; STOP, INVALID and SELFDESTRUCT would be the first instruction.
    function test_FirstByteOfTheFirstHolderIsAnything() public {
        for (uint256 first = 0; first < 256; ++first) {
            bytes memory records = _records(2, Records.HOLDER_SIZE, "first");
            records[0] = bytes1(uint8(first));
            address store = HARNESS.save(records);
            require(keccak256(HARNESS.load(store)) == keccak256(records), "not what was saved");
            _requireUncallable(store);
        }
    }

    function test_NothingInItRuns() public {
        bytes[4] memory programs = [
            // ADDRESS, SELFDESTRUCT
            bytes(hex"30ff30ff30ff30ff30ff30ff30ff30ff30ff30ff"),
            // STOP
            hex"0000000000000000000000000000000000000000",
            // PUSH1 1, PUSH0, SSTORE, STOP
            hex"60015f5500000000000000000000000000000000",
            // JUMPDEST, PUSH0, PUSH0, RETURN
            hex"5b5f5ff300000000000000000000000000000000"
        ];
        for (uint256 i = 0; i < programs.length; ++i) {
            address store = HARNESS.save(programs[i]);
            bytes32 codeHash = store.codehash;
            _requireUncallable(store);
            require(store.codehash == codeHash && store.code.length == 21, "changed by a call");
        }
    }

    function _requireUncallable(address store) private {
        (bool success, bytes memory answer) = store.call{gas: 30_000}("");
        require(!success && answer.length == 0, "called");
        (success, ) = store.call{gas: 30_000}(hex"5b5f5ff3");
        require(!success, "called with data");
    }

    function _saveAndReadBack(uint256 count, uint256 size) private {
        bytes memory records = _records(count, size, bytes32(count));
        address store = HARNESS.save(records);
        require(store.code.length == records.length + 1 && store.code[0] == 0xfe, "code");
        require(keccak256(Records.load(store)) == keccak256(records), "records");
        _requireRecord(store, records, size, 0);
        _requireRecord(store, records, size, count / 2);
        _requireRecord(store, records, size, count - 1);
    }

    function _requireRecord(address store, bytes memory records, uint256 size, uint256 index) private view {
        (address holder, uint24 seat) = _expected(records, size, index);
        require(Records.holderIn(store, size, index) == holder, "holder");
        if (size == Records.SEATED_SIZE) require(Records.seatIn(store, index) == seat, "seat");
    }

    function _readEach(bytes memory records, uint256 size, bytes32 dirt) private {
        address store = HARNESS.save(records);
        for (uint256 i = 0; i < records.length / size; ++i) {
            (address holder, uint24 seat) = _expected(records, size, i);
            (address holderIn, uint24 seatIn) = HARNESS.inDirtyMemory(store, size, i, dirt);
            require(holderIn == holder && seatIn == seat, "in code");
            require(HARNESS.holderAt(records, size, i) == holder, "holder in calldata");
            if (size == Records.HOLDER_SIZE) continue;
            require(HARNESS.seatAt(records, i) == seat, "seat in calldata");
            (address seatedHolder, uint256 itsSeat) = HARNESS.seatedAt(records, i);
            require(seatedHolder == holder && itsSeat == seat, "both in calldata");
        }
    }

    /// Copies byte by byte, unlike the library.
    function _expected(bytes memory records, uint256 size, uint256 index) private pure returns (address, uint24) {
        uint256 holder;
        uint256 seat;
        for (uint256 i = 0; i < 20; ++i) holder = (holder << 8) | uint8(records[index * size + i]);
        for (uint256 i = 20; i < size; ++i) seat = (seat << 8) | uint8(records[index * size + i]);
        return (address(uint160(holder)), uint24(seat));
    }

    function _records(uint256 count, uint256 size, bytes32 seed) private pure returns (bytes memory records) {
        records = new bytes(count * size);
        for (uint256 i = 0; i < records.length; i += 32) {
            bytes32 word = keccak256(abi.encode(seed, i));
            assembly ("memory-safe") {
                // Memory is allocated in whole words, so the last one may extend beyond the bytes.
                mstore(add(add(records, 0x20), i), word)
            }
        }
    }
}
