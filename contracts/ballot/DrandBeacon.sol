// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBeacon} from "../interfaces/IBeacon.sol";
import {IDrandBeacon} from "../interfaces/IDrandBeacon.sol";

/// @title DrandBeacon
/// @dev Signature s of message m under key K in G2: e(s, −G) × e(H(m), K) = 1, where G generates G2 and H hashes to G1 as
/// RFC 9380 says. The message of a round is sha256 of its number in 8 bytes.
contract DrandBeacon is IDrandBeacon {
    address private constant MODEXP = address(0x05);
    address private constant G1_ADD = address(0x0b);
    address private constant PAIRING_CHECK = address(0x0f);
    address private constant MAP_TO_G1 = address(0x10);

    /// @dev The field's prime p, and (p − 1) / 2, each as 16 and 32 bytes.
    uint256 private constant P_HIGH = 0x1a0111ea397fe69a4b1ba7b6434bacd7;
    uint256 private constant P_LOW = 0x64774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab;
    uint256 private constant HALF_HIGH = 0x0d0088f51cbff34d258dd3db21a5d66b;
    uint256 private constant HALF_LOW = 0xb23ba5c279c2895fb39869507b587b120f55ffff58a9ffffdcff7fffffffd555;

    /// @dev The suite of hashes that drand uses, followed by its length.
    bytes private constant DOMAIN = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_\x2b";

    /// @dev −G as EIP-2537 encodes it.
    bytes private constant MINUS_G2 =
        hex"00000000000000000000000000000000024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d177"
        hex"0bac0326a805bbefd48056c8c121bdb80000000000000000000000000000000013e02b6052719f607dacd3a088274f65"
        hex"596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e00000000000000000000000000000000"
        hex"0d1b3cc2c7027888be51d9ef691d77bcb679afda66c73f17f9ee3837a55024f78c71363275a75d75d86bab79f74782aa"
        hex"0000000000000000000000000000000013fa4d4a0ad8b1ce186ed5061789213d993923066dddaf1040bc3ff59f825c78"
        hex"df74f2d75467e25e0f55f8a00fa030ed";

    uint256 private constant SIGNATURE_SIZE = 96;
    uint256 private constant KEY_SIZE = 192;

    /// @inheritdoc IDrandBeacon
    uint64 public immutable GENESIS;
    /// @inheritdoc IDrandBeacon
    uint64 public immutable PERIOD;
    /// @dev The public key as EIP-2537 encodes it: x.c0, x.c1, y.c0, y.c1, each in two words.
    bytes32 private immutable KEY_0;
    bytes32 private immutable KEY_1;
    bytes32 private immutable KEY_2;
    bytes32 private immutable KEY_3;
    bytes32 private immutable KEY_4;
    bytes32 private immutable KEY_5;
    bytes32 private immutable KEY_6;
    bytes32 private immutable KEY_7;

    /// @inheritdoc IBeacon
    mapping(uint64 round => bytes32) public randomness;

    /// @param key The public key, uncompressed as drand's libraries write it: x.c1 ‖ x.c0 ‖ y.c1 ‖ y.c0, 192 bytes.
    constructor(bytes memory key, uint64 genesis, uint64 period) {
        if (period == 0) revert BeaconPeriodZero();
        (GENESIS, PERIOD) = (genesis, period);
        if (key.length != KEY_SIZE) revert BeaconKeyInvalid();
        (KEY_0, KEY_1) = _element(key, 1);
        (KEY_2, KEY_3) = _element(key, 0);
        (KEY_4, KEY_5) = _element(key, 3);
        (KEY_6, KEY_7) = _element(key, 2);
        bytes memory point = publicKey();
        // Infinity verifies every signature that is infinity. Paired with the infinity of G1, which has 128 bytes, any
        // other point of the subgroup gives 1.
        if (keccak256(point) == keccak256(new bytes(256))) revert BeaconKeyInvalid();
        if (!_pairsToOne(bytes.concat(new bytes(128), point))) revert BeaconKeyInvalid();
    }

    /// @dev An element of the field, as 48 bytes of the key and as EIP-2537 encodes it.
    function _element(bytes memory key, uint256 index) private pure returns (bytes32 high, bytes32 low) {
        assembly ("memory-safe") {
            let start := add(add(key, 0x20), mul(48, index))
            high := shr(128, mload(start))
            low := mload(add(start, 16))
        }
    }

    /* ROUNDS */

    /// @inheritdoc IDrandBeacon
    function prove(uint64 round, bytes calldata signature) external returns (bytes32 value) {
        value = randomness[round];
        if (value != 0) return value;
        if (signature.length != SIGNATURE_SIZE) revert RoundSignatureInvalid(round);
        bytes memory point = bytes.concat(bytes16(0), signature[:48], bytes16(0), signature[48:]);
        bytes memory hash = _hashToG1(sha256(abi.encodePacked(round)));
        if (!_pairsToOne(bytes.concat(point, MINUS_G2, hash, publicKey()))) revert RoundSignatureInvalid(round);
        value = sha256(_compressed(signature));
        randomness[round] = value;
        emit RoundProven(round, value);
    }

    /// @inheritdoc IBeacon
    function roundAfter(uint256 time) external view returns (uint64) {
        if (time < GENESIS) return 1;
        // Narrowing: times are far below 2^63.
        return uint64((time - GENESIS) / PERIOD + 2);
    }

    /// @inheritdoc IDrandBeacon
    function publicKey() public view returns (bytes memory) {
        return abi.encode(KEY_0, KEY_1, KEY_2, KEY_3, KEY_4, KEY_5, KEY_6, KEY_7);
    }

    /// @dev x, with the flag of compression, and the flag that y is the larger of the two.
    function _compressed(bytes calldata signature) private pure returns (bytes memory x) {
        x = signature[:48];
        uint256 high = uint128(bytes16(signature[48:64]));
        uint256 low = uint256(bytes32(signature[64:96]));
        bool isLarger = high > HALF_HIGH || (high == HALF_HIGH && low > HALF_LOW);
        x[0] |= isLarger ? bytes1(0xa0) : bytes1(0x80);
    }

    /* CURVE */

    /// @dev hash_to_curve of RFC 9380 for BLS12381G1_XMD:SHA-256_SSWU_RO.
    function _hashToG1(bytes32 message) private view returns (bytes memory) {
        // expand_message_xmd to 128 bytes, after a block of zeros.
        bytes32 b0 = sha256(bytes.concat(new bytes(64), message, hex"008000", DOMAIN));
        bytes32 b1 = sha256(bytes.concat(b0, hex"01", DOMAIN));
        bytes32 b2 = sha256(bytes.concat(b0 ^ b1, hex"02", DOMAIN));
        bytes32 b3 = sha256(bytes.concat(b0 ^ b2, hex"03", DOMAIN));
        bytes32 b4 = sha256(bytes.concat(b0 ^ b3, hex"04", DOMAIN));
        (, bytes memory sum) = G1_ADD.staticcall(bytes.concat(_mapToG1(b1, b2), _mapToG1(b3, b4)));
        return sum;
    }

    /// @dev The point to which 64 bytes, modulo p, are mapped. If a precompile fails, the pairing check fails too.
    function _mapToG1(bytes32 high, bytes32 low) private view returns (bytes memory point) {
        // Lengths of base, exponent and modulus; then these.
        bytes memory question = abi.encodePacked(
            uint256(64),
            uint256(1),
            uint256(64),
            high,
            low,
            hex"01",
            P_HIGH,
            P_LOW
        );
        (, bytes memory element) = MODEXP.staticcall(question);
        (, point) = MAP_TO_G1.staticcall(element);
    }

    function _pairsToOne(bytes memory pairs) private view returns (bool) {
        (bool success, bytes memory answer) = PAIRING_CHECK.staticcall(pairs);
        return success && answer.length == 32 && uint256(bytes32(answer)) == 1;
    }
}
