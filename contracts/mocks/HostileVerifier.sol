// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title An identity verifier that gives a prepared answer in a prepared way.
contract HostileVerifier {
    enum Manner {
        /// The answer, byte for byte.
        Return,
        /// The answer as revert data.
        Revert,
        /// Spends all its gas.
        Burn,
        /// The answer, followed by as many zero bytes as 600,000 gas can hold in memory.
        ReturnBomb,
        RevertBomb,
        /// Tries to change its own state first.
        Write,
        /// Calls `target` with `question` first and answers only if that succeeded.
        Call,
        /// Answers only if it was given nearly all the gas that a verifier may have.
        Hungry
    }

    uint256 private constant BOMB_SIZE = 480_000;
    /// @dev 600,000 minus the gas spent before the comparison.
    uint256 private constant HUNGER = 599_500;

    Manner private _manner;
    bytes private _answer;
    address private _target;
    bytes private _question;

    function behave(Manner manner, bytes calldata answer) external {
        _manner = manner;
        _answer = answer;
    }

    function aim(address target, bytes calldata question) external {
        _target = target;
        _question = question;
    }

    /// Also answers `personTag`, which as a view function could not try to write.
    fallback() external {
        _answerInItsManner();
    }

    function _answerInItsManner() private {
        uint256 gasGiven = gasleft();
        Manner manner = _manner;
        bytes memory answer = _answer;
        if (manner == Manner.Burn) while (true) {}
        if (manner == Manner.Write) _question = answer;
        if (manner == Manner.Call) {
            (bool success, ) = _target.call(_question);
            if (!success) answer = abi.encode(0, 0);
        }
        if (manner == Manner.Hungry && gasGiven < HUNGER) answer = abi.encode(0, 0);
        uint256 size = manner == Manner.ReturnBomb || manner == Manner.RevertBomb ? BOMB_SIZE : answer.length;
        bool reverts = manner == Manner.Revert || manner == Manner.RevertBomb;
        assembly ("memory-safe") {
            if reverts {
                revert(add(answer, 0x20), size)
            }
            return(add(answer, 0x20), size)
        }
    }
}
