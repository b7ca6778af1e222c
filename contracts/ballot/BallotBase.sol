// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SaleHook} from "../hooks/SaleHook.sol";
import {IAttesterIdentityVerifier} from "../interfaces/IAttesterIdentityVerifier.sol";
import {IBallot} from "../interfaces/IBallot.sol";
import {IBeacon} from "../interfaces/IBeacon.sol";
import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {Entrants} from "../libraries/Entrants.sol";
import {Persons} from "../libraries/Persons.sol";
import {RelayContext} from "../relay/RelayContext.sol";
import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";
import {PerSize} from "../types/PerSize.sol";
import {RightId} from "../types/RightId.sol";

/// @title What the list and the waves of a ballot share: the draws, and the keys of entrants.
abstract contract BallotBase is IBallot, SaleHook, RelayContext {
    /// @dev From the seal to the round: the clock of a chain may lag by 30 minutes, so a shorter gap would let a
    /// sequencer list entrants when it knows the seed.
    uint256 private constant SEAL_GAP = 1 hours;
    uint256 private constant LEAST_APPEALS = 1 hours;
    /// @dev If windows were shorter, an organizer who controls the only agent could let each of them lapse.
    uint256 private constant LEAST_FIRST_WINDOW = 24 hours;
    uint256 private constant LEAST_LATER_WINDOW = 1 hours;

    /// @dev What a drawn class changes and each grant reads, in one slot. All 0 before the draw.
    struct State {
        // 2 × 40 + 3 × 32 + 4 × 8 = 208 bits
        uint40 deadline;
        uint40 keepUntil;
        uint32 wave;
        uint32 open;
        uint32 kept;
        Stage stage;
        bool byHolder;
        bool thenOpen;
        bool seated;
    }

    /// @dev What `open` fixes. `settle` copies `keepUntil` and the flags into the state.
    struct Fixed {
        // 4 × 40 + 64 + 3 × 8 = 248 bits
        uint40 listUntil;
        uint40 sealAt;
        uint40 keepUntil;
        uint40 salesOpenAt;
        uint64 round;
        bool byHolder;
        bool thenOpen;
        bool seated;
    }

    struct DrawBook {
        // slots 0 and 1
        State state;
        Fixed terms;
        // slot 2: 160 + 3 × 32 = 256 bits
        address attester;
        /// Era of the scope event in which the attester was named.
        uint32 attesterEra;
        uint32 firstWindow;
        uint32 laterWindow;
        // slot 3: 128 + 32 = 160 bits
        PerSize parties;
        uint32 rows;
        // slot 4: the wave offers the ranks [from, cutoff)
        PerSize from;
        PerSize cutoff;
        // slot 5
        bytes32 seed;
        // slot 6
        uint128 lastKey;
        Entrants.List list;
        /// Links of those who appealed.
        mapping(uint128 key => uint256 link) appealed;
        /// A byte for each rank, see `BallotWaves`: a bit for each member that took its place, and one for kept places.
        mapping(uint256 place => uint256 word) marks;
        mapping(uint128 key => uint8 times) restored;
    }

    /// @inheritdoc IBallot
    IEventRegistry public immutable EVENTS;
    /// @inheritdoc IBallot
    IBeacon public immutable BEACON;

    mapping(EventId eventId => mapping(uint8 classId => DrawBook)) internal _draws;

    /// @dev Asks no contract, so that a deployment can be planned before there is any.
    constructor(
        IEventRegistry events,
        IEntryRightRegistry rights,
        IBeacon beacon,
        address forwarder
    ) SaleHook(rights) RelayContext(forwarder) {
        EVENTS = events;
        BEACON = beacon;
    }

    /* TERMS */

    /// @inheritdoc IBallot
    function open(EventId eventId, uint8 classId, Terms calldata terms) external {
        EVENTS.checkEventAdmin(eventId, _msgSender(), _isForwarded());
        IEventRegistry.Class memory class = EVENTS.classOf(eventId, classId);
        if (class.saleHook != address(this)) revert DrawOfOtherHook(eventId, classId, class.saleHook);
        DrawBook storage draw = _draws[eventId][classId];
        if (_isOpened(draw)) revert DrawExists(eventId, classId);
        IEventRegistry.Event memory event_ = EVENTS.eventOf(eventId);
        if (event_.cancelled) revert IEventRegistry.EventIsCancelled(eventId);
        _checkTerms(terms, class.named, event_);

        uint64 round = BEACON.roundAfter(uint256(terms.sealAt) + SEAL_GAP);
        draw.terms = Fixed({
            listUntil: terms.listUntil,
            sealAt: terms.sealAt,
            keepUntil: terms.keepUntil,
            salesOpenAt: event_.salesOpenAt,
            round: round,
            byHolder: terms.byHolder,
            thenOpen: terms.thenOpen,
            seated: class.seated
        });
        (draw.firstWindow, draw.laterWindow) = (terms.firstWindow, terms.laterWindow);
        if (terms.attester != address(0)) {
            (draw.attester, draw.attesterEra) = (terms.attester, EVENTS.eraOf(event_.scope));
        }
        emit DrawOpened(eventId, classId, terms, round);
    }

    /// @dev A seal is never at 0.
    function _isOpened(DrawBook storage draw) internal view returns (bool) {
        return draw.terms.sealAt != 0;
    }

    function _checkTerms(Terms calldata terms, bool named, IEventRegistry.Event memory event_) private view {
        if (terms.listUntil <= block.timestamp) revert DrawTermsInvalid("listUntil");
        if (terms.sealAt < uint256(terms.listUntil) + LEAST_APPEALS) revert DrawTermsInvalid("sealAt");
        if (terms.keepUntil <= terms.sealAt || terms.keepUntil > event_.doorsOpenAt) {
            revert DrawTermsInvalid("keepUntil");
        }
        if (terms.firstWindow < LEAST_FIRST_WINDOW) revert DrawTermsInvalid("firstWindow");
        if (terms.laterWindow < LEAST_LATER_WINDOW) revert DrawTermsInvalid("laterWindow");
        if (terms.byHolder ? named : event_.identityVerifier == address(0)) revert DrawTermsInvalid("byHolder");
        if (terms.attester == address(0)) return;
        if (terms.byHolder) revert DrawTermsInvalid("attester");
        if (!_isTrusted(event_.identityVerifier, event_.scope, terms.attester)) revert DrawTermsInvalid("attester");
    }

    /// @inheritdoc IBallot
    function changeAttester(EventId eventId, uint8 classId, address attester) external {
        DrawBook storage draw = _draws[eventId][classId];
        if (!_isOpened(draw)) revert DrawMissing(eventId, classId);
        IEventRegistry.ChangeTerms memory terms = EVENTS.changeTerms(eventId);
        uint32 era = EVENTS.eraOf(terms.scope);
        if (
            draw.attester == address(0) ||
            draw.attesterEra == era ||
            !_isTrusted(terms.identityVerifier, terms.scope, attester)
        ) revert DrawAttesterInvalid(eventId, classId, attester);
        (draw.attester, draw.attesterEra) = (attester, era);
        emit DrawAttesterChanged(eventId, classId, attester);
    }

    /* WHAT THE PARTS SHARE */

    /// @dev Whether an identity verifier trusts the attester. The verifier may be hostile, or know no attesters: anything
    /// but a plain yes is a no. If the call runs out of gas, a 64th of it is left. So a caller with low gas cannot turn a
    /// yes into a no and go on, unless the verifier needs more than 400,000 gas to answer.
    function _isTrusted(address verifier, EventId scope, address attester) internal view returns (bool isTrusted) {
        bytes memory question = abi.encodeCall(IAttesterIdentityVerifier.isAttester, (scope, attester));
        assembly ("memory-safe") {
            // Reads only one word of the answer, even if it is longer.
            if staticcall(gas(), verifier, add(question, 0x20), mload(question), 0x00, 0x20) {
                isTrusted := and(gt(returndatasize(), 0x1f), eq(mload(0x00), 1))
            }
        }
    }

    /// @dev The party of an entrant; size 0 = not in the list. A list with proofs finds them in the hook data, at
    /// `index`.
    function _partyOf(
        DrawBook storage draw,
        uint128 key,
        bytes calldata hookData,
        uint256 index
    ) internal view virtual returns (uint256 size, uint256 number, uint256 member);

    /// @dev Reverts unless the class exists, its event is not cancelled, and doors are not open. Returns whether it is
    /// seated.
    function _checkGoesOn(EventId eventId, uint8 classId) internal view returns (bool seated) {
        return EVENTS.checkReopen(eventId, classId, address(this), false);
    }

    /// @dev Reverts if the event is cancelled, or doors are open. For acts that need the identity verifier too.
    function _termsGoingOn(EventId eventId) internal view returns (IEventRegistry.ChangeTerms memory terms) {
        terms = EVENTS.changeTerms(eventId);
        if (EVENTS.isCancelled(eventId)) revert IEventRegistry.EventIsCancelled(eventId);
        if (block.timestamp >= terms.doorsOpenAt) revert IEventRegistry.DoorsOpen(eventId, terms.doorsOpenAt);
    }

    /* KEYS */

    /// @dev The key of the person or holder, and whether the evidence, or the caller, shows it.
    function _vouchedKey(
        bool byHolder,
        IEventRegistry.ChangeTerms memory terms,
        AgentId agentId,
        address holder,
        bytes calldata evidence
    ) internal view returns (uint128 key, bool isVouched) {
        if (byHolder) return (_keyOf(holder), holder == _msgSender());
        (bytes32 tag, ) = Persons.ask(terms.identityVerifier, terms.scope, RightId.wrap(0), holder, agentId, evidence);
        return (_keyOf(tag), tag != 0);
    }

    function _keyOf(address holder) internal pure returns (uint128) {
        return _keyOf(keccak256(abi.encode(holder)));
    }

    function _keyOf(bytes32 tag) internal pure returns (uint128) {
        return uint128(bytes16(tag));
    }
}
