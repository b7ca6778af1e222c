// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGasRelayForwarder} from "../interfaces/IGasRelayForwarder.sol";
import {BarelyTrusting} from "../mocks/BarelyTrusting.sol";
import {ForwarderFixture} from "../mocks/ForwarderFixture.sol";
import {GasMeter} from "../mocks/GasMeter.sol";
import {SlowTrust} from "../mocks/SlowTrust.sol";
import {vm} from "../mocks/Vm.sol";

/// A call gets exactly the signed gas, or the whole transaction reverts.
contract GasRelayForwarderGasTest is ForwarderFixture {
    /// Too little gas cannot make a target look untrusting: `check` answers correctly or reverts with a named error.
    function testFuzz_Check_NeverTakesWantOfGasForDistrust(uint256 given) public {
        given %= 80_000;
        IGasRelayForwarder.ForwardRequest memory request = _request();
        request.to = address(new SlowTrust());
        IGasRelayForwarder.SignedRequest memory signed = _sign(request);
        try forwarder.check{gas: given}(signed, address(this)) returns (IGasRelayForwarder.Skip why) {
            require(why == IGasRelayForwarder.Skip.None, "trusted");
        } catch (bytes memory reason) {
            // It runs out of gas without data only if the earlier checks lack gas.
            if (reason.length == 0) require(given < 20_000, "ran dry");
            else require(bytes4(reason) == IGasRelayForwarder.ForwarderGasTooLow.selector, "other reason");
        }
    }

    /// The same for a cold target that is a key with EIP-7702 code of a cold contract, and answers only with nearly all
    /// the gas that it may have. The reserve pays for both.
    function test_Check_KeepsEnoughForAColdDelegation() public {
        address key = address(0x7702);
        vm.etch(key, abi.encodePacked(hex"ef0100", address(new BarelyTrusting())));
        IGasRelayForwarder.ForwardRequest memory request = _request();
        request.to = key;
        IGasRelayForwarder.SignedRequest memory signed = _sign(request);
        require(forwarder.check(signed, address(this)) == IGasRelayForwarder.Skip.None, "trusted");
        (uint256 answered, uint256 tooLow) = (0, 0);
        for (uint256 given = 40_000; given < 60_000; given += 97) {
            try forwarder.check{gas: given}(signed, address(this)) returns (IGasRelayForwarder.Skip why) {
                require(why == IGasRelayForwarder.Skip.None, "taken for distrust");
                ++answered;
            } catch (bytes memory reason) {
                require(bytes4(reason) == IGasRelayForwarder.ForwarderGasTooLow.selector, "other reason");
                (uint256 index, , uint256 wanted) = abi.decode(_tail(reason), (uint256, uint256, uint256));
                require(index == 0 && wanted == 30_000, "other arguments");
                ++tooLow;
            }
        }
        require(answered > 20 && tooLow > 20, "the sweep passes the border");
    }

    /// With any gas the whole transaction reverts, or the target gets exactly the signed gas.
    function testFuzz_Execute_GivesExactlyTheGasSignedFor(uint256 wanted, uint256 given) public {
        GasMeter meter = new GasMeter();
        wanted = 25_000 + (wanted % 3_000_000);
        IGasRelayForwarder.ForwardRequest memory request = _request();
        request.to = address(meter);
        request.gas = wanted;
        IGasRelayForwarder.SignedRequest memory signed = _sign(request);
        // Around the least gas with which it runs, which is 64/63 of the call and some 60,000.
        given = wanted + wanted / 63 + (given % 150_000);

        try forwarder.execute{gas: given}(_batch(signed)) {
            require(_measured(meter) == wanted, "not the gas signed for");
            require(forwarder.isNonceUsed(signer, request.nonce), "nonce unused");
        } catch {
            require(_measured(meter) == 0, "called");
            require(!forwarder.isNonceUsed(signer, request.nonce), "nonce used");
        }
    }

    /// The least gas that runs gives the call all the signed gas. With one less it reverts, and reports that one was
    /// missing.
    function testFuzz_Execute_TipsOverAtOneGas(uint256 wanted) public {
        wanted = 60_000 + (wanted % 3_000_000);
        GasMeter meter = new GasMeter();
        IGasRelayForwarder.ForwardRequest memory request = _request();
        request.to = address(meter);
        request.gas = wanted;
        IGasRelayForwarder.SignedRequest[] memory requests = _batch(_sign(request));

        uint256 low = wanted;
        uint256 high = wanted + wanted / 63 + 200_000;
        require(_revertOf(requests, meter, high).length == 0, "high is too low");
        while (high - low > 1) {
            uint256 middle = (low + high) / 2;
            if (_revertOf(requests, meter, middle).length == 0) high = middle;
            else low = middle;
        }
        require(
            keccak256(_revertOf(requests, meter, low)) ==
                keccak256(
                    abi.encodeWithSelector(IGasRelayForwarder.ForwarderGasTooLow.selector, 0, wanted - 1, wanted)
                ),
            "other reason"
        );
    }

    /// No sum overflows for a huge amount of signed gas: the call reverts and names the request.
    function testFuzz_Execute_RevertsWhenMoreIsWantedThanThereIs(uint256 wanted) public {
        IGasRelayForwarder.SignedRequest[] memory requests = new IGasRelayForwarder.SignedRequest[](2);
        IGasRelayForwarder.ForwardRequest memory request = _request();
        requests[0] = _sign(request);
        request = _request();
        request.nonce = 1;
        request.gas = wanted < 20_000_000 ? type(uint256).max - wanted : wanted;
        requests[1] = _sign(request);

        try forwarder.execute{gas: 10_000_000}(requests) {
            revert("ran");
        } catch (bytes memory reason) {
            require(bytes4(reason) == IGasRelayForwarder.ForwarderGasTooLow.selector, "other reason");
            (uint256 index, uint256 left, uint256 needed) = abi.decode(_tail(reason), (uint256, uint256, uint256));
            require(index == 1 && needed == request.gas, "wrong arguments");
            require(left < 10_000_000, "left");
        }
        require(!forwarder.isNonceUsed(signer, 0) && target.calls() == 0, "the neighbour ran");

        // Without that request, the other one runs.
        forwarder.execute(_batch(requests[0]));
        require(target.calls() == 1, "the neighbour did not run");
    }

    /// The revert data of the requests with `given` gas, or empty bytes if they run. Changes no state.
    function _revertOf(
        IGasRelayForwarder.SignedRequest[] memory requests,
        GasMeter meter,
        uint256 given
    ) private returns (bytes memory) {
        uint256 before = vm.snapshotState();
        try forwarder.execute{gas: given}(requests) {
            require(_measured(meter) == requests[0].request.gas, "not the gas signed for");
            vm.revertToState(before);
            return "";
        } catch (bytes memory reason) {
            return reason.length == 0 ? bytes("out of gas") : reason;
        }
    }

    function _measured(GasMeter meter) private view returns (uint256) {
        uint256 seen = uint256(vm.load(address(meter), 0));
        return seen == 0 ? 0 : seen + 2;
    }

    function _tail(bytes memory reason) private pure returns (bytes memory tail) {
        tail = new bytes(reason.length - 4);
        for (uint256 i = 0; i < tail.length; ++i) tail[i] = reason[i + 4];
    }
}
