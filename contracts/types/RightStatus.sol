// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice What a right is now, two bits. `Granted` and `Rebound` are live; `Admitted` and `Void` are final.
enum RightStatus {
    /// The holder is the one of the grant.
    Granted,
    /// Rebound to another key, or named, since its grant: see its `Holding`.
    Rebound,
    Admitted,
    /// Returned, revoked, or refused when its batch was granted.
    Void
}

/// @dev The same as two bits, which is how they are stored and compared: reading an enum checks its range each time.
uint256 constant GRANTED = uint256(RightStatus.Granted);
uint256 constant REBOUND = uint256(RightStatus.Rebound);
uint256 constant ADMITTED = uint256(RightStatus.Admitted);
uint256 constant VOID = uint256(RightStatus.Void);
