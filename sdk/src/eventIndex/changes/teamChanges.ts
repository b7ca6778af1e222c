import { ROLES } from "../../core/contractEnums.ts";
import type { IndexLog } from "../IndexLog.ts";
import type { IndexedTeam, IndexState } from "../IndexState.ts";
import { getOrInsert, requireFound } from "../lookUp.ts";
import { type Changes, nothing } from "./Change.ts";

/** Events of ITeams, for organizers and agents alike. */
export const teamChanges: Changes = {
  TeamRegistered: (state, { teamId, admin, name, uri }, log) => {
    teamsOf(state, log).set(Number(teamId), {
      active: true,
      relayed: true,
      name,
      uri,
      roles: new Map([[admin, "admin"]]),
    });
  },
  TeamRoleSet: (state, { teamId, account, role }, log) => {
    teamOf(state, log, teamId).roles.set(account, requireFound(ROLES[Number(role)], `role ${role}`));
  },
  TeamProfileSet: (state, { teamId, name, uri }, log) => {
    Object.assign(teamOf(state, log, teamId), { name, uri });
  },
  TeamActiveSet: (state, { teamId, active }, log) => {
    teamOf(state, log, teamId).active = active;
  },
  TeamRelayedSet: (state, { teamId, relayed }, log) => {
    teamOf(state, log, teamId).relayed = relayed;
  },
};

export const verifierChanges: Changes = {
  AttesterSet: (state, { scopeEvent, attester, trusted }) => {
    const attesters = getOrInsert(state.attesters, Number(scopeEvent), () => new Set<string>());
    if (trusted) attesters.add(attester);
    else attesters.delete(attester);
  },
  EIP712DomainChanged: nothing,
};

export const forwarderChanges: Changes = {
  RequestExecuted: (state, { from, nonce }) => {
    getOrInsert(state.nonces, from, () => new Set<bigint>()).add(nonce);
  },
  RequestSkipped: nothing,
  EIP712DomainChanged: nothing,
};

function teamsOf(state: IndexState, { contract }: IndexLog): Map<number, IndexedTeam> {
  return contract === "AgentRegistry" ? state.agents : state.organizers;
}

function teamOf(state: IndexState, log: IndexLog, teamId: bigint): IndexedTeam {
  return requireFound(teamsOf(state, log).get(Number(teamId)), `team ${teamId} of ${log.contract}`);
}
