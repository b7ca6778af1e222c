// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDrandBeacon} from "../interfaces/IDrandBeacon.sol";
import {deploy} from "../mocks/deploy.sol";
import {vm} from "../mocks/Vm.sol";

/// Two rounds of drand's quicknet, and signatures that are not theirs.
contract DrandBeaconTest {
    bytes private constant KEY =
        hex"03cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
        hex"0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
        hex"01a714f2edb74119a2f2b0d5a7c75ba902d163700a61bc224ededd8e63aef7be1aaf8e93d7a9718b047ccddb3eb5d68b"
        hex"0e5db2b6bfbb01c867749cadffca88b36c24f3012ba09fc4d3022c5c37dce0f977d3adb5d183c7477c442b1f04515273";
    bytes private constant X =
        hex"0d2c8bbc37170dbacc5e280a21d4e195cff5f32a19fd6a58633fa4e4670478b5fb39bc13dd8f8c4372c5a76191198ac5";
    bytes private constant Y =
        hex"0823ff37364b4060af65c7ec4dde05a428e4a444713680d95c34a4b109f112af1792643c742b75d85940c4bdcfdfbfa1";
    bytes private constant OTHER_SIGNATURE =
        hex"0a60486975062d9f06633c284cf1a7b46fb343f56f329f180530ca40a9e86320244f4fbfc37ae866cf25ef499665a31f"
        hex"08c61b5471ed86344d6b347d1b0e1a4146877a57c28507448678d8249521d91be74cd5a44fb6fce5f869b235e085ebe6";
    bytes32 private constant P_HIGH = bytes32(uint256(0x1a0111ea397fe69a4b1ba7b6434bacd7));
    uint256 private constant P_LOW = 0x64774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab;
    uint64 private constant ROUND = 20_791_007;
    uint64 private constant OTHER_ROUND = 20_905_307;
    uint64 private constant GENESIS = 1_692_803_367;

    IDrandBeacon private beacon;

    function setUp() public {
        beacon = IDrandBeacon(deploy("DrandBeacon", abi.encode(KEY, GENESIS, 3)));
    }

    function test_Prove_TwoRounds() public {
        vm.expectEmit(address(beacon));
        emit IDrandBeacon.RoundProven(ROUND, sha256(bytes.concat(hex"8d", _from(X, 1))));
        bytes32 randomness = beacon.prove(ROUND, bytes.concat(X, Y));
        require(randomness >> 224 == bytes32(uint256(0xf4ad45db)), "first");
        require(beacon.randomness(ROUND) == randomness, "stored");
        randomness = beacon.prove(OTHER_ROUND, OTHER_SIGNATURE);
        require(randomness >> 224 == bytes32(uint256(0x1e59991c)), "second");
    }

    /// The first proof counts. A later call changes nothing, also with another signature.
    function test_Prove_Once() public {
        bytes32 randomness = beacon.prove(ROUND, bytes.concat(X, Y));
        require(beacon.prove(ROUND, "") == randomness, "again");
        require(beacon.prove(ROUND, OTHER_SIGNATURE) == randomness, "with another signature");
        require(beacon.randomness(ROUND) == randomness, "unchanged");
    }

    function test_Prove_RefusesWhatIsNoSignatureOfTheRound() public {
        _refuse(ROUND, "");
        _refuse(ROUND, new bytes(96));
        _refuse(ROUND, _from(bytes.concat(X, Y), 1));
        _refuse(ROUND, bytes.concat(X, Y, hex"00"));
        _refuse(ROUND, X);
        _refuse(ROUND, OTHER_SIGNATURE);
        _refuse(ROUND + 1, bytes.concat(X, Y));
        _refuse(0, bytes.concat(X, Y));
        _refuse(type(uint64).max, bytes.concat(X, Y));
        // Off the curve, then negated.
        bytes memory off = bytes.concat(X, Y);
        off[95] ^= 0x01;
        _refuse(ROUND, off);
        (bytes16 high, bytes32 low) = _minus(Y);
        _refuse(ROUND, bytes.concat(X, high, low));
        // The same point with x + p, and with y + p in place of y.
        (high, low) = _plusP(X);
        _refuse(ROUND, bytes.concat(high, low, Y));
        (high, low) = _plusP(Y);
        _refuse(ROUND, bytes.concat(X, high, low));
        require(beacon.randomness(ROUND) == 0, "nothing proven");
    }

    function test_RoundAfter_IsTheFirstLaterRound() public view {
        require(beacon.roundAfter(0) == 1 && beacon.roundAfter(GENESIS - 1) == 1, "before");
        require(beacon.roundAfter(GENESIS) == 2 && beacon.roundAfter(GENESIS + 2) == 2, "at genesis");
        require(beacon.roundAfter(GENESIS + 3) == 3, "a period later");
        require(beacon.GENESIS() == GENESIS && beacon.PERIOD() == 3, "terms");
    }

    function testFuzz_RoundAfter(uint40 time) public view {
        uint256 round = beacon.roundAfter(time);
        uint256 signedAt = GENESIS + 3 * (round - 1);
        require(signedAt > time, "not later");
        require(round == 1 || signedAt - 3 <= time, "not the first");
    }

    function test_PublicKey_IsThatOfTheConstructor() public view {
        bytes memory key = beacon.publicKey();
        require(key.length == 256, "length");
        // x.c1 is the second element.
        for (uint256 i = 0; i < 48; ++i) require(key[64 + 16 + i] == KEY[i], "x.c1");
    }

    function test_Constructor_RefusesKeysThatAreNone() public {
        _refuseKey(_from(KEY, 1));
        _refuseKey(bytes.concat(KEY, hex"00"));
        _refuseKey(new bytes(192));
        bytes memory off = bytes.concat(KEY);
        off[191] ^= 0x01;
        _refuseKey(off);
        // Its halves in another order are no point.
        bytes memory swapped = new bytes(192);
        for (uint256 i = 0; i < 192; ++i) swapped[i] = KEY[(i + 48) % 192];
        _refuseKey(swapped);
        (bool success, bytes memory reason) = _create(KEY, 0);
        require(!success, "period 0");
        require(bytes4(reason) == IDrandBeacon.BeaconPeriodZero.selector, "another reason");
    }

    function _refuseKey(bytes memory key) private {
        (bool success, bytes memory reason) = _create(key, 3);
        require(!success, "created");
        require(bytes4(reason) == IDrandBeacon.BeaconKeyInvalid.selector, "another reason");
    }

    function _create(bytes memory key, uint64 period) private returns (bool success, bytes memory reason) {
        bytes memory code = vm.getCode("DrandBeacon.sol:DrandBeacon");
        bytes memory creation = bytes.concat(code, abi.encode(key, GENESIS, period));
        address created;
        assembly ("memory-safe") {
            created := create(0, add(creation, 0x20), mload(creation))
        }
        reason = new bytes(4);
        assembly ("memory-safe") {
            if iszero(created) {
                returndatacopy(add(reason, 0x20), 0, 4)
            }
        }
        return (created != address(0), reason);
    }

    function _refuse(uint64 round, bytes memory signature) private {
        // A call of the precompile that fails uses all its gas.
        (bool success, bytes memory reason) = address(beacon).call{gas: 10_000_000}(
            abi.encodeCall(beacon.prove, (round, signature))
        );
        require(!success, "proven");
        require(
            keccak256(reason) == keccak256(abi.encodeWithSelector(IDrandBeacon.RoundSignatureInvalid.selector, round)),
            "another reason"
        );
    }

    function _from(bytes memory whole, uint256 start) private pure returns (bytes memory part) {
        part = new bytes(whole.length - start);
        for (uint256 i = 0; i < part.length; ++i) part[i] = whole[start + i];
    }

    /// p − value
    function _minus(bytes memory value) private pure returns (bytes16, bytes32) {
        (uint256 high, uint256 low) = _split(value);
        unchecked {
            uint256 borrow = low > P_LOW ? 1 : 0;
            return (bytes16(uint128(uint256(P_HIGH) - high - borrow)), bytes32(P_LOW - low));
        }
    }

    /// value + p
    function _plusP(bytes memory value) private pure returns (bytes16, bytes32) {
        (uint256 high, uint256 low) = _split(value);
        unchecked {
            uint256 sum = low + P_LOW;
            return (bytes16(uint128(uint256(P_HIGH) + high + (sum < low ? 1 : 0))), bytes32(sum));
        }
    }

    function _split(bytes memory value) private pure returns (uint256 high, uint256 low) {
        assembly ("memory-safe") {
            high := shr(128, mload(add(value, 0x20)))
            low := mload(add(value, 0x30))
        }
    }
}
