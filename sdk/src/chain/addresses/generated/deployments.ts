/** Made from the contracts by `npm run generate`. */

export const generatedDeployments = [
{
  "chainId": 31337,
  "version": "0.1.0",
  "contracts": {
    "GasRelayForwarder": {
      "address": "0x5FbDB2315678afecb367f032d93F642f64180aa3",
      "codeHash": "0x2f9fe56e086cf0de562050b2236096bf9dc77e63e7a3405501bce26e8aac176f",
      "block": 1
    },
    "AgentRegistry": {
      "address": "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512",
      "codeHash": "0x0640fb7bdb718c7ecb3a7fb70dfef7abeec62c57559815d0438bbfc46f650d50",
      "block": 2
    },
    "EventRegistry": {
      "address": "0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0",
      "codeHash": "0x3896b33c305e57f407f2a585e2d3ddab9c5940cd6eb67a2893ae5f1f0f9c73fc",
      "block": 3
    },
    "EntryRightRegistry": {
      "address": "0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9",
      "codeHash": "0xc2f36051c829ae2e03e780864ab3ea784dad58c45b26e2e1eaa11b639a4841ea",
      "block": 4
    },
    "AttesterIdentityVerifier": {
      "address": "0xDc64a140Aa3E981100a9becA4E685f962f0cF6C9",
      "codeHash": "0xc5ae491b24ca20bab98be562ecfc3161c44b075782ee6915fde288219ce8cbaa",
      "block": 5
    }
  }
},
] as const;
