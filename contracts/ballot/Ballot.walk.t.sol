// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BallotWalk} from "../mocks/BallotWalk.sol";

contract BallotWalker is BallotWalk {}

/// @notice After every act of any walk: granted, freed, kept and open places are within the supply, cutoffs never fall,
/// no one is granted what was not offered, and everyone who comes in time is.
contract BallotWalkTest {
    uint256 private constant STEPS = 60;

    /// One seed in eight walks, because a walk takes as long as a thousand runs of another test.
    function testFuzz_PlacesGoInOrderOfRank(uint256 seed) public {
        if (seed % 8 == 0) _walk(seed);
    }

    /// Walks in which an act never succeeds show nothing about it.
    function test_EveryActSucceeds() public {
        string[11] memory acts = [
            "buy what is offered",
            "buy what is kept",
            "buy again",
            "accept",
            "free",
            "advance",
            "travel",
            "hold",
            "restore",
            "reopen",
            "raise"
        ];
        uint256[11] memory done;
        for (uint256 seed = 0; seed < 24; ++seed) {
            BallotWalker walker = _walk(seed);
            for (uint256 i = 0; i < acts.length; ++i) done[i] += walker.succeeded(i);
        }
        for (uint256 i = 0; i < acts.length; ++i) require(done[i] != 0, string.concat("never succeeded: ", acts[i]));
    }

    /// @dev Each step is a call: within one, the compiler takes the time for a constant.
    function _walk(uint256 seed) private returns (BallotWalker walker) {
        walker = new BallotWalker();
        walker.begin(seed);
        for (uint256 i = 0; i < STEPS; ++i) {
            walker.step(uint256(keccak256(abi.encode(seed, i))));
            walker.check();
        }
    }
}
