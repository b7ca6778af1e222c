// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {HolderSignaturesHarness} from "../mocks/HolderSignaturesHarness.sol";
import {vm} from "../mocks/Vm.sol";

/// vectors/signatures.json has named cases, valid and invalid. These tests check what holds for all keys and bytes.
contract HolderSignaturesTest {
    uint256 private constant SECP256K1_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
    uint256 private constant P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551;
    bytes32 private constant DIGEST = keccak256("a digest");

    HolderSignaturesHarness private immutable HARNESS = new HolderSignaturesHarness();

    struct Signed {
        address holder;
        bytes signature;
    }

    /* VALID SIGNATURES */

    function testFuzz_secp256k1(uint256 key, bytes32 digest) public view {
        Signed memory signed = _signed(0, key, digest);
        require(signed.signature.length == 66, "length");
        require(HARNESS.signerOf(digest, signed.signature) == signed.holder, "not the holder");
    }

    function testFuzz_p256(uint256 key, bytes32 digest) public view {
        Signed memory signed = _signed(1, key, digest);
        require(signed.signature.length == 129, "length");
        require(HARNESS.signerOf(digest, signed.signature) == signed.holder, "not the holder");
    }

    /// The passkey signs any digest in the base64url form of OpenZeppelin.
    function testFuzz_passkey(uint256 key, bytes32 digest) public view {
        Signed memory signed = _signed(2, key, digest);
        require(HARNESS.signerOf(digest, signed.signature) == signed.holder, "not the holder");
    }

    function testFuzz_oneKeyIsAHolderOfItsOwnInEachKind(uint256 key) public pure {
        key = _bound(key, SECP256K1_ORDER);
        address[3] memory holders;
        for (uint256 kind; kind < 3; ++kind) holders[kind] = _signed(kind, key, DIGEST).holder;
        require(holders[0] != holders[1] && holders[1] != holders[2] && holders[0] != holders[2], "same holder");
    }

    /* INVALID SIGNATURES */

    function testFuzz_anotherDigest(uint256 kind, uint256 key, bytes32 digest, bytes32 another) public view {
        vm.assume(digest != another);
        Signed memory signed = _signed(kind % 3, key, digest);
        require(HARNESS.signerOf(another, signed.signature) != signed.holder, "signed for another digest");
    }

    /// Every byte of a signature counts: a change of any byte makes it invalid for this holder.
    function test_everyByteCounts() public view {
        for (uint256 kind; kind < 3; ++kind) {
            Signed memory signed = _signed(kind, 42, DIGEST);
            for (uint256 i; i < signed.signature.length; ++i) {
                _requireCounts(signed, i, 0x01);
                _requireCounts(signed, i, 0x80);
                _requireCounts(signed, i, 0xff);
            }
        }
    }

    function testFuzz_everyByteCounts(uint256 kind, uint256 key, uint256 i, bytes1 change) public view {
        vm.assume(change != 0);
        Signed memory signed = _signed(kind % 3, key, DIGEST);
        _requireCounts(signed, i % signed.signature.length, change);
    }

    /// Every shorter or longer piece of a signature has no signer.
    function test_everyOtherLength() public view {
        for (uint256 kind; kind < 3; ++kind) {
            bytes memory signature = _signed(kind, 42, DIGEST).signature;
            for (uint256 length; length < signature.length; ++length) {
                require(HARNESS.signerOf(DIGEST, _resized(signature, length)) == address(0), "truncated");
            }
            for (uint256 length = signature.length + 1; length < 600; ++length) {
                require(HARNESS.signerOf(DIGEST, _resized(signature, length)) == address(0), "extended");
            }
        }
    }

    /// The bytes of the next signature do not complete one that is too short.
    function test_bytesBehindASignatureAreNotRead() public view {
        for (uint256 kind; kind < 3; ++kind) {
            Signed memory signed = _signed(kind, 42, DIGEST);
            uint256 whole = signed.signature.length;
            bytes memory data = abi.encodePacked(signed.signature, signed.signature);
            require(HARNESS.signerOfFirst(whole, DIGEST, data) == signed.holder, "whole");
            for (uint256 length; length < data.length; ++length) {
                if (length == whole) continue;
                require(HARNESS.signerOfFirst(length, DIGEST, data) == address(0), "completed");
            }
        }

        bytes memory start = _clientDataStart(DIGEST);
        require(HARNESS.signerOf(DIGEST, _passkey(42, "", start).signature) != address(0), "the fixed start is enough");
        // With extension data the signature is long enough, although its clientDataJSON is not.
        for (uint256 extensions; extensions < 2; ++extensions) {
            bytes memory short = _resized(start, start.length - 1);
            short = _passkey(42, new bytes(extensions), short).signature;
            bytes memory completed = abi.encodePacked(short, start[start.length - 1]);
            require(HARNESS.signerOfFirst(short.length, DIGEST, completed) == address(0), "fixed start completed");
        }
    }

    function testFuzz_sInTheUpperHalf(uint256 kind, uint256 key) public view {
        kind %= 3;
        bytes memory signature = _signed(kind, key, DIGEST).signature;
        uint256 s;
        assembly ("memory-safe") {
            s := mload(add(signature, 0x41))
        }
        s = (kind == 0 ? SECP256K1_ORDER : P256_ORDER) - s;
        assembly ("memory-safe") {
            mstore(add(signature, 0x41), s)
        }
        if (kind == 0) signature[65] = bytes1(27 + 28 - uint8(signature[65]));
        require(HARNESS.signerOf(DIGEST, signature) == address(0), "malleable");
    }

    function testFuzz_anyBytes(bytes32 digest, bytes calldata signature) public view {
        HARNESS.signerOf(digest, signature);
    }

    /// Random bytes with the first byte and length of a kind, and for a passkey with the inner lengths.
    function testFuzz_anyBytesOfAKind(bytes32 digest, uint256 kind, bytes32 seed, uint256 a, uint256 b) public view {
        kind %= 3;
        uint256 length =
            kind == 0
                ? 66
                : kind == 1
                    ? 129
                    : 200 + (a % 400);
        bytes memory signature = _noise(seed, length);
        signature[0] = bytes1(uint8(kind));
        if (kind == 2) {
            uint256 authenticator = b % (length - 132);
            _putUint16(signature, 129, authenticator);
            _putUint16(signature, 131 + authenticator, length - 133 - authenticator);
        }
        address holder = HARNESS.signerOf(digest, signature);
        require(kind == 0 || holder == address(0), "noise has no signer");
    }

    /* MEMORY AND GAS */

    function testFuzz_memory(uint256 kind, uint256 key, bytes32 digest, bytes32 dirt) public view {
        Signed memory signed = _signed(kind % 3, key, digest);
        (address holder, bool unharmed) = HARNESS.signerInDirtyMemory(digest, signed.signature, dirt);
        require(holder == signed.holder, "dirt changes the holder");
        require(unharmed, "memory in use was changed");
    }

    function testFuzz_memoryOfABadSignature(uint256 kind, bytes32 dirt, uint256 i, bytes1 change) public view {
        vm.assume(change != 0);
        Signed memory signed = _signed(kind % 3, 42, DIGEST);
        i %= signed.signature.length;
        signed.signature[i] ^= change;
        (address holder, bool unharmed) = HARNESS.signerInDirtyMemory(DIGEST, signed.signature, dirt);
        require(holder == HARNESS.signerOf(DIGEST, signed.signature), "dirt changes the holder");
        require(unharmed, "memory in use was changed");
    }

    /// With any amount of gas, a good signature is never refused: the call accepts it or fails.
    function test_noGasLimitMakesAGoodSignatureBad() public view {
        for (uint256 kind; kind < 3; ++kind) {
            bytes memory data = abi.encodeCall(HARNESS.isNobodys, (DIGEST, _signed(kind, 42, DIGEST).signature));
            uint256 answers;
            for (uint256 limit = 100; limit < 12_000; ++limit) {
                (bool success, bytes memory result) = address(HARNESS).staticcall{gas: limit}(data);
                if (!success) continue;
                ++answers;
                require(!abi.decode(result, (bool)), "good signature taken for a bad one");
            }
            require(answers > 1_000 && answers < 10_000, "both sides of the limit were tried");
        }
    }

    /// Gas of one signature in `admit`, on which the goals of the whole call depend.
    function test_gas() public view {
        uint16[3] memory limits = [3_450, 7_750, 9_750];
        for (uint256 kind; kind < 3; ++kind) {
            uint256 gasUsed = HARNESS.gasOf(DIGEST, _signed(kind, 42, DIGEST).signature);
            require(gasUsed <= limits[kind], "dearer than it was");
        }
    }

    function test_p256Works() public view {
        require(HARNESS.p256Works(), "p256Works");
    }

    /* HELPERS */

    function _requireCounts(Signed memory signed, uint256 i, bytes1 change) private view {
        signed.signature[i] ^= change;
        require(HARNESS.signerOf(DIGEST, signed.signature) != signed.holder, "a byte does not count");
        signed.signature[i] ^= change;
    }

    function _signed(uint256 kind, uint256 key, bytes32 digest) private pure returns (Signed memory) {
        if (kind == 0) {
            key = _bound(key, SECP256K1_ORDER);
            (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
            return Signed(vm.addr(key), abi.encodePacked(uint8(0), r, s, v));
        }
        key = _bound(key, P256_ORDER);
        if (kind == 1) {
            return
                Signed(
                    _holder("P256Holder(uint256 x,uint256 y)", key),
                    abi.encodePacked(uint8(1), _signP256(key, sha256(abi.encode(digest))))
                );
        }
        return
            _passkey(key, "", abi.encodePacked(_clientDataStart(digest), 'https://example.org","crossOrigin":false}'));
    }

    function _clientDataStart(bytes32 digest) private pure returns (bytes memory) {
        return
            abi.encodePacked(
                '{"type":"webauthn.get","challenge":"',
                Base64.encodeURL(abi.encode(digest)),
                '","origin":"'
            );
    }

    function _passkey(
        uint256 key,
        bytes memory extensions,
        bytes memory clientData
    ) private pure returns (Signed memory) {
        bytes memory authenticatorData = abi.encodePacked(sha256("example.org"), uint8(0x05), uint32(7), extensions);
        return
            Signed(
                _holder("WebAuthnHolder(uint256 x,uint256 y)", key),
                abi.encodePacked(
                    uint8(2),
                    _signP256(key, sha256(abi.encodePacked(authenticatorData, sha256(clientData)))),
                    uint16(authenticatorData.length),
                    authenticatorData,
                    uint16(clientData.length),
                    clientData
                )
            );
    }

    function _signP256(uint256 key, bytes32 hash) private pure returns (bytes memory) {
        (bytes32 r, bytes32 s) = vm.signP256(key, hash);
        if (uint256(s) > P256_ORDER / 2) s = bytes32(P256_ORDER - uint256(s));
        (uint256 x, uint256 y) = vm.publicKeyP256(key);
        return abi.encodePacked(r, s, x, y);
    }

    function _holder(string memory holderType, uint256 key) private pure returns (address) {
        (uint256 x, uint256 y) = vm.publicKeyP256(key);
        return address(uint160(uint256(keccak256(abi.encode(keccak256(bytes(holderType)), x, y)))));
    }

    function _bound(uint256 key, uint256 order) private pure returns (uint256) {
        return 1 + (key % (order - 1));
    }

    function _resized(bytes memory data, uint256 length) private pure returns (bytes memory resized) {
        resized = new bytes(length);
        for (uint256 i; i < length && i < data.length; ++i) resized[i] = data[i];
    }

    function _noise(bytes32 seed, uint256 length) private pure returns (bytes memory data) {
        data = new bytes(length);
        for (uint256 i; i < length; ++i) {
            if (i % 32 == 0) seed = keccak256(abi.encode(seed));
            data[i] = seed[i % 32];
        }
    }

    function _putUint16(bytes memory data, uint256 i, uint256 value) private pure {
        data[i] = bytes1(uint8(value >> 8));
        data[i + 1] = bytes1(uint8(value));
    }
}
