// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title A source of public randomness: one unpredictable value for each round.
/// @dev *Assumptions*: the randomness of a round is unknown before the time of that round, and no party can choose it.
///
/// *Does not check*: a contract that uses a beacon trusts it. A hostile beacon can choose the result of a draw, so the
/// beacon of a contract is part of what its users read.
interface IBeacon {
    /// @notice The first round whose time is later than `time`, in seconds since 1970.
    function roundAfter(uint256 time) external view returns (uint64);

    /// @notice The randomness of a round, or 0 while the chain does not have it. It never changes again.
    function randomness(uint64 round) external view returns (bytes32);
}
