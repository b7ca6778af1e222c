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
      "codeHash": "0x73c472357149dc2796f4768c2825d020ed919c15261b9319e9a4ea8eb857ae28",
      "block": 2
    },
    "EventRegistry": {
      "address": "0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0",
      "codeHash": "0xfe9ed6631cb6a627be5ebf0dc5dd6321e29ab9c5aeebca6ad1857f9095082750",
      "block": 3
    },
    "EntryRightRegistry": {
      "address": "0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9",
      "codeHash": "0x2aa7b4f53d49a3f249d86c84cfeeabd28e7204e7b6d9150f22285d90fba7da08",
      "block": 4
    },
    "AttesterIdentityVerifier": {
      "address": "0xDc64a140Aa3E981100a9becA4E685f962f0cF6C9",
      "codeHash": "0xc1c1f8aad59f03d3aab010b050e838fae0ac5b4618c2c42c6b151d925838a19c",
      "block": 5
    }
  }
},
] as const;
