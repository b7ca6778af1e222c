// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A sale hook that knows no function: whatever it is asked, it returns nothing.
contract SilentSaleHook {
    fallback() external {}
}
