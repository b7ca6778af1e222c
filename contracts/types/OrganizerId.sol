// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice An organizer: a team of EventRegistry, counted from 1.
type OrganizerId is uint32;

using {equals as ==, differs as !=} for OrganizerId global;

function equals(OrganizerId a, OrganizerId b) pure returns (bool) {
    return OrganizerId.unwrap(a) == OrganizerId.unwrap(b);
}

function differs(OrganizerId a, OrganizerId b) pure returns (bool) {
    return OrganizerId.unwrap(a) != OrganizerId.unwrap(b);
}
