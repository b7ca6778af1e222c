// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {vm} from "./Vm.sol";

/// @notice Deploys a contract of the suite: `deploy("EventRegistry", abi.encode(agents, forwarder))`.
/// @dev Tests do not say `new` for these: the compiler would optimize the whole contract once more for each test
/// contract that does, which takes minutes in all.
function deploy(string memory name, bytes memory arguments) returns (address deployed) {
    bytes memory creation = bytes.concat(vm.getCode(string.concat(name, ".sol:", name)), arguments);
    assembly ("memory-safe") {
        deployed := create(0, add(creation, 0x20), mload(creation))
    }
    require(deployed != address(0), name);
}
