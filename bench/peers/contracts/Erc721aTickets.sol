// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC721A} from "erc721a/contracts/ERC721A.sol";

/// @notice The smallest wrapper with which ERC721A issues tickets. Anyone mints, anyone burns.
contract Erc721aTickets is ERC721A {
    constructor() ERC721A("Tickets", "TICKET") {}

    function issue(address[] calldata holders) external {
        for (uint256 i = 0; i < holders.length; ++i) _mint(holders[i], 1);
    }

    /// @notice Issues all tickets to one owner, for which ERC721A is made.
    function issueToOne(address holder, uint256 count) external {
        _mint(holder, count);
    }

    function revoke(uint256 id) external {
        _burn(id);
    }
}
