// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A sale hook without functions. It returns nothing to any question.
contract SilentSaleHook {
    fallback() external {}
}
