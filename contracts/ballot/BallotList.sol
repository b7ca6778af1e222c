// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBallot} from "../interfaces/IBallot.sol";
import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {Entrants} from "../libraries/Entrants.sol";
import {Records} from "../libraries/Records.sol";
import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";
import {PerSize} from "../types/PerSize.sol";
import {BallotBase} from "./BallotBase.sol";

/// @title The entrants of a draw, listed in code, and those who appealed.
abstract contract BallotList is BallotBase {
    using Entrants for Entrants.List;

    uint256 private constant STORE_SIZE = Records.MAX_HOLDERS * Entrants.ROW_SIZE;

    /// @inheritdoc IBallot
    function list(EventId eventId, uint8 classId, bytes calldata rows) external {
        EVENTS.checkEventAdmin(eventId, _msgSender(), _isForwarded());
        DrawBook storage draw = _draws[eventId][classId];
        if (!_isOpened(draw)) revert DrawMissing(eventId, classId);
        uint40 listUntil = draw.terms.listUntil;
        if (block.timestamp >= listUntil) revert ListClosed(eventId, classId, listUntil);
        (uint256 listed, PerSize parties, uint256 last) = (draw.rows, draw.parties, draw.lastKey);
        if (listed % Records.MAX_HOLDERS != 0) revert ListEnded(eventId, classId, listed);
        if (rows.length == 0 || rows.length % Entrants.ROW_SIZE != 0) revert ListRowsMalformed(rows.length);

        bool byHolder = draw.terms.byHolder;
        uint256 store = listed / Records.MAX_HOLDERS;
        for (uint256 start = 0; start < rows.length; start += STORE_SIZE) {
            uint256 end = start + STORE_SIZE < rows.length ? start + STORE_SIZE : rows.length;
            Entrants.Fault fault;
            uint256 row;
            (fault, row, last, parties) = draw.list.append(store++, rows[start:end], last, parties, byHolder);
            if (fault != Entrants.Fault.None) _refuseRow(fault, start / Entrants.ROW_SIZE + row);
        }
        uint256 count = rows.length / Entrants.ROW_SIZE;
        emit EntrantsListed(eventId, classId, listed, count);
        // Narrowing: keys have 128 bits; for the rows see Entrants.
        (draw.parties, draw.rows, draw.lastKey) = (parties, uint32(listed + count), uint128(last));
    }

    function _refuseRow(Entrants.Fault fault, uint256 index) private pure {
        if (fault == Entrants.Fault.OutOfOrder) revert ListOutOfOrder(index);
        if (fault == Entrants.Fault.LinkInvalid) revert ListLinkInvalid(index);
        revert IEntryRightRegistry.StoreFailed();
    }

    /// @inheritdoc IBallot
    function appeal(EventId eventId, uint8 classId, AgentId agentId, address holder, bytes calldata evidence) external {
        DrawBook storage draw = _draws[eventId][classId];
        Fixed memory terms = draw.terms;
        if (!_isOpened(draw)) revert DrawMissing(eventId, classId);
        if (block.timestamp < terms.listUntil || block.timestamp >= terms.sealAt) {
            revert AppealsClosed(eventId, classId, terms.listUntil, terms.sealAt);
        }
        IEventRegistry.ChangeTerms memory eventTerms = _termsGoingOn(eventId);
        (uint128 key, bool isVouched) = _vouchedKey(terms.byHolder, eventTerms, agentId, holder, evidence);
        if (!isVouched) revert AppealEvidenceInvalid(holder);
        uint256 link = _linkOf(draw, key);
        if (link != 0 && !Entrants.isCompanion(link)) revert AlreadyListed(key);

        PerSize parties = draw.parties;
        uint256 number = parties.get(1);
        draw.appealed[key] = Entrants.linkOfLeader(1, number);
        draw.parties = parties.plus(1, 1);
        // Narrowing: numbers of a pool have 28 bits.
        emit EntrantAppealed(eventId, classId, key, uint32(number));
    }

    /* LOOK UP */

    function _partyOf(
        DrawBook storage draw,
        uint128 key,
        bytes calldata,
        uint256
    ) internal view override returns (uint256 size, uint256 number, uint256 member) {
        return draw.list.partyOf(draw.rows, _linkOf(draw, key));
    }

    /// @dev 0 = not listed. Only those who are no leaders in the list can have appealed.
    function _linkOf(DrawBook storage draw, uint128 key) private view returns (uint256 link) {
        link = draw.list.linkOf(draw.rows, key);
        if (link != 0 && !Entrants.isCompanion(link)) return link;
        uint256 appealed = draw.appealed[key];
        if (appealed != 0) return appealed;
    }

    /// @inheritdoc IBallot
    function storeOf(EventId eventId, uint8 classId, uint256 index) external view returns (address) {
        return _draws[eventId][classId].list.storeOf(index);
    }
}
