// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC721} from "solady/src/tokens/ERC721.sol";

/// @notice The smallest wrapper with which Solady's ERC721 issues tickets. Anyone mints, anyone burns.
contract SoladyTickets is ERC721 {
    uint256 private _next;

    function issue(address[] calldata holders) external {
        uint256 id = _next;
        for (uint256 i = 0; i < holders.length; ++i) _mint(holders[i], id++);
        _next = id;
    }

    function revoke(uint256 id) external {
        _burn(id);
    }

    function name() public pure override returns (string memory) {
        return "Tickets";
    }

    function symbol() public pure override returns (string memory) {
        return "TICKET";
    }

    function tokenURI(uint256) public pure override returns (string memory) {
        return "";
    }
}
