// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AgentRegistry} from "./AgentRegistry.sol";
import {ITeams} from "../interfaces/ITeams.sol";
import {deploy} from "../mocks/deploy.sol";
import {vm} from "../mocks/Vm.sol";

contract TeamsTest {
    address private constant FORWARDER = address(0xF0);
    address private constant ADMIN = address(0xA1);
    address private constant MEMBER = address(0xB1);
    address private constant STRANGER = address(0xC1);

    AgentRegistry private agents;
    uint32 private team;

    function setUp() public {
        agents = AgentRegistry(deploy("AgentRegistry", abi.encode(FORWARDER)));
        vm.prank(ADMIN);
        team = agents.register("Playguide", "https://playguide.example");
        vm.prank(ADMIN);
        agents.setRole(team, MEMBER, ITeams.Role.Member);
    }

    // Register

    function testFuzz_Register_CountsFromOneAndTellsAll(
        address admin,
        string calldata name,
        string calldata uri
    ) public {
        vm.assume(admin != FORWARDER && bytes(name).length <= 256 && bytes(uri).length <= 2_048);
        require(team == 1, "first id");

        vm.expectEmit(address(agents));
        emit ITeams.TeamRegistered(2, admin, name, uri);
        vm.prank(admin);
        require(agents.register(name, uri) == 2, "second id");

        require(agents.teamCount() == 2, "count");
        require(agents.roleOf(2, admin) == ITeams.Role.Admin, "role");
        require(agents.roleOf(1, admin) == _roleInFirst(admin), "role elsewhere");
        ITeams.Team memory registered = agents.teamOf(2);
        require(registered.active && registered.relayed && registered.admins == 1, "switches");
        require(_same(registered.name, name) && _same(registered.uri, uri), "profile");
    }

    function test_Register_TakesTheSignerOfAForwardedCall() public {
        _relay(STRANGER, abi.encodeCall(ITeams.register, ("Zepp", "")));
        require(agents.roleOf(2, STRANGER) == ITeams.Role.Admin, "signer");
        require(agents.roleOf(2, FORWARDER) == ITeams.Role.None, "forwarder");
    }

    /// Only a suffix from the forwarder counts. From another caller it is ignored data.
    function testFuzz_Register_IgnoresTheSuffixOfOthers(address sender, address spoofed) public {
        vm.assume(sender != FORWARDER && sender != spoofed);
        vm.prank(sender);
        (bool success, ) = address(agents).call(
            abi.encodePacked(abi.encodeCall(ITeams.register, ("Zepp", "")), spoofed)
        );
        require(success, "call");
        require(agents.roleOf(2, sender) == ITeams.Role.Admin, "sender");
        require(agents.roleOf(2, spoofed) == ITeams.Role.None, "spoofed");
    }

    function test_Register_TakesTextsUpToTheirLimit() public {
        string memory name = string(new bytes(256));
        string memory uri = string(new bytes(2_048));
        agents.register(name, uri);
        vm.expectRevert(abi.encodeWithSelector(ITeams.TeamTextTooLong.selector, "name", 257));
        agents.register(string(new bytes(257)), uri);
        vm.expectRevert(abi.encodeWithSelector(ITeams.TeamTextTooLong.selector, "uri", 2_049));
        agents.register(name, string(new bytes(2_049)));
    }

    // Roles

    function testFuzz_SetRole_GivesAndTakes(address account, uint8 first, uint8 second) public {
        vm.assume(account != address(0) && account != ADMIN);
        ITeams.Role[2] memory roles = [ITeams.Role(first % 3), ITeams.Role(second % 3)];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectEmit(address(agents));
            emit ITeams.TeamRoleSet(team, account, roles[i]);
            vm.prank(ADMIN);
            agents.setRole(team, account, roles[i]);
            require(agents.roleOf(team, account) == roles[i], "role");
            require(agents.teamOf(team).admins == (roles[i] == ITeams.Role.Admin ? 2 : 1), "admins");
        }
    }

    /// After any changes of roles, in any order, the count of admins is right and at least 1.
    function testFuzz_SetRole_CountsAdmins(uint8[32] calldata steps) public {
        address[4] memory accounts = [ADMIN, MEMBER, STRANGER, address(0xD1)];
        for (uint256 i = 0; i < steps.length; ++i) {
            address account = accounts[steps[i] % 4];
            ITeams.Role role = ITeams.Role((steps[i] / 4) % 3);
            address admin = _firstAdmin(accounts);
            bool isLast = agents.roleOf(team, account) == ITeams.Role.Admin && agents.teamOf(team).admins == 1;
            vm.prank(admin);
            if (isLast && role != ITeams.Role.Admin) {
                vm.expectRevert(abi.encodeWithSelector(ITeams.TeamLastAdmin.selector, team));
            }
            agents.setRole(team, account, role);

            uint256 counted;
            for (uint256 j = 0; j < 4; ++j) {
                if (agents.roleOf(team, accounts[j]) == ITeams.Role.Admin) ++counted;
            }
            require(counted != 0 && counted == agents.teamOf(team).admins, "admins");
        }
    }

    function test_SetRole_KeepsTheLastAdmin() public {
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(ADMIN);
            vm.expectRevert(abi.encodeWithSelector(ITeams.TeamLastAdmin.selector, team));
            agents.setRole(team, ADMIN, ITeams.Role(i));
        }
        vm.prank(ADMIN);
        agents.setRole(team, ADMIN, ITeams.Role.Admin);
        require(agents.teamOf(team).admins == 1, "admins after the same role");

        vm.prank(ADMIN);
        agents.setRole(team, STRANGER, ITeams.Role.Admin);
        vm.prank(ADMIN);
        agents.setRole(team, ADMIN, ITeams.Role.Member);
        require(agents.teamOf(team).admins == 1, "admins after leaving");
        vm.prank(ADMIN);
        vm.expectRevert(abi.encodeWithSelector(ITeams.TeamAdminOnly.selector, team, ADMIN));
        agents.setRole(team, ADMIN, ITeams.Role.Admin);
    }

    function test_SetRole_RefusesTheZeroAddress() public {
        for (uint256 i = 0; i < 3; ++i) {
            vm.prank(ADMIN);
            vm.expectRevert(abi.encodeWithSelector(ITeams.TeamAccountZero.selector, team));
            agents.setRole(team, address(0), ITeams.Role(i));
        }
    }

    /// A role in a stranger's team does not change an account's own team.
    function test_SetRole_IsScopedToItsTeam() public {
        vm.prank(STRANGER);
        uint32 other = agents.register("Other", "");
        vm.prank(STRANGER);
        agents.setRole(other, ADMIN, ITeams.Role.Member);

        require(agents.roleOf(team, ADMIN) == ITeams.Role.Admin, "role in the own team");
        require(agents.roleOf(team, STRANGER) == ITeams.Role.None, "role of a stranger");
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(ITeams.TeamAdminOnly.selector, team, STRANGER));
        agents.setRole(team, STRANGER, ITeams.Role.Admin);
        vm.prank(ADMIN);
        vm.expectRevert(abi.encodeWithSelector(ITeams.TeamAdminOnly.selector, other, ADMIN));
        agents.setRole(other, ADMIN, ITeams.Role.Admin);
    }

    // Profile and switches

    function testFuzz_SetProfile_Replaces(string calldata name, string calldata uri) public {
        vm.assume(bytes(name).length <= 256 && bytes(uri).length <= 2_048);
        vm.expectEmit(address(agents));
        emit ITeams.TeamProfileSet(team, name, uri);
        vm.prank(ADMIN);
        agents.setProfile(team, name, uri);
        ITeams.Team memory changed = agents.teamOf(team);
        require(_same(changed.name, name) && _same(changed.uri, uri), "profile");
        require(changed.active && changed.relayed && changed.admins == 1, "the rest");
    }

    function test_SetProfile_RefusesLongTexts() public {
        vm.prank(ADMIN);
        vm.expectRevert(abi.encodeWithSelector(ITeams.TeamTextTooLong.selector, "name", 257));
        agents.setProfile(team, string(new bytes(257)), "");
        vm.prank(ADMIN);
        vm.expectRevert(abi.encodeWithSelector(ITeams.TeamTextTooLong.selector, "uri", 2_049));
        agents.setProfile(team, "", string(new bytes(2_049)));
    }

    function test_SetActive_StopsActsAndStartsThem() public {
        for (uint256 i = 0; i < 4; ++i) {
            // Setting the same value twice is allowed.
            bool active = i > 1;
            vm.expectEmit(address(agents));
            emit ITeams.TeamActiveSet(team, active);
            vm.prank(ADMIN);
            agents.setActive(team, active);
            require(agents.teamOf(team).active == active, "active");
            require(agents.isMember(team, MEMBER, false) == active, "acts");
        }
    }

    function test_SetRelayed_RefusesForwardedCalls() public {
        vm.expectEmit(address(agents));
        emit ITeams.TeamRelayedSet(team, false);
        vm.prank(ADMIN);
        agents.setRelayed(team, false);

        bytes memory directOnly = abi.encodeWithSelector(ITeams.TeamDirectOnly.selector, team);
        _refuseRelayed(ADMIN, abi.encodeCall(ITeams.setRole, (team, STRANGER, ITeams.Role.Admin)), directOnly);
        _refuseRelayed(ADMIN, abi.encodeCall(ITeams.setProfile, (team, "", "")), directOnly);
        _refuseRelayed(ADMIN, abi.encodeCall(ITeams.setActive, (team, false)), directOnly);
        _refuseRelayed(ADMIN, abi.encodeCall(ITeams.setRelayed, (team, true)), directOnly);
        require(!agents.isMember(team, ADMIN, true) && agents.isMember(team, ADMIN, false), "acts");

        vm.expectEmit(address(agents));
        emit ITeams.TeamRelayedSet(team, true);
        vm.prank(ADMIN);
        agents.setRelayed(team, true);
        _relay(ADMIN, abi.encodeCall(ITeams.setActive, (team, false)));
        require(!agents.teamOf(team).active, "relayed again");
    }

    /// `setRelayed` never works through the forwarder, even while the team accepts other calls through it.
    function test_SetRelayed_IsDirectOnly() public {
        bytes memory directOnly = abi.encodeWithSelector(ITeams.TeamDirectOnly.selector, team);
        _refuseRelayed(ADMIN, abi.encodeCall(ITeams.setRelayed, (team, true)), directOnly);
        _refuseRelayed(ADMIN, abi.encodeCall(ITeams.setRelayed, (team, false)), directOnly);
        _refuseRelayed(STRANGER, abi.encodeCall(ITeams.setRelayed, (team, false)), directOnly);
    }

    /// The forwarder has no role of its own. Without a suffix it is its own sender; with one, the signer is the sender.
    function test_TheForwarderIsNobody() public {
        vm.prank(ADMIN);
        agents.setRole(team, FORWARDER, ITeams.Role.Admin);
        _refuseRelayed(
            STRANGER,
            abi.encodeCall(ITeams.setActive, (team, false)),
            abi.encodeWithSelector(ITeams.TeamAdminOnly.selector, team, STRANGER)
        );
    }

    function test_Ruling_IsForAdmins() public {
        address[2] memory others = [MEMBER, STRANGER];
        for (uint256 i = 0; i < 2; ++i) {
            bytes memory adminOnly = abi.encodeWithSelector(ITeams.TeamAdminOnly.selector, team, others[i]);
            _refuse(others[i], abi.encodeCall(ITeams.setRole, (team, others[i], ITeams.Role.Admin)), adminOnly);
            _refuse(others[i], abi.encodeCall(ITeams.setProfile, (team, "", "")), adminOnly);
            _refuse(others[i], abi.encodeCall(ITeams.setActive, (team, false)), adminOnly);
            _refuse(others[i], abi.encodeCall(ITeams.setRelayed, (team, false)), adminOnly);
            _refuseRelayed(others[i], abi.encodeCall(ITeams.setRole, (team, STRANGER, ITeams.Role.None)), adminOnly);
        }
    }

    function test_Ruling_GoesOnWhileInactive() public {
        vm.prank(ADMIN);
        agents.setActive(team, false);

        _relay(ADMIN, abi.encodeCall(ITeams.setRole, (team, MEMBER, ITeams.Role.None)));
        _relay(ADMIN, abi.encodeCall(ITeams.setProfile, (team, "new", "uri")));
        vm.prank(ADMIN);
        agents.setRelayed(team, false);
        vm.prank(ADMIN);
        agents.setActive(team, true);

        ITeams.Team memory changed = agents.teamOf(team);
        require(changed.active && !changed.relayed && _same(changed.name, "new"), "changed");
        require(agents.roleOf(team, MEMBER) == ITeams.Role.None, "role");
    }

    function testFuzz_NoTeam_RevertWhen_Nonexistent(uint32 none) public {
        vm.assume(none != team);
        bytes memory nonexistent = abi.encodeWithSelector(ITeams.TeamNonexistent.selector, none);
        _refuse(ADMIN, abi.encodeCall(ITeams.setRole, (none, ADMIN, ITeams.Role.Admin)), nonexistent);
        _refuse(ADMIN, abi.encodeCall(ITeams.setProfile, (none, "", "")), nonexistent);
        _refuse(ADMIN, abi.encodeCall(ITeams.setActive, (none, true)), nonexistent);
        _refuse(ADMIN, abi.encodeCall(ITeams.setRelayed, (none, true)), nonexistent);
        _refuseRelayed(ADMIN, abi.encodeCall(ITeams.setRelayed, (none, true)), nonexistent);
        _refuse(ADMIN, abi.encodeCall(ITeams.teamOf, (none)), nonexistent);
        _refuse(ADMIN, abi.encodeCall(ITeams.checkMember, (none, ADMIN, true)), nonexistent);
        _refuse(ADMIN, abi.encodeCall(ITeams.checkAdmin, (none, ADMIN, true)), nonexistent);
        require(!agents.isMember(none, ADMIN, false) && !agents.isMember(none, address(0), false), "member");
        require(agents.roleOf(none, ADMIN) == ITeams.Role.None, "role");
    }

    // Acting in a team's name

    /// For every state of a team and role of an account, the call reverts with the first reason in natspec order.
    function testFuzz_Check_TellsTheFirstReason(
        uint8 role_,
        bool active,
        bool relayed,
        bool forwarded,
        bool wantAdmin
    ) public {
        ITeams.Role role = ITeams.Role(role_ % 3);
        vm.prank(ADMIN);
        agents.setRole(team, STRANGER, role);
        vm.prank(ADMIN);
        agents.setActive(team, active);
        vm.prank(ADMIN);
        agents.setRelayed(team, relayed);

        bytes memory reason;
        if (forwarded && !relayed) reason = abi.encodeWithSelector(ITeams.TeamDirectOnly.selector, team);
        else if (wantAdmin && role != ITeams.Role.Admin) {
            reason = abi.encodeWithSelector(ITeams.TeamAdminOnly.selector, team, STRANGER);
        } else if (role == ITeams.Role.None) {
            reason = abi.encodeWithSelector(ITeams.TeamMemberOnly.selector, team, STRANGER);
        } else if (!active) reason = abi.encodeWithSelector(ITeams.TeamInactive.selector, team);

        if (reason.length != 0) vm.expectRevert(reason);
        if (wantAdmin) agents.checkAdmin(team, STRANGER, forwarded);
        else {
            agents.checkMember(team, STRANGER, forwarded);
            require(agents.isMember(team, STRANGER, forwarded) == (reason.length == 0), "isMember");
        }
    }

    // Helpers

    function _relay(address signer, bytes memory data) private {
        vm.prank(FORWARDER);
        (bool success, ) = address(agents).call(abi.encodePacked(data, signer));
        require(success, "relayed call failed");
    }

    function _refuseRelayed(address signer, bytes memory data, bytes memory reason) private {
        _refuse(FORWARDER, abi.encodePacked(data, signer), reason);
    }

    function _refuse(address sender, bytes memory data, bytes memory reason) private {
        vm.prank(sender);
        (bool success, bytes memory returned) = address(agents).call(data);
        require(!success, "not refused");
        require(keccak256(returned) == keccak256(reason), "another reason");
    }

    function _firstAdmin(address[4] memory accounts) private view returns (address) {
        for (uint256 i = 0; i < 4; ++i) {
            if (agents.roleOf(team, accounts[i]) == ITeams.Role.Admin) return accounts[i];
        }
        revert("no admin");
    }

    function _roleInFirst(address account) private pure returns (ITeams.Role) {
        if (account == ADMIN) return ITeams.Role.Admin;
        return account == MEMBER ? ITeams.Role.Member : ITeams.Role.None;
    }

    function _same(string memory a, string memory b) private pure returns (bool) {
        return keccak256(bytes(a)) == keccak256(bytes(b));
    }
}
