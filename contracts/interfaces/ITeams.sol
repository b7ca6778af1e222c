// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title Teams of people who act together: the organizers of EventRegistry and the agents of AgentRegistry.
/// @dev *Assumptions*: the trusted forwarder passes on calls as exactly their signer. A team that no longer believes it
/// sets `relayed` to false.
///
/// *Does not check*: that name and uri are true, or that an account listed in a team agrees: being listed by a stranger
/// gives and takes nothing. That the keys of a team's last admin still exist.
interface ITeams {
    /// @notice What an account may do for a team.
    enum Role {
        None,
        /// Acts in the team's name.
        Member,
        /// Acts in the team's name and rules the team.
        Admin
    }

    struct Team {
        // slot 0: 8 + 8 + 32 = 48 bits
        /// An inactive team's members can do nothing in its name.
        bool active;
        /// Whether calls that come through the forwarder count.
        bool relayed;
        uint32 admins;
        // the rest: nothing on chain reads it
        string name;
        /// Where the team says who it is, such as `https://zepp.example`.
        string uri;
    }

    /// @notice Emitted when `admin` registered a team and became its first admin.
    event TeamRegistered(uint32 indexed teamId, address indexed admin, string name, string uri);
    /// @notice Emitted when an account was given a role in a team, be it the one it had.
    event TeamRoleSet(uint32 indexed teamId, address indexed account, Role role);
    /// @notice Emitted when a team changed its name and uri.
    event TeamProfileSet(uint32 indexed teamId, string name, string uri);
    /// @notice Emitted when a team was set active or inactive.
    event TeamActiveSet(uint32 indexed teamId, bool active);
    /// @notice Emitted when a team began or ceased to accept calls through the forwarder.
    event TeamRelayedSet(uint32 indexed teamId, bool relayed);

    /// @notice Thrown when no team has this id.
    error TeamNonexistent(uint32 teamId);
    /// @notice Thrown when the team is inactive.
    error TeamInactive(uint32 teamId);
    /// @notice Thrown when `account` is not a member of the team.
    error TeamMemberOnly(uint32 teamId, address account);
    /// @notice Thrown when `account` is not an admin of the team.
    error TeamAdminOnly(uint32 teamId, address account);
    /// @notice Thrown when a call came through the forwarder and must not: the team refuses such calls, or the act
    /// itself is only for an admin who calls directly.
    error TeamDirectOnly(uint32 teamId);
    /// @notice Thrown when the last admin of a team would lose the role.
    error TeamLastAdmin(uint32 teamId);
    /// @notice Thrown when a role is given to the zero address.
    error TeamAccountZero(uint32 teamId);
    /// @notice Thrown when `field` of a team's profile is too long: a name has at most 256 bytes, a uri 2,048.
    error TeamTextTooLong(string field, uint256 length);

    /// @notice Registers a team with the caller as its first admin, active and accepting relayed calls.
    /// @return teamId Counted from 1.
    function register(string calldata name, string calldata uri) external returns (uint32 teamId);

    /// @notice Gives `account` a role in the team, or takes it with `None`. For admins, also of an inactive team, so
    /// that a stolen key can be removed before the team acts again.
    function setRole(uint32 teamId, address account, Role role) external;

    /// @notice Changes name and uri. For admins, also of an inactive team.
    function setProfile(uint32 teamId, string calldata name, string calldata uri) external;

    /// @notice Sets the team active or inactive. For admins, also of an inactive team.
    function setActive(uint32 teamId, bool active) external;

    /// @notice Accepts or refuses calls through the forwarder from now on. For admins calling directly.
    /// @dev The forwarder is fixed for ever; this is how a team stops trusting it.
    function setRelayed(uint32 teamId, bool relayed) external;

    /// @notice How many teams there are; also the newest id.
    function teamCount() external view returns (uint32);

    /// @notice The team. Reverts when there is none.
    function teamOf(uint32 teamId) external view returns (Team memory);

    /// @notice The role of `account` in the team; `None` too when there is no such team.
    function roleOf(uint32 teamId, address account) external view returns (Role);

    /// @notice Whether `account` may act in the team's name in a call that came through the forwarder (`forwarded`) or
    /// directly.
    function isMember(uint32 teamId, address account, bool forwarded) external view returns (bool);

    /// @notice Like `isMember`, but reverts with the reason: no such team, calls through the forwarder refused, no
    /// member, team inactive; the first of these that holds.
    function checkMember(uint32 teamId, address account, bool forwarded) external view;

    /// @notice Like `checkMember`, for acts in the team's name that only its admins may do.
    function checkAdmin(uint32 teamId, address account, bool forwarded) external view;
}
