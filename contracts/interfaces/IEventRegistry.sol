// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AgentChain} from "../types/AgentChain.sol";
import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";
import {GrantTerms} from "../types/GrantTerms.sol";
import {OrganizerId} from "../types/OrganizerId.sol";
import {IAgentRegistry} from "./IAgentRegistry.sol";
import {ITeams} from "./ITeams.sol";

/// @title Organizers, their events and classes, and who may grant and admit.
/// @notice Published terms are final, except for what the functions below change. They change terms only until doors
/// open; `extendDoors`, pauses, agents and gates work later too. Windows are [from, until), in seconds since 1970.
///
/// "For admins" and "For members" mean those of the event's organizer. Such a function reverts as `checkAdmin` or
/// `checkMember` does, with `EventNonexistent` or `ClassNonexistent` if the event or class does not exist, and, except
/// for `dismissAgent` and `setGate`, with `EventIsCancelled` once the event is cancelled.
/// A function that works only before doors open reverts with `DoorsOpen` afterwards.
/// @dev *Assumptions*: the identity verifier and the sale hooks of an event do what its organizer chose them for. The
/// clock of the chain is right within a minute. One EntryRightRegistry serves this registry. Nothing on chain binds
/// them: a second one would grant the same supply again. The address book of a deployment names the one that counts.
///
/// *Does not check*: the event document behind `uri` against `documentHash` (readers do), class names (only the log has
/// them, and two classes may share one), that an agent agrees to be designated, or any count of rights, which
/// EntryRightRegistry keeps.
interface IEventRegistry is ITeams {
    struct Schedule {
        /// Rights may be granted in [salesOpenAt, salesCloseAt).
        uint40 salesOpenAt;
        uint40 salesCloseAt;
        /// Rights are admitted when scanned in [doorsOpenAt, doorsCloseAt). From doorsOpenAt on, a right changes only
        /// by being admitted.
        uint40 doorsOpenAt;
        uint40 doorsCloseAt;
        /// Holders may return rights, and agents revoke them, before this.
        uint40 returnUntil;
        /// Rights may be rebound to another key before this.
        uint40 rebindUntil;
        /// A right of a named class must be named before this. Otherwise anyone may revoke it.
        uint40 nameBy;
    }

    struct Policy {
        /// The contract that vouches that a person stands behind a key; 0 = none, and then no class can be named.
        address identityVerifier;
        /// The event in whose scope persons are counted; 0 = this one. Another one requires an identity verifier.
        EventId scope;
        /// Most rights of one person in the scope: 1 to 3 with an identity verifier, 0 without.
        uint8 maxPerPerson;
        /// How often one right may be rebound to another key.
        uint8 maxRebinds;
        /// Least share of all places, in 1/10,000, that were never in a reserved class. A public class counts as
        /// public even if it has a sale hook or no agent may grant it.
        uint16 minPublicBps;
    }

    struct EventTerms {
        string name;
        /// Address of the event document, a schema.org/Event with one key `doorkey`.
        string uri;
        /// keccak256 of the bytes of the event document.
        bytes32 documentHash;
        Schedule schedule;
        Policy policy;
    }

    struct ClassTerms {
        /// Only the log has it. Contracts number classes from 1, in the order of publishing.
        string name;
        uint32 supply;
        /// Not for the public: work, sponsors, press.
        bool reserved;
        /// Every right has a seat, 0 to supply - 1, numbered along the rows.
        bool seated;
        /// Every right must be named: at its grant, or, in a reserved class, by `nameBy`.
        bool named;
        /// The contract that each grant of the class asks; 0 = open sale.
        address saleHook;
    }

    /// @notice What a gate key may do at an event.
    enum GateKind {
        None,
        /// Admits against entry proofs.
        Scanner,
        /// The identity lane. Admits by hand too, at most `byHandLimit` rights.
        Desk
    }

    /// @notice Where an agent is in a class of an event.
    enum DesignationStatus {
        /// Never designated by the organizer, and no agent delegated to it.
        None,
        Designated,
        /// Dismissed by the organizer. Only the organizer may designate it again.
        Dismissed
    }

    /// @notice The authority that an account has over a right.
    enum Authority {
        None,
        /// A member of the organizer, and not of the agent. May name the right, and rebind it with evidence or with the
        /// holder's consent.
        OrganizerMember,
        /// A member of the agent that granted it, while that team is active and designated up to the organizer. May do
        /// what a member of the organizer may, and revoke until returnUntil.
        Agent,
        /// An admin of the organizer. May also revoke, and rebind a right without a name, without anyone's consent.
        OrganizerAdmin
    }

    struct Class {
        // slot 0: 160 + 32 + 3 × 8 = 216 bits
        address saleHook;
        uint32 supply;
        bool reserved;
        bool seated;
        bool named;
    }

    struct Designation {
        // slot 0: 32 + 32 + 8 = 72 bits
        /// Ceiling of the rights that this agent and those under it may grant.
        uint32 quota;
        /// The agent that delegated to it; 0 = the organizer designated it.
        AgentId parent;
        DesignationStatus status;
    }

    struct Gate {
        // slot 0: 8 + 32 = 40 bits
        GateKind kind;
        uint32 byHandLimit;
    }

    struct Event {
        // slot 0: 32 + 4 × 40 + 32 + 4 × 8 = 256 bits, all that an untagged grant or an admission reads
        OrganizerId organizerId;
        uint40 salesOpenAt;
        uint40 salesCloseAt;
        uint40 doorsOpenAt;
        uint40 doorsCloseAt;
        /// How often the event changed hands, see `eraOf`.
        uint32 era;
        uint8 maxPerPerson;
        uint8 maxRebinds;
        uint8 classCount;
        /// A cancelled event is paused for good.
        bool paused;
        // slot 1: 160 + 40 + 40 + 16 = 256 bits
        address identityVerifier;
        uint40 returnUntil;
        uint40 rebindUntil;
        uint16 minPublicBps;
        // slot 2: 5 × 40 + 32 + 8 + 8 = 248 bits
        uint40 nameBy;
        /// Seconds from nameBy to doorsOpenAt, as published.
        uint40 nameLead;
        /// Doors as published, or as last set with 48 hours' notice, or later than either. Without such notice doors
        /// come forward by at most 3 hours from here, so that short steps never add up.
        uint40 announcedDoorsAt;
        /// Places in all classes.
        uint40 places;
        /// Of them, those that are or were in a reserved class. It never falls.
        uint40 everReservedPlaces;
        /// The event in whose scope persons are counted, never 0.
        EventId scope;
        bool cancelled;
        /// Another event counts its persons in this event's scope.
        bool scopeShared;
        // slot 3
        bytes32 documentHash;
        // the rest, which nothing on chain reads
        string name;
        string uri;
    }

    /// @notice The terms of an event that a return, revocation, rebind or naming of its rights needs.
    struct ChangeTerms {
        uint40 doorsOpenAt;
        uint40 returnUntil;
        uint40 rebindUntil;
        uint40 nameBy;
        uint8 maxRebinds;
        uint8 maxPerPerson;
        EventId scope;
        address identityVerifier;
    }

    /// @notice Emitted when an event was published, with all its terms. Class i of the list has the id i + 1.
    event EventRegistered(
        EventId indexed eventId,
        OrganizerId indexed organizerId,
        EventTerms terms,
        ClassTerms[] classes
    );
    /// @notice Emitted when an event was rescheduled or its doors extended. It has the whole new schedule, and the time
    /// from which doors may come forward without notice.
    event EventRescheduled(EventId indexed eventId, Schedule schedule, uint40 announcedDoorsAt);
    /// @notice Emitted when an event was cancelled for good.
    event EventCancelled(EventId indexed eventId);
    /// @notice Emitted when sales were paused: no rights may be granted until they resume.
    event SalesPaused(EventId indexed eventId);
    /// @notice Emitted when sales resumed: rights may be granted again.
    event SalesResumed(EventId indexed eventId);
    /// @notice Emitted when a class grew to `supply` places.
    event SupplyRaised(EventId indexed eventId, uint8 indexed classId, uint32 supply);
    /// @notice Emitted when a reserved class was opened to the public.
    event ReservedOpened(EventId indexed eventId, uint8 indexed classId);
    /// @notice Emitted when a class that had no sale hook got one.
    event SaleHookSet(EventId indexed eventId, uint8 indexed classId, address saleHook);
    /// @notice Emitted when an organizer offered its event, as it is, to another organizer; 0 = the offer was
    /// withdrawn.
    event HandOverOffered(EventId indexed eventId, OrganizerId indexed to, bytes32 termsHash);
    /// @notice Emitted when an event changed hands. Its next era began, without gates and attesters.
    event HandedOver(EventId indexed eventId, OrganizerId indexed from, OrganizerId indexed to);
    /// @notice Emitted when an organizer let an agent grant rights of a class, directly under it.
    event AgentDesignated(EventId indexed eventId, uint8 indexed classId, AgentId indexed agentId, uint32 quota);
    /// @notice Emitted when an agent let another agent grant rights of a class under it.
    event AgentDelegated(
        EventId indexed eventId,
        uint8 indexed classId,
        AgentId indexed agentId,
        AgentId parent,
        uint32 quota
    );
    /// @notice Emitted when an organizer dismissed an agent. It and all agents under it may no longer grant rights of
    /// the class.
    event AgentDismissed(EventId indexed eventId, uint8 indexed classId, AgentId indexed agentId);
    /// @notice Emitted when the present organizer let a key admit, changed what it may do, or stopped it. It holds
    /// until the event changes hands.
    event GateSet(
        EventId indexed eventId,
        OrganizerId indexed organizerId,
        address indexed gate,
        GateKind kind,
        uint32 byHandLimit
    );

    /// @notice Thrown when no event has this id.
    error EventNonexistent(EventId eventId);
    /// @notice Thrown when the event has no such class.
    error ClassNonexistent(EventId eventId, uint8 classId);
    /// @notice Thrown when `field` breaks the order of times (see `registerEvent`), or the limits of a change (see
    /// `reschedule` and `extendDoors`).
    error ScheduleInvalid(string field, uint40 value);
    /// @notice Thrown when an event is rescheduled to the times that it already has.
    error ScheduleUnchanged(EventId eventId);
    /// @notice Thrown when `field` of the policy is out of its range.
    error PolicyInvalid(string field, uint256 value);
    /// @notice Thrown when an event cannot count its persons in `scope`: it has no identity verifier, or `scope` is not
    /// an event of the same organizer that counts its own persons.
    error ScopeInvalid(EventId scope);
    /// @notice Thrown when `field` of the event is too long: a name has at most 256 bytes, a uri 2,048.
    error EventTextTooLong(string field, uint256 length);
    /// @notice Thrown when an event is published without a class, or with more than 64.
    error ClassCountInvalid(uint256 count);
    /// @notice Thrown when `field` of a class is out of its range.
    error ClassInvalid(uint8 classId, string field);
    /// @notice Thrown when more places would be or have been reserved than `minPublicBps` allows.
    error ReservedShareExceeded(uint256 everReservedPlaces, uint256 places, uint16 minPublicBps);
    /// @notice Thrown when the event is cancelled.
    error EventIsCancelled(EventId eventId);
    /// @notice Thrown when doors have already opened.
    error DoorsOpen(EventId eventId, uint40 doorsOpenAt);
    /// @notice Thrown when doors have not opened yet.
    error DoorsNotOpen(EventId eventId, uint40 doorsOpenAt);
    /// @notice Thrown when doors have already closed.
    error DoorsClosed(EventId eventId, uint40 doorsCloseAt);
    /// @notice Thrown when rights are granted outside [salesOpenAt, salesCloseAt).
    error SalesClosed(EventId eventId, uint40 salesOpenAt, uint40 salesCloseAt);
    /// @notice Thrown when rights are granted while sales are paused.
    error SalesArePaused(EventId eventId);
    /// @notice Thrown when sales are paused while they are paused, or resumed while they are not.
    error SalesUnchanged(EventId eventId, bool paused);
    /// @notice Thrown when the supply of a class is not raised, or is raised beyond 2^24 seats.
    error SupplyInvalid(EventId eventId, uint8 classId, uint32 supply);
    /// @notice Thrown when a class that is already public is opened.
    error ClassNotReserved(EventId eventId, uint8 classId);
    /// @notice Thrown when a class can no longer get a sale hook: it has one, or sales open in less than 48 hours.
    error SaleHookFinal(EventId eventId, uint8 classId);
    /// @notice Thrown when an event that shares its scope with other events is offered or accepted.
    error HandOverOfSharedScope(EventId eventId);
    /// @notice Thrown when an event is offered to its own organizer.
    error HandOverInvalid(EventId eventId, OrganizerId to);
    /// @notice Thrown when no such offer exists, or the event changed after the offer.
    error HandOverStale(EventId eventId, OrganizerId to, bytes32 termsHash);
    /// @notice Thrown when no agent has this id.
    error AgentNonexistent(AgentId agentId);
    /// @notice Thrown when `agentId`, which is the agent or one above it, is not designated for the class.
    error AgentNotDesignated(EventId eventId, uint8 classId, AgentId agentId);
    /// @notice Thrown when an agent already has a place in the class, under `parent`; 0 = directly under the organizer.
    error AgentPlaced(EventId eventId, uint8 classId, AgentId agentId, AgentId parent);
    /// @notice Thrown when an agent would be more than four levels below the organizer.
    error AgentTooDeep(EventId eventId, uint8 classId, AgentId agentId);
    /// @notice Thrown when an agent delegates to a new agent with a quota of 0.
    error AgentQuotaZero(EventId eventId, uint8 classId, AgentId agentId);
    /// @notice Thrown when a gate is the zero address, or has a limit for admissions by hand but is not a desk.
    error GateInvalid(EventId eventId, address gate);
    /// @notice Thrown when `account` is not a gate of the event, or, if `desk` is true, may not admit by hand.
    error GateOnly(EventId eventId, address account, bool desk);
    /// @notice Thrown when `account` may not reopen places of the class.
    error ReopenerOnly(EventId eventId, uint8 classId, address account);

    /* EVENTS */

    /// @notice Publishes an event. For admins of the organizer. Reverts with the error in brackets unless all of this
    /// holds:
    /// - texts: a name has at most 256 bytes, a uri 2,048 (`EventTextTooLong`);
    /// - schedule: salesOpenAt < salesCloseAt ≤ doorsCloseAt; returnUntil, rebindUntil, nameBy ≤ doorsOpenAt <
    ///   doorsCloseAt. Doors open in the future, and at most 6 years (of 365 days) after sales. salesOpenAt is at most
    ///   30 days in the past (`ScheduleInvalid`);
    /// - policy: see `Policy` (`PolicyInvalid`). A scope other than 0 is an earlier event of the same organizer that is
    ///   its own scope (`ScopeInvalid`). The new event repeats its verifier and maxPerPerson (`PolicyInvalid`);
    /// - classes: 1 to 64 (`ClassCountInvalid`). A name has at most 64 bytes. A supply is at least 1, a seated one at
    ///   most 2^24. A named class requires a verifier. In an event with one, every reserved class is named
    ///   (`ClassInvalid`). The share of reserved places is what `minPublicBps` allows (`ReservedShareExceeded`).
    ///
    /// Verifier and sale hooks must be contracts. A key with EIP-7702 code does not count as one.
    function registerEvent(
        OrganizerId organizerId,
        EventTerms calldata terms,
        ClassTerms[] calldata classes
    ) external returns (EventId eventId);

    /// @notice Reschedules an event before its doors open. For admins.
    /// Doors may come forward to 48 hours from now or later. With less notice they may come forward to at most 3 hours
    /// before `announcedDoorsAt`, and at least 1 hour from now. Doors may close earlier only if they open 48 hours from
    /// now or later. They stay open for at least an hour, or for as long as before if that is less. Doors open at most
    /// 6 years (of 365 days) after sales. Reverts with `ScheduleInvalid`, or with `ScheduleUnchanged` if no time
    /// changes.
    ///
    /// The deadlines of holders and agents move with doorsOpenAt:
    /// - returnUntil moves by as much. It is then at least 48 hours from now, or at doors if they open sooner. A return
    ///   window that had closed may so open again, which only helps holders;
    /// - rebindUntil moves by as much. Once it has passed, it moves only if doors open at least 48 hours later than
    ///   before;
    /// - nameBy moves unless it has passed. It keeps its published distance from doors where that gives more time. If
    ///   doors come forward, it comes forward by at most as much. If they came forward with notice, it stays at least
    ///   24 hours from now.
    function reschedule(EventId eventId, uint40 doorsOpenAt, uint40 doorsCloseAt, uint40 salesCloseAt) external;

    /// @notice Lets doors close later, at most 7 days from now, for example when a storm puts a show off to the next
    /// day. For admins, until doors close; then reverts with `DoorsClosed`. Reverts with `ScheduleInvalid` if the new
    /// time is not later, or too late.
    function extendDoors(EventId eventId, uint40 doorsCloseAt) external;

    /// @notice Cancels an event for good, before doors open. For admins.
    /// @dev Not after doors open, because the chain must then accept what the gates let in. Refunds for a show that
    /// broke off are up to its sellers.
    function cancel(EventId eventId) external;

    /// @notice Stops grants until `resumeSales`. For members. Reverts with `SalesUnchanged` if sales are paused.
    function pauseSales(EventId eventId) external;

    /// @notice Allows grants again after `pauseSales`. For members. Reverts with `SalesUnchanged` if sales are not
    /// paused.
    function resumeSales(EventId eventId) external;

    /* CLASSES */

    /// @notice Raises the supply of a class to `supply` before doors open. For admins. Reverts with `SupplyInvalid`, or
    /// with `ReservedShareExceeded` if the class is reserved and the event has too many reserved places.
    function raiseSupply(EventId eventId, uint8 classId, uint32 supply) external;

    /// @notice Opens a reserved class to the public before doors open. For admins. It cannot be undone. Reverts with
    /// `ClassNotReserved` if the class is public.
    /// @dev Its places still count as ever reserved, because some may have been granted by then. So opening a class
    /// makes no room to raise another reserved class. Raising the opened class does, because the new places are public.
    function openReserved(EventId eventId, uint8 classId) external;

    /// @notice Gives a sale hook to a class that has none, at least 48 hours before sales open. For admins. The class
    /// has no rights yet, and can never get another hook. A pending offer to hand the event over goes stale. Reverts
    /// with `SaleHookFinal` if it is too late, or `ClassInvalid` if the hook is not a contract.
    function setSaleHook(EventId eventId, uint8 classId, address saleHook) external;

    /* HAND-OVER */

    /// @notice Offers the event, exactly as it is now, to another organizer; 0 withdraws the offer. For admins, before
    /// doors open. Reverts with `HandOverInvalid` if `to` has the event, `TeamNonexistent` if it does not exist, and
    /// `HandOverOfSharedScope` if the event shares a scope. Attesters would otherwise count for events of another
    /// organizer.
    function offerHandOver(EventId eventId, OrganizerId to) external;

    /// @notice Takes over an event that was offered to `to`. For admins of `to`, before doors open. Reverts with
    /// `HandOverStale` unless `termsHash` is the hash of the offer and of the event as it is now, and with
    /// `HandOverOfSharedScope` if the event shares a scope. A new era begins: gates and attesters of the former era no
    /// longer count, even if the event returns to an earlier organizer. Agents and their quotas stay.
    function acceptHandOver(EventId eventId, OrganizerId to, bytes32 termsHash) external;

    /* AGENTS */

    /// @notice Lets an agent and those under it grant up to `quota` rights of a class, directly under the organizer.
    /// For admins; members may lower the quota of an agent that is directly under the organizer. An agent that was
    /// under another agent, or was dismissed, comes directly under the organizer. Reverts with `AgentNonexistent`.
    function designateAgent(EventId eventId, uint8 classId, AgentId agentId, uint32 quota) external;

    /// @notice Ends what an agent and all those under it may do with a class. For members. Reverts with
    /// `AgentNotDesignated` if the agent is not designated for the class.
    function dismissAgent(EventId eventId, uint8 classId, AgentId agentId) external;

    /// @notice Lets agent `to` grant up to `quota` rights of a class under agent `from`, or changes the quota that
    /// `from` gave it. For admins of `from`. Reverts with `AgentNotDesignated` unless `from` is designated up to the
    /// organizer, `AgentNonexistent` if `to` does not exist, and `AgentTooDeep` beyond four levels.
    /// An agent gets its place once, with a quota above 0 (`AgentQuotaZero`). Only the organizer can give it another
    /// place (`AgentPlaced`), or a new one after it was dismissed (`AgentNotDesignated`).
    function delegate(EventId eventId, uint8 classId, AgentId from, AgentId to, uint32 quota) external;

    /* GATES */

    /// @notice Lets a key admit at the event, or stops it with `None`. For members; for admins if the gate is or
    /// becomes a desk. Gates belong to the era, see `eraOf`. `byHandLimit` counts over the whole event, and is 0 except
    /// for a desk. Reverts with `GateInvalid` otherwise, or if `gate` is 0.
    function setGate(EventId eventId, address gate, GateKind kind, uint32 byHandLimit) external;

    /* WHAT ENTRY RIGHTS ASK */

    /// @notice The terms for a grant by `sender` in the name of agent `agentId`. Reverts unless it may grant now: with
    /// `EventNonexistent`, `ClassNonexistent`, `EventIsCancelled`, `SalesArePaused`, `SalesClosed`,
    /// `AgentNotDesignated`, or as `checkMember` of AgentRegistry does.
    /// @return terms The class. @return chain The agent and those above it, each with its quota.
    function grantTerms(
        EventId eventId,
        uint8 classId,
        AgentId agentId,
        address sender,
        bool forwarded
    ) external view returns (GrantTerms terms, AgentChain chain);

    /// @notice The window in which rights may have been scanned. Reverts unless `gate` may admit now: with
    /// `EventNonexistent`, `TeamDirectOnly`, `GateOnly`, `EventIsCancelled` or `DoorsNotOpen`.
    /// @return doorsOpenAt In seconds. @return doorsCloseAt In seconds. @return byHandLimit Of a desk, else 0.
    function admitTerms(
        EventId eventId,
        address gate,
        bool forwarded
    ) external view returns (uint40 doorsOpenAt, uint40 doorsCloseAt, uint32 byHandLimit);

    /// @notice The terms of the event for a return, revocation, rebind or naming, and the verifier and scope of the
    /// persons of a grant. Reverts with `EventNonexistent`.
    function changeTerms(EventId eventId) external view returns (ChangeTerms memory);

    /// @notice The authority of `account` over rights of a class that `agentId` granted. If several apply, the last in
    /// the order of `Authority`. `None` also if the event, class or agent does not exist.
    function authorityOver(
        EventId eventId,
        uint8 classId,
        AgentId agentId,
        address account,
        bool forwarded
    ) external view returns (Authority);

    /// @notice Reverts unless `account` may reopen places of the class now. It must be a member of the organizer or the
    /// class's sale hook (`ReopenerOnly`), and must not come through a forwarder that the organizer refuses
    /// (`TeamDirectOnly` for the hook). The event must not be cancelled, nor doors be open. Other errors:
    /// `EventNonexistent`, `ClassNonexistent`.
    /// @return seated Whether the places of the class are seats.
    function checkReopen(
        EventId eventId,
        uint8 classId,
        address account,
        bool forwarded
    ) external view returns (bool seated);

    /// @notice Whether the event is cancelled; false also if it does not exist.
    function isCancelled(EventId eventId) external view returns (bool);

    /// @notice How often the event changed hands; 0 also if it does not exist. Only the gates of the present era, and
    /// the attesters of its scope in that era, count.
    /// @dev An era never comes back. 2^32 hand-overs of one event take more gas than a chain has in a year, and the
    /// next one would revert.
    function eraOf(EventId eventId) external view returns (uint32);

    /// @notice Reverts unless `account` is an admin of the event's organizer and may act in its name now. Reverts with
    /// `EventNonexistent`, or as `checkAdmin` does.
    function checkEventAdmin(EventId eventId, address account, bool forwarded) external view;

    /* VIEWS */

    /// @notice The registry of the agents that organizers designate.
    function AGENTS() external view returns (IAgentRegistry);

    /// @notice How many events exist. It is also the newest id.
    function eventCount() external view returns (uint32);

    /// @notice The event. Reverts with `EventNonexistent`.
    function eventOf(EventId eventId) external view returns (Event memory);

    /// @notice The class. Reverts with `EventNonexistent` or `ClassNonexistent`.
    function classOf(EventId eventId, uint8 classId) external view returns (Class memory);

    /// @notice Where an agent is in a class.
    function designationOf(EventId eventId, uint8 classId, AgentId agentId) external view returns (Designation memory);

    /// @notice An agent and those above it, each with its quota. Empty unless all of them are designated.
    function chainOf(EventId eventId, uint8 classId, AgentId agentId) external view returns (AgentChain);

    /// @notice What a key may do at the event in its present era.
    function gateOf(EventId eventId, address gate) external view returns (Gate memory);

    /// @notice Hash of the event and its classes as they are: keccak256 of their ABI encoding, see `acceptHandOver`.
    /// Reverts with `EventNonexistent`.
    function termsHashOf(EventId eventId) external view returns (bytes32);
}
