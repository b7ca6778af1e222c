// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IAttesterIdentityVerifier} from "../../contracts/interfaces/IAttesterIdentityVerifier.sol";
import {IEntryRightRegistry} from "../../contracts/interfaces/IEntryRightRegistry.sol";
import {IEventRegistry} from "../../contracts/interfaces/IEventRegistry.sol";
import {ISaleHook} from "../../contracts/interfaces/ISaleHook.sol";
import {ITeams} from "../../contracts/interfaces/ITeams.sol";
import {vm} from "../../contracts/mocks/Vm.sol";
import {AgentId} from "../../contracts/types/AgentId.sol";
import {Entry, EntryLib} from "../../contracts/types/Entry.sol";
import {EventId} from "../../contracts/types/EventId.sol";
import {OrganizerId} from "../../contracts/types/OrganizerId.sol";
import {RightId} from "../../contracts/types/RightId.sol";
import {Ledger} from "./Ledger.sol";

/// @notice A walk through what happens to rights, at and around the bounds of every window. No act knows what it should
/// do. It makes a call that is likely to succeed, and the ledger keeps the logs of it.
abstract contract LedgerWalk is Ledger, ISaleHook {
    /// One more than share the words that count batches and classes.
    uint8 private constant CLASSES = 17;
    uint32 private constant EVENTS = 4;
    uint256 private constant ADMIN = 1;

    /* THE WORLD */

    /// @notice Three events that count persons together, and one without persons, of one organizer; agents 1 and 2 directly
    /// under it, 3 under 1, 4 under 3.
    function begin(uint256 seed) external {
        dice.state = seed;
        vm.warp(START);
        _must(ADMIN, address(suite.events), abi.encodeCall(ITeams.register, ("team", "uri")));
        for (uint256 i = 1; i <= AGENTS; ++i) {
            _must(20 + i, address(suite.agents), abi.encodeCall(ITeams.register, ("team", "uri")));
        }
        for (uint32 e = 1; e <= EVENTS; ++e) _open(e);
    }

    function _must(uint256 key, address to, bytes memory data) private {
        require(_doDirectly(key, to, data), "the world does not begin");
    }

    function _open(uint32 number) private {
        bool identified = number != EVENTS;
        uint40 doors = uint40(START + 3 days + dice.roll(2 days));
        IEventRegistry.EventTerms memory terms;
        terms.schedule = IEventRegistry.Schedule({
            salesOpenAt: uint40(START),
            salesCloseAt: doors + 3 hours,
            doorsOpenAt: doors,
            doorsCloseAt: doors + 6 hours,
            returnUntil: uint40(doors - dice.roll(1 days)),
            rebindUntil: uint40(doors - dice.roll(1 days)),
            nameBy: uint40(doors - dice.roll(1 days))
        });
        terms.policy.maxRebinds = 2;
        if (identified) {
            terms.policy.identityVerifier = address(suite.verifier);
            terms.policy.maxPerPerson = 2;
            if (number != 1) terms.policy.scope = EventId.wrap(1);
        }
        IEventRegistry.ClassTerms[] memory classes = new IEventRegistry.ClassTerms[](CLASSES);
        for (uint256 i = 0; i < CLASSES; ++i) {
            classes[i].supply = uint32(i == 0 ? 300 : 6 + dice.roll(10));
            classes[i].seated = i % 3 == 1;
            classes[i].reserved = i % 4 == 3;
            classes[i].named = identified && (classes[i].reserved || i % 4 == 2);
            if (i % 8 == 0) classes[i].saleHook = address(this);
        }
        OrganizerId organizer = OrganizerId.wrap(1);
        address events = address(suite.events);
        _must(ADMIN, events, abi.encodeCall(IEventRegistry.registerEvent, (organizer, terms, classes)));

        EventId eventId = EventId.wrap(number);
        for (uint8 c = 1; c <= CLASSES; ++c) {
            for (uint32 a = 1; a <= 2; ++a) _must(ADMIN, events, _designating(eventId, c, AgentId.wrap(a)));
            _must(21, events, _delegating(eventId, c, 1, 3));
            _must(23, events, _delegating(eventId, c, 3, 4));
        }
        _must(ADMIN, events, _gating(eventId, SCANNER + 1, IEventRegistry.GateKind.Scanner, 0));
        _must(ADMIN, events, _gating(eventId, DESK + 1, IEventRegistry.GateKind.Desk, 8));
        if (number != 1) return;
        bytes memory data = abi.encodeCall(IAttesterIdentityVerifier.setAttester, (eventId, vm.addr(ATTESTER), true));
        _must(ADMIN, address(suite.verifier), data);
    }

    function _designating(EventId eventId, uint8 classId, AgentId agentId) private returns (bytes memory) {
        return abi.encodeCall(IEventRegistry.designateAgent, (eventId, classId, agentId, _quota()));
    }

    function _delegating(EventId eventId, uint8 classId, uint32 from, uint32 to) private returns (bytes memory) {
        return
            abi.encodeCall(IEventRegistry.delegate, (eventId, classId, AgentId.wrap(from), AgentId.wrap(to), _quota()));
    }

    function _quota() private returns (uint32) {
        return uint32(1 + dice.roll(dice.oneIn(3) ? 12 : 400));
    }

    function _gating(
        EventId eventId,
        uint256 key,
        IEventRegistry.GateKind kind,
        uint32 limit
    ) private pure returns (bytes memory) {
        return abi.encodeCall(IEventRegistry.setGate, (eventId, vm.addr(key), kind, limit));
    }

    /* ACTS */

    function step(uint256 seed) external {
        dice.state = seed;
        uint256 sort = dice.roll(24);
        if (sort < 7) return _grant();
        if (sort < 9) return _return();
        if (sort < 11) return _revoke();
        if (sort < 13) return _reopen();
        if (sort < 15) return _rebind();
        if (sort < 16) return _name();
        if (sort < 19) return _admit();
        if (sort < 20) return _admitByHand();
        if (sort < 23) return _warp();
        _changeEvent();
    }

    function _grant() private {
        (EventId eventId, uint8 classId) = _anyClass();
        IEventRegistry.Class memory class = suite.events.classOf(eventId, classId);
        AgentId agentId = AgentId.wrap(uint32(1 + dice.roll(4)));
        uint256 count = dice.oneIn(8) && class.supply > 100 ? 125 + dice.roll(8) : 1 + dice.roll(class.supply / 2);
        bool party = dice.oneIn(3);
        address holder = holders[dice.roll(HOLDERS)];
        uint256 seat = dice.roll(class.supply);
        bytes memory records;
        // Reserved places get their persons later, now and then.
        bool tagged = dice.oneIn(class.named && !class.reserved ? 1 : 3) && !dice.oneIn(8);
        if (EventId.unwrap(eventId) == EVENTS) tagged = false;
        bytes[] memory evidence = new bytes[](tagged ? count : 0);
        for (uint256 i = 0; i < count; ++i) {
            if (!party) holder = holders[dice.roll(HOLDERS)];
            records = bytes.concat(records, bytes20(holder));
            if (class.seated) records = bytes.concat(records, bytes3(uint24((seat + i) % class.supply)));
            if (!tagged || dice.oneIn(8)) continue;
            bytes32 tag = bytes32(1 + dice.roll(PERSONS));
            evidence[i] = _attest(EventId.wrap(1), tag, holder, agentId, RightId.wrap(0));
        }
        bytes memory data = abi.encodeCall(
            IEntryRightRegistry.grant,
            (eventId, classId, agentId, records, evidence, "", 0)
        );
        if (_do(20 + AgentId.unwrap(agentId), address(suite.rights), data)) _checkQuotas(eventId, classId, agentId);
    }

    /// @inheritdoc ISaleHook
    /// @dev Reopens what it can.
    function beforeGrant(
        RightId first,
        uint8 classId,
        AgentId,
        bytes calldata,
        bytes32[] calldata,
        bytes calldata
    ) external override {
        try suite.rights.reopen(first.eventId(), classId, 1) {} catch {}
    }

    function _return() private {
        if (told.length == 0) return;
        Told memory right = _anyRight();
        IEntryRightRegistry.SignedReturn[] memory wishes = new IEntryRightRegistry.SignedReturn[](1 + dice.roll(2));
        for (uint256 i = 0; i < wishes.length; ++i) {
            uint8 count = uint8(1 + dice.roll(3));
            bytes32 structHash = keccak256(
                abi.encode(
                    keccak256("Return(uint64 rightId,uint8 count,address holder,uint8 rebinds,uint64 expiresAt)"),
                    right.id,
                    count,
                    right.holder,
                    right.rebinds,
                    uint64(block.timestamp + 1)
                )
            );
            wishes[i] = IEntryRightRegistry.SignedReturn({
                rightId: right.id,
                count: count,
                rebinds: right.rebinds,
                expiresAt: uint64(block.timestamp + 1),
                signature: _signStatement(holderNumber[right.holder], structHash)
            });
        }
        _do(STRANGER, address(suite.rights), abi.encodeCall(IEntryRightRegistry.returnRights, (wishes)));
    }

    function _revoke() private {
        if (told.length == 0) return;
        RightId[] memory ids = new RightId[](1 + dice.roll(4));
        // Some of one batch, and sometimes the same right twice.
        Told memory right = _anyRight();
        for (uint256 i = 0; i < ids.length; ++i) ids[i] = right.id.plus(dice.roll(3));
        _do(_keyFor(right), address(suite.rights), abi.encodeCall(IEntryRightRegistry.revoke, (ids, "")));
    }

    function _reopen() private {
        (EventId eventId, uint8 classId) = _anyClass();
        // Of a right that is no more, if there is one.
        if (told.length != 0) {
            Told memory right = told[dice.roll(told.length)];
            (eventId, classId) = (right.id.eventId(), right.classId);
        }
        (, uint256 freed) = suite.rights.placesOf(eventId, classId);
        IEventRegistry.Class memory class = suite.events.classOf(eventId, classId);
        if (!class.seated) {
            bytes memory places = abi.encodeCall(
                IEntryRightRegistry.reopen,
                (eventId, classId, uint32(dice.roll(freed + 2)))
            );
            _do(ADMIN, address(suite.rights), places);
            return;
        }
        uint24[] memory seats = new uint24[](1 + dice.roll(2));
        uint24 seat = uint24(dice.roll(class.supply));
        for (uint256 i = 0; i < class.supply; ++i) {
            (, bool isFreed) = suite.rights.seatOf(eventId, classId, seat);
            if (isFreed) break;
            seat = uint24((seat + 1) % class.supply);
        }
        for (uint256 i = 0; i < seats.length; ++i) seats[i] = seat;
        _do(ADMIN, address(suite.rights), abi.encodeCall(IEntryRightRegistry.reopenSeats, (eventId, classId, seats)));
    }

    function _rebind() private {
        if (told.length == 0) return;
        Told memory right = _anyRight();
        address holder = holders[dice.roll(HOLDERS)];
        bytes memory proof;
        if (right.named) proof = _attest(EventId.wrap(1), right.tag, holder, right.agentId, right.id);
        _do(ADMIN, address(suite.rights), abi.encodeCall(IEntryRightRegistry.rebind, (right.id, holder, proof)));
    }

    function _name() private {
        if (told.length == 0) return;
        Told memory right = _anyRight();
        // One that needs a name, if there is one among some.
        for (uint256 i = 0; i < 16 && !_mustBeNamed(right); ++i) right = _anyRight();
        address holder = dice.oneIn(2) ? right.holder : holders[dice.roll(HOLDERS)];
        bytes memory evidence = _attest(
            EventId.wrap(1),
            bytes32(1 + dice.roll(PERSONS)),
            holder,
            right.agentId,
            right.id
        );
        bytes memory data = abi.encodeCall(IEntryRightRegistry.nameRight, (right.id, holder, evidence));
        _do(_keyFor(right), address(suite.rights), data);
    }

    /// @dev Entries of one event in any order, of batches large and small, each twice now and then.
    function _admit() private {
        if (told.length == 0) return;
        Told memory right = _anyRight();
        EventId eventId = right.id.eventId();
        IEventRegistry.Event memory event_ = suite.events.eventOf(eventId);
        Entry[] memory entries = new Entry[](1 + dice.roll(5));
        bytes memory signatures;
        for (uint256 i = 0; i < entries.length; ++i) {
            if (dice.oneIn(2)) right = _anyRight();
            (Entry entry, bytes memory signature) = _show(right, _scannedAt(event_));
            entries[i] = entry;
            signatures = abi.encodePacked(signatures, uint16(signature.length), signature);
        }
        bytes memory data = abi.encodeCall(IEntryRightRegistry.admit, (eventId, entries, signatures));
        _do(SCANNER + 1, address(suite.rights), data);
    }

    function _show(Told memory right, uint40 scannedAt) private returns (Entry entry, bytes memory signature) {
        uint8 count = uint8(1 + dice.roll(4));
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256("EntryProof(uint64 rightId,uint8 count,address holder,uint64 issuedAt,bytes8 challenge)"),
                right.id,
                count,
                right.holder,
                uint64(scannedAt),
                bytes8(0)
            )
        );
        signature = _signStatement(holderNumber[right.holder], structHash);
        entry = EntryLib.pack(right.id, count, scannedAt, 0, scannedAt, 1);
    }

    function _admitByHand() private {
        if (told.length == 0) return;
        Told memory right = _anyRight();
        EventId eventId = right.id.eventId();
        RightId[] memory ids = new RightId[](1 + dice.roll(3));
        for (uint256 i = 0; i < ids.length; ++i) ids[i] = right.id.plus(dice.roll(2));
        bytes memory data = abi.encodeCall(
            IEntryRightRegistry.admitByHand,
            (eventId, ids, _scannedAt(suite.events.eventOf(eventId)), "card")
        );
        _do(DESK + 1, address(suite.rights), data);
    }

    /// @dev Mostly within the doors, else a second around one of their ends.
    function _scannedAt(IEventRegistry.Event memory event_) private returns (uint40) {
        uint256 sort = dice.roll(8);
        if (sort == 0) return uint40(event_.doorsOpenAt + dice.roll(3) - 1);
        if (sort == 1) return uint40(event_.doorsCloseAt + dice.roll(3) - 1);
        return uint40(event_.doorsOpenAt + dice.roll(event_.doorsCloseAt - event_.doorsOpenAt));
    }

    /// @dev On, some hours, or to a second around one of the bounds ahead.
    function _warp() private {
        IEventRegistry.Event memory event_ = suite.events.eventOf(_anyEvent());
        uint40[5] memory bounds = [
            event_.returnUntil,
            event_.rebindUntil,
            event_.nameBy,
            event_.doorsOpenAt,
            event_.salesCloseAt
        ];
        uint256 to = bounds[dice.roll(5)] + dice.roll(3) - 1;
        if (to <= block.timestamp || dice.oneIn(2)) to = block.timestamp + dice.roll(6 hours);
        vm.warp(to);
    }

    function _changeEvent() private {
        (EventId eventId, uint8 classId) = _anyClass();
        IEventRegistry.Class memory class = suite.events.classOf(eventId, classId);
        uint256 sort = dice.roll(6);
        bytes memory data = abi.encodeCall(IEventRegistry.raiseSupply, (eventId, classId, class.supply + 3));
        if (sort == 1) data = _designating(eventId, classId, AgentId.wrap(uint32(1 + dice.roll(4))));
        if (sort == 2) data = abi.encodeCall(IEventRegistry.openReserved, (eventId, classId));
        if (sort == 3 && dice.oneIn(4)) data = abi.encodeCall(IEventRegistry.cancel, (eventId));
        _do(ADMIN, address(suite.events), data);
    }

    /* CHOOSE */

    function _anyEvent() private returns (EventId) {
        return EventId.wrap(uint32(1 + dice.roll(EVENTS)));
    }

    /// @dev Mostly one of a few, so that they fill up: of the first word that counts, and of both others.
    function _anyClass() private returns (EventId, uint8) {
        uint8[4] memory few = [1, 2, 8, CLASSES];
        return (_anyEvent(), dice.oneIn(3) ? uint8(1 + dice.roll(CLASSES)) : few[dice.roll(4)]);
    }

    /// @dev Live, if there is one among a few; of the newest, now and then.
    function _anyRight() private returns (Told memory) {
        uint256 spot = dice.oneIn(4) ? told.length - 1 : dice.roll(told.length);
        for (uint256 tries = dice.roll(4); tries != 0 && !_isLive(told[spot]); --tries) {
            spot = dice.roll(told.length);
        }
        return told[spot];
    }

    function _mustBeNamed(Told memory right) private view returns (bool) {
        return !right.named && suite.events.classOf(right.id.eventId(), right.classId).named;
    }

    function _keyFor(Told memory right) private returns (uint256) {
        return dice.oneIn(2) ? ADMIN : 20 + AgentId.unwrap(right.agentId);
    }
}
