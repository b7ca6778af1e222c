// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";

/// @notice The smallest wrapper with which OpenZeppelin's ERC1155 issues tickets. Anyone mints, anyone burns.
contract Erc1155Tickets is ERC1155 {
    uint256 private _next;

    constructor() ERC1155("") {}

    /// @notice Tickets of one class, which are all alike.
    function issueOfClass(uint256 class, address[] calldata holders) external {
        for (uint256 i = 0; i < holders.length; ++i) _mint(holders[i], class, 1, "");
    }

    /// @notice Issues tickets with ids of their own, each to its holder.
    function issue(address[] calldata holders) external {
        uint256 id = _next;
        for (uint256 i = 0; i < holders.length; ++i) _mint(holders[i], id++, 1, "");
        _next = id;
    }

    /// @notice Issues tickets with ids of their own, all to one owner.
    function issueToOne(address holder, uint256[] calldata ids, uint256[] calldata amounts) external {
        _mintBatch(holder, ids, amounts, "");
    }

    function revoke(address holder, uint256[] calldata ids, uint256[] calldata amounts) external {
        _burnBatch(holder, ids, amounts);
    }
}
