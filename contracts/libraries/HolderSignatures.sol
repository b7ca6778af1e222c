// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title The signer of a statement: the address of the key behind a signature.
/// @notice The first byte of a signature is the kind of its key:
/// - 0, secp256k1: `00 ‖ r ‖ s ‖ v` over the digest, v = 27 or 28. Holder: the ordinary address of the key.
/// - 1, P-256: `01 ‖ r ‖ s ‖ x ‖ y` over sha256(digest), as WebCrypto signs a digest. Holder: the last 20 bytes of
///   keccak256(abi.encode(typehash, x, y)), typehash = keccak256("P256Holder(uint256 x,uint256 y)").
/// - 2, passkey: `02 ‖ r ‖ s ‖ x ‖ y ‖ length 2 ‖ authenticatorData ‖ length 2 ‖ clientDataJSON`, at most 512 bytes,
///   over sha256(authenticatorData ‖ sha256(clientDataJSON)). Holder: the same with "WebAuthnHolder(uint256 x,uint256
///   y)".
///
/// A signature has exactly these bytes and s in the lower half, so a second one cannot be made from it without the key.
/// A passkey's authenticatorData has 37 bytes or more. Its flags say that the user is present and verified, and do not
/// claim a backup of a key that cannot be backed up. Its clientDataJSON starts with
/// `{"type":"webauthn.get","challenge":"<digest in base64url>","origin":"`, byte for byte, as WebAuthn fixes it for
/// verifiers without a JSON parser (level 2, 5.8.1.2). Anything may follow, and is signed like the rest.
/// @dev *Assumptions*: 0x100 verifies P-256 signatures as EIP-7951 says; `p256Works` checks this.
///
/// *Does not check*: origin and relying party of a passkey, its counter, whether it can be backed up.
///
/// Any bytes give an address, or 0 if no key signed. The only revert is for too little gas for a precompile. A
/// precompile called here fails for no other reason, since a bad signature is an empty answer of a successful call. So
/// a failed call says nothing about the signature. If it counted as bad, a sender could have a good one refused by low
/// gas. The call gets all gas but one part in 64, so a precompile may become more expensive and still work.
library HolderSignatures {
    bytes32 internal constant P256_HOLDER_TYPEHASH = keccak256("P256Holder(uint256 x,uint256 y)");
    bytes32 internal constant WEBAUTHN_HOLDER_TYPEHASH = keccak256("WebAuthnHolder(uint256 x,uint256 y)");

    /// @dev Half the order of each curve, rounded down: the greatest `s` of a signature.
    uint256 private constant SECP256K1_MAX_S = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;
    uint256 private constant P256_MAX_S = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8;

    uint256 private constant SECP256K1_LENGTH = 66;
    uint256 private constant P256_LENGTH = 129;
    /// @dev Both lengths, the shortest authenticatorData and the fixed start of clientDataJSON.
    uint256 private constant PASSKEY_MIN_LENGTH = 133 + AUTHENTICATOR_DATA_MIN_LENGTH + CLIENT_DATA_MIN_LENGTH;
    uint256 private constant PASSKEY_MAX_LENGTH = 512;
    uint256 private constant AUTHENTICATOR_DATA_MIN_LENGTH = 37;
    uint256 private constant CLIENT_DATA_MIN_LENGTH = 91;

    bytes1 private constant USER_PRESENT_AND_VERIFIED = 0x05;
    bytes1 private constant BACKUP_ELIGIBLE = 0x08;
    bytes1 private constant BACKED_UP = 0x10;

    /// @notice The holder that signed `digest`, or 0.
    function signer(bytes32 digest, bytes calldata signature) internal view returns (address holder) {
        uint256 length = signature.length;
        bytes1 kind = bytes1(_word(signature, 0));
        if (length == SECP256K1_LENGTH) {
            if (kind == 0x00) holder = _secp256k1(digest, signature);
        } else if (length == P256_LENGTH) {
            if (kind == 0x01) holder = _p256(_sha256(digest), signature, P256_HOLDER_TYPEHASH);
        } else if (length >= PASSKEY_MIN_LENGTH && length <= PASSKEY_MAX_LENGTH) {
            if (kind == 0x02) holder = _passkey(digest, signature);
        }
    }

    /// @notice Whether this chain verifies P-256 signatures: accepts a good one and refuses a bad one.
    function p256Works() internal view returns (bool) {
        // Wycheproof, ecdsa_secp256r1_sha256, "k*G has a large x-coordinate": r is x of the point minus the order of
        // the curve. RIP-7212 does not specify this case; EIP-7951 does.
        bytes32 good = 0xbb5a52f42f9c9261ed4361f59422a1e30036e7c32b270c8807a419feca605023;
        return _isGood(_wycheproof(good)) && !_isGood(_wycheproof(~good));
    }

    function _wycheproof(bytes32 hash) private pure returns (uint256 input) {
        bytes memory data = abi.encode(
            hash,
            uint256(5),
            uint256(1),
            0xa71af64de5126a4a4e02b7922d66ce9415ce88a4c9d25514d91082c8725ac957,
            0x5d47723c8fbe580bb369fec9c2665d8e30a435b9932645482e7c9f11e872296b
        );
        assembly ("memory-safe") {
            input := add(data, 0x20)
        }
    }

    /// @dev 32 bytes from `i` on. Callers ensure that the bytes they use exist.
    function _word(bytes calldata data, uint256 i) private pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := calldataload(add(data.offset, i))
        }
    }

    /// @dev `signature` has 66 bytes.
    function _secp256k1(bytes32 digest, bytes calldata signature) private view returns (address holder) {
        if (uint256(_word(signature, 33)) > SECP256K1_MAX_S) return address(0);

        assembly ("memory-safe") {
            let input := mload(0x40)
            mstore(input, digest)
            mstore(add(input, 0x20), byte(0, calldataload(add(signature.offset, 65)))) // v
            calldatacopy(add(input, 0x40), add(signature.offset, 1), 0x40) // r, s
            if iszero(staticcall(gas(), 0x01, input, 0x80, 0x00, 0x20)) {
                revert(0x00, 0x00)
            }
            // No answer means no signer, also for v other than 27 and 28, and for r or s out of range.
            if eq(returndatasize(), 0x20) {
                holder := mload(0x00)
            }
        }
    }

    /// @dev `signature` has 129 bytes or more. r, s, x and y are at the same places for a P-256 key and a passkey.
    function _p256(
        bytes32 hash,
        bytes calldata signature,
        bytes32 holderTypehash
    ) private view returns (address holder) {
        if (uint256(_word(signature, 33)) > P256_MAX_S) return address(0);

        uint256 input;
        assembly ("memory-safe") {
            input := mload(0x40)
            mstore(0x40, add(input, 0xa0))
            mstore(input, hash)
            calldatacopy(add(input, 0x20), add(signature.offset, 1), 0x80) // r, s, x, y
        }
        bool good = _isGood(input);
        assembly ("memory-safe") {
            if good {
                mstore(add(input, 0x40), holderTypehash) // in place of s, before x and y
                holder := shr(96, shl(96, keccak256(add(input, 0x40), 0x60)))
            }
            mstore(0x40, input) // frees the memory: an admission of many entries would pay for all of it
        }
    }

    /// @dev Whether the precompile accepts `hash ‖ r ‖ s ‖ x ‖ y` in memory. It checks that r and s are in [1, n),
    /// that x and y are below p, and that the point is on the curve and not infinity.
    function _isGood(uint256 input) private view returns (bool good) {
        assembly ("memory-safe") {
            if iszero(staticcall(gas(), 0x100, input, 0xa0, 0x00, 0x20)) {
                revert(0x00, 0x00)
            }
            good := and(eq(returndatasize(), 0x20), eq(mload(0x00), 1))
        }
    }

    function _sha256(bytes32 data) private view returns (bytes32 hash) {
        assembly ("memory-safe") {
            mstore(0x00, data)
            if iszero(staticcall(gas(), 0x02, 0x00, 0x20, 0x00, 0x20)) {
                revert(0x00, 0x00)
            }
            hash := mload(0x00)
        }
    }

    /// @dev `signature` has 261 to 512 bytes.
    function _passkey(bytes32 digest, bytes calldata signature) private view returns (address) {
        uint256 authenticatorLength = uint16(bytes2(_word(signature, 129)));
        uint256 clientOffset = 133 + authenticatorLength;
        if (authenticatorLength < AUTHENTICATOR_DATA_MIN_LENGTH) return address(0);
        if (clientOffset + CLIENT_DATA_MIN_LENGTH > signature.length) return address(0);
        uint256 clientLength = uint16(bytes2(_word(signature, clientOffset - 2)));
        if (clientOffset + clientLength != signature.length) return address(0);

        bytes calldata authenticatorData = signature[131:clientOffset - 2];
        bytes calldata clientData = signature[clientOffset:];
        if (!_saysVerified(bytes1(_word(authenticatorData, 32))) || !_startsWithChallenge(clientData, digest))
            return address(0);
        return _p256(_passkeyHash(authenticatorData, clientData), signature, WEBAUTHN_HOLDER_TYPEHASH);
    }

    function _saysVerified(bytes1 flags) private pure returns (bool) {
        if (flags & USER_PRESENT_AND_VERIFIED != USER_PRESENT_AND_VERIFIED) return false;
        return flags & BACKED_UP == 0 || flags & BACKUP_ELIGIBLE != 0;
    }

    /// @dev `clientData` has 91 bytes or more: 36 before the challenge, 43 for it, 12 after it.
    function _startsWithChallenge(bytes calldata clientData, bytes32 challenge) private pure returns (bool) {
        return
            _word(clientData, 0) == '{"type":"webauthn.get","challeng' &&
            bytes4(_word(clientData, 32)) == 'e":"' &&
            _word(clientData, 36) == _base64url(challenge) &&
            bytes11(_word(clientData, 68)) == bytes11(_base64url(challenge << 192)) &&
            bytes12(_word(clientData, 79)) == '","origin":"';
    }

    /// @dev The first 24 bytes as 32 letters of base64url.
    function _base64url(bytes32 data) private pure returns (bytes32) {
        // Splits the 192 bits into 32 times 6. Each of five steps moves the upper half of each lane up, and so doubles
        // the lane.
        uint256 x = uint256(data) >> 64;
        x = _widen(x, 0x0000000000000000ffffffffffffffffffffffff000000000000000000000000, 32);
        x = _widen(x, 0x00000000ffffffffffff00000000000000000000ffffffffffff000000000000, 16);
        x = _widen(x, 0x0000ffffff0000000000ffffff0000000000ffffff0000000000ffffff000000, 8);
        x = _widen(x, 0x00fff00000fff00000fff00000fff00000fff00000fff00000fff00000fff000, 4);
        x = _widen(x, 0x0fc00fc00fc00fc00fc00fc00fc00fc00fc00fc00fc00fc00fc00fc00fc00fc0, 2);

        unchecked {
            // Each byte of the final sum is a letter, so no byte overflows or underflows.
            return
                bytes32(
                    x +
                        BYTES * uint8(bytes1("A")) +
                        _atLeast(x, 26) * 6 - // from "a"
                        _atLeast(x, 52) * 75 - // from "0"
                        _atLeast(x, 62) * 13 + // "-"
                        _atLeast(x, 63) * 49 // "_"
                );
        }
    }

    function _widen(uint256 x, uint256 upper, uint256 by) private pure returns (uint256) {
        return (x & ~upper) | ((x & upper) << by);
    }

    /// @dev 1 in each byte. A byte times this is that byte in all 32 bytes.
    uint256 private constant BYTES = 0x0101010101010101010101010101010101010101010101010101010101010101;

    /// @dev 1 in each byte where `x` is `least` or more. Bytes are below 64 and `least` is from 1 to 64.
    function _atLeast(uint256 x, uint256 least) private pure returns (uint256) {
        unchecked {
            // No byte of the sum is over 63 + 127.
            return ((x + BYTES * (0x80 - least)) >> 7) & BYTES;
        }
    }

    /// @dev The sha256 hash that a passkey signs.
    function _passkeyHash(
        bytes calldata authenticatorData,
        bytes calldata clientData
    ) private view returns (bytes32 hash) {
        assembly ("memory-safe") {
            let input := mload(0x40)
            let clientHash := add(input, authenticatorData.length)
            calldatacopy(input, clientData.offset, clientData.length)
            if iszero(staticcall(gas(), 0x02, input, clientData.length, clientHash, 0x20)) {
                revert(0x00, 0x00)
            }
            calldatacopy(input, authenticatorData.offset, authenticatorData.length)
            if iszero(staticcall(gas(), 0x02, input, add(authenticatorData.length, 0x20), 0x00, 0x20)) {
                revert(0x00, 0x00)
            }
            hash := mload(0x00)
        }
    }
}
