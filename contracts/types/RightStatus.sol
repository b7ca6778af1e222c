// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice The status of a right, two bits. `Granted` and `Rebound` are live; `Admitted` and `Void` are final.
enum RightStatus {
    /// Its holder is the holder of its grant.
    Granted,
    /// Rebound to another key, or named, since its grant, see its `Holding`.
    Rebound,
    Admitted,
    /// Returned, revoked, or refused when its batch was granted.
    Void
}

/// @dev The same as two bits. Code stores and compares these, because each read of an enum checks its range.
uint256 constant GRANTED = uint256(RightStatus.Granted);
uint256 constant REBOUND = uint256(RightStatus.Rebound);
uint256 constant ADMITTED = uint256(RightStatus.Admitted);
uint256 constant VOID = uint256(RightStatus.Void);
