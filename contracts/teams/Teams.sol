// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITeams} from "../interfaces/ITeams.sol";
import {RelayContext} from "../relay/RelayContext.sol";

/// @title Teams
/// @dev Admins manage a team (roles, profile, switches) even while it is inactive. This is not acting in its name.
abstract contract Teams is ITeams, RelayContext {
    uint256 private constant MAX_NAME_BYTES = 256;
    uint256 private constant MAX_URI_BYTES = 2_048;

    uint32 private _teamCount;
    mapping(uint32 teamId => Team) private _teams;
    mapping(uint32 teamId => mapping(address account => Role)) private _roles;

    constructor(address forwarder) RelayContext(forwarder) {}

    /* MANAGE A TEAM */

    /// @inheritdoc ITeams
    function register(string calldata name, string calldata uri) external returns (uint32 teamId) {
        _checkProfile(name, uri);
        address admin = _msgSender();
        teamId = ++_teamCount;
        _teams[teamId] = Team({active: true, relayed: true, admins: 1, name: name, uri: uri});
        _roles[teamId][admin] = Role.Admin;
        emit TeamRegistered(teamId, admin, name, uri);
    }

    /// @inheritdoc ITeams
    function setRole(uint32 teamId, address account, Role role) external {
        Team storage team = _ruledTeam(teamId);
        if (account == address(0)) revert TeamAccountZero(teamId);

        uint32 admins = team.admins;
        if (_roles[teamId][account] == Role.Admin) --admins;
        if (role == Role.Admin) ++admins;
        if (admins == 0) revert TeamLastAdmin(teamId);

        team.admins = admins;
        _roles[teamId][account] = role;
        emit TeamRoleSet(teamId, account, role);
    }

    /// @inheritdoc ITeams
    function setProfile(uint32 teamId, string calldata name, string calldata uri) external {
        Team storage team = _ruledTeam(teamId);
        _checkProfile(name, uri);
        team.name = name;
        team.uri = uri;
        emit TeamProfileSet(teamId, name, uri);
    }

    /// @inheritdoc ITeams
    function setActive(uint32 teamId, bool active) external {
        _ruledTeam(teamId).active = active;
        emit TeamActiveSet(teamId, active);
    }

    /// @inheritdoc ITeams
    function setRelayed(uint32 teamId, bool relayed) external {
        Team storage team = _existingTeam(teamId);
        // Otherwise a hostile forwarder could undo the switch that stops it.
        if (_isForwarded()) revert TeamDirectOnly(teamId);
        _checkRole(teamId, team, Role.Admin, _msgSender(), false);
        team.relayed = relayed;
        emit TeamRelayedSet(teamId, relayed);
    }

    function _ruledTeam(uint32 teamId) private view returns (Team storage team) {
        team = _existingTeam(teamId);
        _checkRole(teamId, team, Role.Admin, _msgSender(), _isForwarded());
    }

    function _checkProfile(string calldata name, string calldata uri) private pure {
        if (bytes(name).length > MAX_NAME_BYTES) revert TeamTextTooLong("name", bytes(name).length);
        if (bytes(uri).length > MAX_URI_BYTES) revert TeamTextTooLong("uri", bytes(uri).length);
    }

    /* ACT IN A TEAM'S NAME */

    /// @inheritdoc ITeams
    function checkMember(uint32 teamId, address account, bool forwarded) external view {
        _checkActs(teamId, Role.Member, account, forwarded);
    }

    /// @inheritdoc ITeams
    function checkAdmin(uint32 teamId, address account, bool forwarded) external view {
        _checkAdmin(teamId, account, forwarded);
    }

    /// @inheritdoc ITeams
    function isMember(uint32 teamId, address account, bool forwarded) external view returns (bool) {
        return _isMember(teamId, account, forwarded);
    }

    /// @dev Reverts unless the caller may act in the team's name.
    function _checkMember(uint32 teamId) internal view {
        _checkActs(teamId, Role.Member, _msgSender(), _isForwarded());
    }

    /// @dev Reverts unless the caller may act in the team's name as an admin.
    function _checkAdmin(uint32 teamId) internal view {
        _checkAdmin(teamId, _msgSender(), _isForwarded());
    }

    function _checkAdmin(uint32 teamId, address account, bool forwarded) internal view {
        _checkActs(teamId, Role.Admin, account, forwarded);
    }

    function _isMember(uint32 teamId, address account, bool forwarded) internal view returns (bool) {
        return _actingRole(teamId, account, forwarded) != Role.None;
    }

    /// @dev The role in which `account` may act in the team's name now.
    function _actingRole(uint32 teamId, address account, bool forwarded) internal view returns (Role) {
        Team storage team = _teams[teamId];
        return team.active && (team.relayed || !forwarded) ? _roles[teamId][account] : Role.None;
    }

    /// @dev Reverts if the call came through the forwarder and the team refuses such calls, for any sender.
    function _checkRoute(uint32 teamId, bool forwarded) internal view {
        if (forwarded && !_teams[teamId].relayed) revert TeamDirectOnly(teamId);
    }

    /// @dev Reads only two slots, because every grant calls it.
    function _checkActs(uint32 teamId, Role least, address account, bool forwarded) private view {
        Team storage team = _teams[teamId];
        // Read together, so that their slot is loaded once.
        (bool active, uint32 admins) = (team.active, team.admins);
        if (admins == 0) revert TeamNonexistent(teamId);
        _checkRole(teamId, team, least, account, forwarded);
        if (!active) revert TeamInactive(teamId);
    }

    function _checkRole(uint32 teamId, Team storage team, Role least, address account, bool forwarded) private view {
        if (forwarded && !team.relayed) revert TeamDirectOnly(teamId);
        if (_roles[teamId][account] < least) {
            if (least == Role.Admin) revert TeamAdminOnly(teamId, account);
            revert TeamMemberOnly(teamId, account);
        }
    }

    /* VIEWS */

    /// @inheritdoc ITeams
    function teamCount() external view returns (uint32) {
        return _teamCount;
    }

    /// @inheritdoc ITeams
    function teamOf(uint32 teamId) external view returns (Team memory) {
        return _existingTeam(teamId);
    }

    /// @inheritdoc ITeams
    function roleOf(uint32 teamId, address account) external view returns (Role) {
        return _roles[teamId][account];
    }

    /// @dev A team always has an admin. Without one it does not exist.
    function _existingTeam(uint32 teamId) internal view returns (Team storage team) {
        team = _teams[teamId];
        if (team.admins == 0) revert TeamNonexistent(teamId);
    }
}
