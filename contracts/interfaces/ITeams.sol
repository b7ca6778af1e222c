// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title Teams of people who act together: the organizers of EventRegistry and the agents of AgentRegistry.
/// @dev *Assumptions*: the trusted forwarder passes on each call as exactly its signer. A team that no longer trusts it
/// sets `relayed` to false.
///
/// *Does not check*: that name and uri are true; that an account agrees to its role, since a role in a stranger's team
/// gives it nothing and costs it nothing; that the keys of a team's last admin still exist.
interface ITeams {
    /// @notice What an account may do for a team.
    enum Role {
        None,
        /// Acts in the team's name.
        Member,
        /// Acts in the team's name and manages the team.
        Admin
    }

    struct Team {
        // slot 0: 8 + 8 + 32 = 48 bits
        /// The members of an inactive team can do nothing in its name.
        bool active;
        /// Whether the team accepts calls through the forwarder.
        bool relayed;
        uint32 admins;
        // the rest, which nothing on chain reads
        string name;
        /// Address of the team's own page, such as `https://zepp.example`.
        string uri;
    }

    /// @notice Emitted when `admin` registered a team and became its first admin.
    event TeamRegistered(uint32 indexed teamId, address indexed admin, string name, string uri);
    /// @notice Emitted when the role of an account in a team was set, even to the one that it had.
    event TeamRoleSet(uint32 indexed teamId, address indexed account, Role role);
    /// @notice Emitted when a team changed its name and uri.
    event TeamProfileSet(uint32 indexed teamId, string name, string uri);
    /// @notice Emitted when a team was set active or inactive.
    event TeamActiveSet(uint32 indexed teamId, bool active);
    /// @notice Emitted when a team was set to accept or to refuse calls through the forwarder.
    event TeamRelayedSet(uint32 indexed teamId, bool relayed);

    /// @notice Thrown when no team has this id.
    error TeamNonexistent(uint32 teamId);
    /// @notice Thrown when the team is inactive.
    error TeamInactive(uint32 teamId);
    /// @notice Thrown when `account` is not a member of the team.
    error TeamMemberOnly(uint32 teamId, address account);
    /// @notice Thrown when `account` is not an admin of the team.
    error TeamAdminOnly(uint32 teamId, address account);
    /// @notice Thrown when a call came through the forwarder, but the team refuses such calls or only an admin who
    /// calls directly may make this call.
    error TeamDirectOnly(uint32 teamId);
    /// @notice Thrown when the last admin of a team would lose the role.
    error TeamLastAdmin(uint32 teamId);
    /// @notice Thrown when a role is given to the zero address.
    error TeamAccountZero(uint32 teamId);
    /// @notice Thrown when `field` of a team's profile is too long: a name has at most 256 bytes, a uri 2,048.
    error TeamTextTooLong(string field, uint256 length);

    /// @notice Registers a team with the caller as its first admin. It is active and accepts relayed calls. Anyone may
    /// call it. Reverts with `TeamTextTooLong`.
    /// @return teamId Counted from 1.
    function register(string calldata name, string calldata uri) external returns (uint32 teamId);

    /// @notice Sets the role of `account` in the team; `None` removes it. For admins, also of an inactive team, so that
    /// they can remove a stolen key before the team acts again. Reverts with `TeamNonexistent`, `TeamDirectOnly`,
    /// `TeamAdminOnly`, `TeamAccountZero` or `TeamLastAdmin`.
    function setRole(uint32 teamId, address account, Role role) external;

    /// @notice Changes name and uri. For admins, also of an inactive team. Reverts with `TeamNonexistent`,
    /// `TeamDirectOnly`, `TeamAdminOnly` or `TeamTextTooLong`.
    function setProfile(uint32 teamId, string calldata name, string calldata uri) external;

    /// @notice Sets the team active or inactive. For admins, also of an inactive team. Reverts with `TeamNonexistent`,
    /// `TeamDirectOnly` or `TeamAdminOnly`.
    function setActive(uint32 teamId, bool active) external;

    /// @notice Accepts or refuses calls through the forwarder from now on. For admins who call directly, also of an
    /// inactive team. Reverts with `TeamNonexistent`, `TeamDirectOnly` or `TeamAdminOnly`.
    /// @dev The forwarder never changes. With this a team stops trusting it.
    function setRelayed(uint32 teamId, bool relayed) external;

    /// @notice How many teams exist. It is also the newest id.
    function teamCount() external view returns (uint32);

    /// @notice The team. Reverts with `TeamNonexistent`.
    function teamOf(uint32 teamId) external view returns (Team memory);

    /// @notice The role of `account` in the team; `None` also if the team does not exist.
    function roleOf(uint32 teamId, address account) external view returns (Role);

    /// @notice Whether `account` may act in the team's name, in a call that came through the forwarder (`forwarded`) or
    /// directly.
    function isMember(uint32 teamId, address account, bool forwarded) external view returns (bool);

    /// @notice Like `isMember`, but reverts with the first reason that applies: `TeamNonexistent`, `TeamDirectOnly`,
    /// `TeamMemberOnly`, `TeamInactive`.
    function checkMember(uint32 teamId, address account, bool forwarded) external view;

    /// @notice Like `checkMember`, for what only admins may do in the team's name. Reverts with `TeamAdminOnly` instead
    /// of `TeamMemberOnly`.
    function checkAdmin(uint32 teamId, address account, bool forwarded) external view;
}
