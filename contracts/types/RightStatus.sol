// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice What a right is now, two bits. `Granted` and `Moved` are live; `Admitted` and `Void` are final.
enum RightStatus {
    /// The holder is the one of the grant.
    Granted,
    /// Bound to another key, or named, since: its `Binding` tells.
    Moved,
    Admitted,
    /// Returned, revoked, or refused when its batch was granted.
    Void
}
