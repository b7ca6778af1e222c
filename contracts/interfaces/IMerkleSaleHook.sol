// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {EventId} from "../types/EventId.sol";
import {IEventRegistry} from "./IEventRegistry.sol";
import {ISaleHook} from "./ISaleHook.sol";

/// @title A sale hook for presales: until a time, only listed holders or persons are granted rights.
/// @notice One hook serves all events of its registry. It keeps one list for each class, and has no owner.
///
/// The list of a class is a hash tree. A node has 15 bytes, the first of keccak256(left ‖ right). A leaf is the first
/// 15 bytes of keccak256(domain ‖ entry), see `domainOf`; an entry is a holder (as a number of 32 bytes) or a person
/// tag. A leaf that stands for nobody is 0. The chain has one whole level of the tree, the crown, because each level
/// that it lacks makes every proof longer. The root is keccak256 of the crown.
///
/// `hookData` has a proof for each record whose holder is not the holder of the record before it; in a list of persons
/// for each record. A proof is `position 3 bytes ‖ sibling 15 bytes for each level below the crown`, the lowest first.
///
/// The presale of a class ends at a time that the organizer may bring forward but not put off. A class without a list
/// sells openly, and nobody can list for it once its sales have opened.
/// @dev *Assumptions*: the organizer lists whom it promised to list.
///
/// *Does not check*: how many rights a listed holder or person gets. The policy of the event limits persons
/// (`maxPerPerson`), and the agent limits the rights of an order. A list that nobody can prove an entry of closes its
/// class until its presale ends. If sales close before that, nothing is sold openly.
interface IMerkleSaleHook is ISaleHook {
    /// @notice What the entries of a list are.
    enum ListKind {
        /// No list.
        None,
        Holders,
        Persons
    }

    struct SaleList {
        // slot 0: 160 + 40 + 3 × 8 = 224 bits
        /// Its code is the crown, see Records.
        address crown;
        /// The presale is [salesOpenAt, endsAt).
        uint40 endsAt;
        ListKind kind;
        /// Levels of the tree below the crown.
        uint8 levels;
        bool seated;
        // slot 1
        bytes32 root;
    }

    /// @notice Emitted when the list of a class was posted, for the first time or again.
    event ListPosted(
        EventId indexed eventId,
        uint8 indexed classId,
        ListKind kind,
        bytes32 root,
        uint8 levels,
        uint40 endsAt
    );

    /// @notice Thrown when a list is posted for a class whose sale hook is another contract; 0 = none.
    error ListOfOtherHook(EventId eventId, uint8 classId, address saleHook);
    /// @notice Thrown when a list is without a kind, its crown is not 1 to 1,638 nodes of 15 bytes, or the tree has more
    /// than 2^24 leaves.
    error ListMalformed(uint256 crownBytes, uint256 levels);
    /// @notice Thrown when the first list of a class is posted after its sales opened, or another one after its presale
    /// ended, at `since`.
    error ListTooLate(EventId eventId, uint8 classId, uint40 since);
    /// @notice Thrown when a presale would end before sales open, before now, after the time that was posted before, or
    /// when sales have closed already.
    error PresaleEndInvalid(EventId eventId, uint8 classId, uint40 endsAt);
    /// @notice Thrown when a list is posted that the class already has, with the same end.
    error ListUnchanged(EventId eventId, uint8 classId, bytes32 root);
    /// @notice Thrown when the proofs are more or fewer bytes than the records need.
    error ListProofsMalformed(uint256 length, uint256 needed);
    /// @notice Thrown when a proof does not show that `entry`, the holder or person of the record at `index`, is in the
    /// list.
    error NotListed(uint256 index, bytes32 entry);
    /// @notice Thrown when rights without persons are granted while a list of persons holds.
    error ListNeedsPersons();

    /// @notice Posts the list of a class and the end of its presale. For admins of the organizer; else reverts as
    /// `checkEventAdmin` of EventRegistry does. The first list must come before sales open. Until the presale ends, the
    /// list may be replaced and its end brought forward. Reverts with `ClassNonexistent`, `ListOfOtherHook`,
    /// `ListMalformed`, `ListTooLate`, `PresaleEndInvalid`, `ListUnchanged` or `StoreFailed`.
    /// @param levels How many levels of the tree are below the crown.
    /// @param crown The nodes of one level of the tree, from the left.
    /// @param endsAt In seconds since 1970.
    function postList(
        EventId eventId,
        uint8 classId,
        ListKind kind,
        uint8 levels,
        bytes calldata crown,
        uint40 endsAt
    ) external;

    /// @notice The list of a class; its kind is `None` if it has none.
    function listOf(EventId eventId, uint8 classId) external view returns (SaleList memory);

    /// @notice What the leaves of a class begin with: keccak256(abi.encode(chain id, EntryRightRegistry, event, class)).
    /// So a proof for one class proves nothing for another class, event, suite or chain.
    function domainOf(EventId eventId, uint8 classId) external view returns (bytes32);

    /// @notice The registry of the organizers whose admins post lists.
    function EVENTS() external view returns (IEventRegistry);
}
