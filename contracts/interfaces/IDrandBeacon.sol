// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IBeacon} from "./IBeacon.sol";

/// @title The rounds of a drand chain that signs on BLS12-381 with signatures in G1 ("bls-unchained-g1-rfc9380").
/// @notice Anyone brings the signature of a round, at any time. The randomness of the round is sha256 of the compressed
/// signature, as drand publishes it. A round has one valid signature only, so its bringer decides nothing.
/// @dev *Assumptions*: fewer of drand's operators than its threshold work together, see its public key. The chain has
/// the precompiles of EIP-2537.
///
/// *Does not check*: that a round is due. A round proven before its time was signed by operators who broke the rules.
interface IDrandBeacon is IBeacon {
    /// @notice Emitted when the signature of a round was proven for the first time.
    event RoundProven(uint64 indexed round, bytes32 randomness);

    /// @notice Thrown when the public key is not 192 bytes that encode a point of the right subgroup of G2, or is the
    /// point at infinity; also on a chain without the precompiles of EIP-2537.
    error BeaconKeyInvalid();
    /// @notice Thrown when the period of a beacon is 0 seconds.
    error BeaconPeriodZero();
    /// @notice Thrown when `signature` is not the signature of the round by the beacon's key.
    error RoundSignatureInvalid(uint64 round);

    /// @notice Proves a round, and returns its randomness. Anyone may call it. If the round is proven already, the
    /// signature is not read, and nothing changes. A signature that is not on the curve uses up the gas of the call.
    /// Reverts with `RoundSignatureInvalid`.
    /// @param signature The uncompressed point of G1, 96 bytes: x ‖ y.
    function prove(uint64 round, bytes calldata signature) external returns (bytes32);

    /// @notice The public key as EIP-2537 encodes a point of G2, 256 bytes.
    function publicKey() external view returns (bytes memory);

    /// @notice The time of round 1, in seconds since 1970.
    function GENESIS() external view returns (uint64);

    /// @notice Seconds from one round to the next.
    function PERIOD() external view returns (uint64);
}
