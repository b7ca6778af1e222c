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
/// @notice Published terms are final but for what the functions below change. All of them end when doors open, but for
/// `extendDoors`, and for pauses, agents and gates. All windows are [from, until); times are seconds since 1970.
/// @dev *Assumptions*: identity verifier and sale hook of an event do what its organizer wants of them. The clock of
/// the chain is right within a minute. One EntryRightRegistry serves this registry: nothing on chain binds them, and a
/// second one would grant the same supply again. The address book of a deployment names the one that counts.
///
/// *Does not check*: the event document behind `uri` against `documentHash` (readers do), class names (they are in the
/// log only, two classes may have one name), that an agent agrees to be designated, or any count of rights: those live
/// in EntryRightRegistry.
interface IEventRegistry is ITeams {
    struct Schedule {
        /// Rights may be granted in [salesOpenAt, salesCloseAt).
        uint40 salesOpenAt;
        uint40 salesCloseAt;
        /// Rights are admitted when scanned in [doorsOpenAt, doorsCloseAt). From doorsOpenAt on, a right changes only by
        /// being admitted.
        uint40 doorsOpenAt;
        uint40 doorsCloseAt;
        /// Holders may return rights, and agents revoke them, before this.
        uint40 returnUntil;
        /// Rights may be rebound to another key before this.
        uint40 rebindUntil;
        /// A right of a named class must have its person before this, or anyone may revoke it.
        uint40 nameBy;
    }

    struct Policy {
        /// Who vouches that a person stands behind a key; 0 = nobody, and then no class is named.
        address identityVerifier;
        /// The event in whose scope persons are counted; 0 = this one. Another needs an identity verifier.
        EventId scope;
        /// Rights of one person over the scope: 1 to 3 with an identity verifier, 0 without.
        uint8 maxPerPerson;
        /// How often one right may be rebound to another key.
        uint8 maxRebinds;
        /// Share of all places, in 1/10,000, that must never have been in a reserved class. A public class with a sale
        /// hook counts as public, and so does one that no agent may grant.
        uint16 minPublicBps;
    }

    struct EventTerms {
        string name;
        /// Where the event document is: a schema.org/Event with one key `doorkey`.
        string uri;
        /// keccak256 of the bytes of the event document.
        bytes32 documentHash;
        Schedule schedule;
        Policy policy;
    }

    struct ClassTerms {
        /// Known to readers of the log; contracts count classes from 1, in the order of publishing.
        string name;
        uint32 supply;
        /// Not for the public: work, sponsors, press.
        bool reserved;
        /// Every right has a seat, 0 to supply - 1, numbered along the rows.
        bool seated;
        /// Every right needs a person: when it is granted, or for reserved classes by `nameBy`.
        bool named;
        /// Asked in each grant; 0 = open sale.
        address saleHook;
    }

    /// @notice What a gate key may do at an event.
    enum GateKind {
        None,
        /// Admits against entry proofs.
        Scanner,
        /// The identity lane: admits by hand too, at most `byHandLimit` rights.
        Desk
    }

    /// @notice Where an agent stands in a class of an event.
    enum DesignationStatus {
        /// Never designated, never delegated to.
        None,
        Designated,
        /// Dismissed by the organizer, who alone may designate it again.
        Dismissed
    }

    /// @notice Who an account is to a right.
    enum Authority {
        None,
        /// A member of the organizer, and not of the agent: names and rebinds with evidence or the holder's consent.
        OrganizerMember,
        /// A member of the agent that granted it, the agent's team active and designated up to the organizer. It may do
        /// what a member of the organizer may, and revoke until returnUntil.
        Agent,
        /// An admin of the organizer: rebinds rights without a name, and revokes, alone.
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
        /// Doors as published, or as last set with 48 hours' notice, or later than either. Without such notice doors come
        /// forward by 3 hours from here, so that short steps never add up.
        uint40 announcedDoorsAt;
        /// Places in all classes.
        uint40 places;
        /// Of them, those that are or were in a reserved class: it never falls.
        uint40 everReservedPlaces;
        /// The event in whose scope persons are counted, never 0.
        EventId scope;
        bool cancelled;
        /// Another event counts its persons in this one's scope.
        bool scopeShared;
        // slot 3
        bytes32 documentHash;
        // the rest: nothing on chain reads it
        string name;
        string uri;
    }

    /// @notice What a change of a right must know of its event; for the rarer acts.
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
    /// @notice Emitted when an event was rescheduled or its doors extended, with its whole new schedule, and the doors
    /// from which they may come forward without notice.
    event EventRescheduled(EventId indexed eventId, Schedule schedule, uint40 announcedDoorsAt);
    /// @notice Emitted when an event was cancelled for good.
    event EventCancelled(EventId indexed eventId);
    /// @notice Emitted when no rights may be granted until sales resume.
    event SalesPaused(EventId indexed eventId);
    /// @notice Emitted when rights may be granted again.
    event SalesResumed(EventId indexed eventId);
    /// @notice Emitted when a class grew to `supply` places.
    event SupplyRaised(EventId indexed eventId, uint8 indexed classId, uint32 supply);
    /// @notice Emitted when a reserved class was opened to the public.
    event ReservedOpened(EventId indexed eventId, uint8 indexed classId);
    /// @notice Emitted when a class that had no sale hook got one.
    event SaleHookSet(EventId indexed eventId, uint8 indexed classId, address saleHook);
    /// @notice Emitted when an organizer offered its event, as it is, to another; organizer 0 = the offer was withdrawn.
    event HandOverOffered(EventId indexed eventId, OrganizerId indexed to, bytes32 termsHash);
    /// @notice Emitted when an event changed hands: its next era began, without gates and attesters.
    event HandedOver(EventId indexed eventId, OrganizerId indexed from, OrganizerId indexed to);
    /// @notice Emitted when an agent may grant rights of a class, directly under the organizer.
    event AgentDesignated(EventId indexed eventId, uint8 indexed classId, AgentId indexed agentId, uint32 quota);
    /// @notice Emitted when an agent may grant rights of a class under another agent.
    event AgentDelegated(
        EventId indexed eventId,
        uint8 indexed classId,
        AgentId indexed agentId,
        AgentId parent,
        uint32 quota
    );
    /// @notice Emitted when an agent, and with it all those under it, may no longer grant rights of a class.
    event AgentDismissed(EventId indexed eventId, uint8 indexed classId, AgentId indexed agentId);
    /// @notice Emitted when the present organizer let a key admit, changed what it may do, or stopped it. It holds until the
    /// event changes hands.
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
    /// @notice Thrown when `field` breaks the order of times (see `registerEvent`), or the notice that changing it takes
    /// (see `reschedule` and `extendDoors`).
    error ScheduleInvalid(string field, uint40 value);
    /// @notice Thrown when an event would be rescheduled to the times that it has.
    error ScheduleUnchanged(EventId eventId);
    /// @notice Thrown when `field` of the policy is out of its range.
    error PolicyInvalid(string field, uint256 value);
    /// @notice Thrown when an event cannot count its persons in the scope of `scope`.
    error ScopeInvalid(EventId scope);
    /// @notice Thrown when `field` of the event is too long: a name has at most 256 bytes, a uri 2,048.
    error EventTextTooLong(string field, uint256 length);
    /// @notice Thrown when an event has no class, or more than 64.
    error ClassCountInvalid(uint256 count);
    /// @notice Thrown when `field` of a class is out of its range.
    error ClassInvalid(uint8 classId, string field);
    /// @notice Thrown when too many places would be, or have been, reserved.
    error ReservedShareExceeded(uint256 everReservedPlaces, uint256 places, uint16 minPublicBps);
    /// @notice Thrown when the event was cancelled.
    error EventIsCancelled(EventId eventId);
    /// @notice Thrown when doors are open already.
    error DoorsOpen(EventId eventId, uint40 doorsOpenAt);
    /// @notice Thrown when doors are not open yet.
    error DoorsNotOpen(EventId eventId, uint40 doorsOpenAt);
    /// @notice Thrown when doors are closed already.
    error DoorsClosed(EventId eventId, uint40 doorsCloseAt);
    /// @notice Thrown when rights are granted outside [salesOpenAt, salesCloseAt).
    error SalesClosed(EventId eventId, uint40 salesOpenAt, uint40 salesCloseAt);
    /// @notice Thrown when rights are granted while sales are paused.
    error SalesArePaused(EventId eventId);
    /// @notice Thrown when sales are paused twice, or resumed without a pause.
    error SalesUnchanged(EventId eventId, bool paused);
    /// @notice Thrown when a class would not grow, or out of its range.
    error SupplyInvalid(EventId eventId, uint8 classId, uint32 supply);
    /// @notice Thrown when a class is public already.
    error ClassNotReserved(EventId eventId, uint8 classId);
    /// @notice Thrown when a class's sale hook can change no more: it has one, or sales open in less than 48 hours.
    error SaleHookFinal(EventId eventId, uint8 classId);
    /// @notice Thrown when an event that shares a scope with others would leave its organizer.
    error HandOverOfSharedScope(EventId eventId);
    /// @notice Thrown when an event is offered to its own organizer.
    error HandOverInvalid(EventId eventId, OrganizerId to);
    /// @notice Thrown when there is no such offer, or the event changed since it was made.
    error HandOverStale(EventId eventId, OrganizerId to, bytes32 termsHash);
    /// @notice Thrown when no agent has this id.
    error AgentNonexistent(AgentId agentId);
    /// @notice Thrown when an agent, or one above it, is not designated for the class.
    error AgentNotDesignated(EventId eventId, uint8 classId, AgentId agentId);
    /// @notice Thrown when an agent has its place in the class already: under `parent`, 0 = under the organizer.
    error AgentPlaced(EventId eventId, uint8 classId, AgentId agentId, AgentId parent);
    /// @notice Thrown when an agent would stand more than four levels below the organizer.
    error AgentTooDeep(EventId eventId, uint8 classId, AgentId agentId);
    /// @notice Thrown when an agent would get its place in a class under another agent with a quota of 0.
    error AgentQuotaZero(EventId eventId, uint8 classId, AgentId agentId);
    /// @notice Thrown when a gate's terms do not fit: the zero address, or a limit by hand for one that is no desk.
    error GateInvalid(EventId eventId, address gate);
    /// @notice Thrown when `account` is not a gate of the event; or, when `desk`, not one that may admit by hand.
    error GateOnly(EventId eventId, address account, bool desk);
    /// @notice Thrown when `account` may not reopen places of the class.
    error ReopenerOnly(EventId eventId, uint8 classId, address account);

    /* EVENTS */

    /// @notice Publishes an event. For admins of the organizer.
    /// Schedule: salesOpenAt < salesCloseAt ≤ doorsCloseAt; returnUntil, rebindUntil, nameBy ≤ doorsOpenAt <
    /// doorsCloseAt; doors open in the future, and at most 6 years (of 365 days) after sales, which open at most 30 days
    /// ago. Policy: see `Policy`; a scope other than 0 is an earlier event of the same organizer that is its own scope,
    /// and verifier and maxPerPerson must repeat its own. Classes: 1 to 64; a name has at most 64 bytes; a supply is at
    /// least 1, a seated one at most 2^24; a named class needs a verifier, and with one every reserved class is named.
    /// Verifier and sale hooks must be contracts; a key with EIP-7702 code is none.
    function registerEvent(
        OrganizerId organizerId,
        EventTerms calldata terms,
        ClassTerms[] calldata classes
    ) external returns (EventId eventId);

    /// @notice Reschedules an event before its doors open. For admins.
    /// Doors come forward to 48 hours from now or later; or, on the day itself, to at most 3 hours before
    /// `announcedDoorsAt` and at least 1 hour from now. Doors close earlier only if they open 48 hours from now or later,
    /// and stay open for an hour, or as long as they did. Doors open at most 6 years (of 365 days) after sales.
    ///
    /// What holders and agents count on moves along:
    /// - returnUntil, as far as doorsOpenAt; then it is 48 hours from now or doors, whichever is sooner, at least. It may
    ///   reopen, which helps holders only;
    /// - rebindUntil, as far as doorsOpenAt; once it has passed, only if doors open at least 48 hours later than before;
    /// - nameBy, unless it has passed. It keeps its published distance from doors where that gives more time. If doors
    ///   come forward, it comes at most as far forward, and not before 24 hours from now where they came with notice.
    function reschedule(EventId eventId, uint40 doorsOpenAt, uint40 doorsCloseAt, uint40 salesCloseAt) external;

    /// @notice Lets doors close later, at most 7 days from now: "come back tomorrow", after a storm. For admins, from
    /// publication until doors close. It takes nothing from anybody.
    function extendDoors(EventId eventId, uint40 doorsCloseAt) external;

    /// @notice Cancels an event for good, before doors open. For admins.
    /// @dev Not afterwards: what the gate let in, the chain must be able to accept. Money back for a show that broke off
    /// is a matter of those who sold it.
    function cancel(EventId eventId) external;

    /// @notice Stops grants until `resumeSales`. For members.
    function pauseSales(EventId eventId) external;

    /// @notice Lets grants go on after `pauseSales`. For members.
    function resumeSales(EventId eventId) external;

    /* CLASSES */

    /// @notice Raises the supply of a class to `supply` before doors open. For admins.
    function raiseSupply(EventId eventId, uint8 classId, uint32 supply) external;

    /// @notice Opens a reserved class to the public before doors open; there is no way back. For admins.
    /// @dev Its places still count as ever reserved: some may have been granted by then. So opening a class gives no room
    /// to raise another reserved one; raising the opened class does, since those places are public.
    function openReserved(EventId eventId, uint8 classId) external;

    /// @notice Gives a class without a sale hook one, 48 hours before sales open at the latest. For admins, unless the
    /// event is cancelled. The class has no right then, and never gets another hook. An offer to hand the event over
    /// goes stale.
    function setSaleHook(EventId eventId, uint8 classId, address saleHook) external;

    /* HAND-OVER */

    /// @notice Offers the event, exactly as it is now, to another organizer; 0 withdraws. For admins, before doors open.
    /// An event that shares a scope stays: its organizer would lose, or gain, attesters over events of another.
    function offerHandOver(EventId eventId, OrganizerId to) external;

    /// @notice Takes over an event that was offered to `to`. For admins of `to`, before doors open. `termsHash` must be
    /// that of the offer and of the event as it is. A new era begins: gates and attesters of the former one cease, also
    /// when the event comes back to who had it before. Agents and their quotas stay.
    function acceptHandOver(EventId eventId, OrganizerId to, bytes32 termsHash) external;

    /* AGENTS */

    /// @notice Lets an agent and those under it grant up to `quota` rights of a class, directly under the organizer.
    /// For admins; members may lower the quota of an agent that is directly under the organizer. An agent that stands
    /// under another, or was dismissed, comes directly under the organizer.
    function designateAgent(EventId eventId, uint8 classId, AgentId agentId, uint32 quota) external;

    /// @notice Ends what an agent, and all those under it, may do with a class. For members.
    function dismissAgent(EventId eventId, uint8 classId, AgentId agentId) external;

    /// @notice Lets agent `to` grant up to `quota` rights of a class under agent `from`, or changes the quota that
    /// `from` gave it. For admins of `from`, which must be designated up to the organizer. At most four levels.
    /// An agent's place is set once, and with a quota: only the organizer can give it another, or one at all after it was
    /// dismissed.
    function delegate(EventId eventId, uint8 classId, AgentId from, AgentId to, uint32 quota) external;

    /* GATES */

    /// @notice Lets a key admit at the event, or stops it with `None`. Gates belong to the era, see `eraOf`.
    /// For members; for admins when the gate is or becomes a desk. `byHandLimit` is over the whole event, 0 but for a
    /// desk.
    function setGate(EventId eventId, address gate, GateKind kind, uint32 byHandLimit) external;

    /* WHAT ENTRY RIGHTS ASK */

    /// @notice All that a grant by `sender` of agent `agentId` must know; reverts when it may not grant now.
    /// @return terms The class. @return chain The agent and those above it, each with its quota.
    function grantTerms(
        EventId eventId,
        uint8 classId,
        AgentId agentId,
        address sender,
        bool forwarded
    ) external view returns (GrantTerms terms, AgentChain chain);

    /// @notice The window in which rights may have been scanned; reverts unless `gate` may admit now.
    /// @return doorsOpenAt In seconds. @return doorsCloseAt In seconds. @return byHandLimit Of a desk, else 0.
    function admitTerms(
        EventId eventId,
        address gate,
        bool forwarded
    ) external view returns (uint40 doorsOpenAt, uint40 doorsCloseAt, uint32 byHandLimit);

    /// @notice All that a return, revocation, rebind or naming must know of the event, and who vouches for the persons
    /// of a grant in which scope.
    function changeTerms(EventId eventId) external view returns (ChangeTerms memory);

    /// @notice Who `account` is to rights of a class that were granted by `agentId`: the last of `Authority` that it is,
    /// `None` too when there is no such event, class or agent.
    function authorityOver(
        EventId eventId,
        uint8 classId,
        AgentId agentId,
        address account,
        bool forwarded
    ) external view returns (Authority);

    /// @notice Reverts unless `account` may reopen places of the class now: a member of the organizer or the class's
    /// sale hook, not through a forwarder that the organizer refuses, not cancelled, before doors.
    /// @return seated Whether the places of the class are seats.
    function checkReopen(
        EventId eventId,
        uint8 classId,
        address account,
        bool forwarded
    ) external view returns (bool seated);

    /// @notice Whether the event was cancelled; false too when there is no such event.
    function isCancelled(EventId eventId) external view returns (bool);

    /// @notice How often the event changed hands; 0 too when there is no such event. Gates, and attesters of its scope,
    /// are those of the present era.
    /// @dev An era never comes back: 2^32 hand-overs of one event take more gas than a chain has in a year, and the next
    /// one would revert.
    function eraOf(EventId eventId) external view returns (uint32);

    /// @notice Reverts unless `account` is an admin of the event's organizer and may act in its name now.
    function checkEventAdmin(EventId eventId, address account, bool forwarded) external view;

    /* VIEWS */

    /// @notice The registry of the agents that organizers designate.
    function AGENTS() external view returns (IAgentRegistry);

    /// @notice How many events there are; also the newest id.
    function eventCount() external view returns (uint32);

    /// @notice The event. Reverts when there is none.
    function eventOf(EventId eventId) external view returns (Event memory);

    /// @notice The class. Reverts when there is none.
    function classOf(EventId eventId, uint8 classId) external view returns (Class memory);

    /// @notice Where an agent stands in a class.
    function designationOf(EventId eventId, uint8 classId, AgentId agentId) external view returns (Designation memory);

    /// @notice An agent and those above it, each with its quota; empty unless all of them are designated.
    function chainOf(EventId eventId, uint8 classId, AgentId agentId) external view returns (AgentChain);

    /// @notice What a key may do at the event in its present era.
    function gateOf(EventId eventId, address gate) external view returns (Gate memory);

    /// @notice Hash of event and classes as they are: keccak256 of their ABI encoding, see `acceptHandOver`.
    function termsHashOf(EventId eventId) external view returns (bytes32);
}
