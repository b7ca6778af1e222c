/** Made from the contracts by `npm run generate`. */

export const generatedDeployments = [
{
  "chainId": 31337,
  "version": "0.1.0",
  "contracts": {
    "GasRelayForwarder": {
      "address": "0xa5a7B782b8B6AFa5C4D76E635991036D9e8998A7",
      "salt": "0x06ec1403df077b759c7f8ae100630922ce1cb79d7df6b81178b1e170e4688dea",
      "initCodeHash": "0x4fb3c23940fb45a827f82f7cb8fd577b240903fc77d3b9609c69dcb91f183f79",
      "codeHash": "0x3a040c2bb6488d830254fdf0c7b3d36d37a2b34086fdac39e1eb8c11af0df116",
      "block": 1
    },
    "AgentRegistry": {
      "address": "0x37551a80fF39cB00fb2aE0517bFAEab0d27C54D6",
      "salt": "0x06ec1403df077b759c7f8ae100630922ce1cb79d7df6b81178b1e170e4688dea",
      "initCodeHash": "0xb73b16a093ed4cc1bc634601f3d938bb08eee539f562837d1ed2fa927d7a6173",
      "codeHash": "0xf9d18bc57d3181d4ab62b8ab5d8981c9776f3909060f1ae5b4ad830272056d95",
      "block": 2
    },
    "EventRegistry": {
      "address": "0xcD331354408caca8fA78C8fAd8dFD3ffCCbC0D6D",
      "salt": "0x06ec1403df077b759c7f8ae100630922ce1cb79d7df6b81178b1e170e4688dea",
      "initCodeHash": "0xcf8874f8be5e2e12515bb8151fb4b5f746609322741b35afbf171bd927bfec83",
      "codeHash": "0x0b4ecd1279e328231e67e861d21a3c2a665a155347804d9db3da1d3ac18a8789",
      "block": 3
    },
    "EntryRightRegistry": {
      "address": "0x5b73B5a163b7Da1E0C777BA68B6CcD2534Dd3474",
      "salt": "0x06ec1403df077b759c7f8ae100630922ce1cb79d7df6b81178b1e170e4688dea",
      "initCodeHash": "0x127a16e627b48e0d9d8c83ae5270712c8bbe43620e5a52e836723fa248aad0ee",
      "codeHash": "0xacbfd29e0fa4baf519c59763347659ba29b32395132cbe297ec4c7f41b7f7a1c",
      "block": 4
    },
    "AttesterIdentityVerifier": {
      "address": "0x8cCE68f8a2CffF5cda76f8090A3Aac4696bb6f96",
      "salt": "0x06ec1403df077b759c7f8ae100630922ce1cb79d7df6b81178b1e170e4688dea",
      "initCodeHash": "0x981024407dbaec7cdbfe9e20301d41fdc583c6467401b206c2f59ec8cd573a26",
      "codeHash": "0x4ffb0ee70e6c7c73be7d5d416f19c002352801e1873ece38cc4accc2753f9784",
      "block": 5
    },
    "DrandBeacon": {
      "address": "0x34849599Fe47D1053eFb688aC128db1A47DE0dFc",
      "salt": "0x06ec1403df077b759c7f8ae100630922ce1cb79d7df6b81178b1e170e4688dea",
      "initCodeHash": "0xe854189d502822446f35ab40169535451d0d23631a4ded8f04faa2fab32d7b97",
      "codeHash": "0xc550a5755f55f5c5e720cc6e5dc13c155cfb28d88975c6b7b67e80bc51403a03",
      "block": 6
    },
    "Ballot": {
      "address": "0x212d34Ba6ceBcAd5ACC6178C66ED568Ae57A4918",
      "salt": "0x06ec1403df077b759c7f8ae100630922ce1cb79d7df6b81178b1e170e4688dea",
      "initCodeHash": "0xe4c740ff1d94a70ccd0b5d2e1ee1cd4e1084a86f05dc8610ce76a808276ab1f0",
      "codeHash": "0xdc6ed543fc33f705c8a8aeccec5a7a1d85f8c3232506f2adca26496f05eb5d99",
      "block": 7
    }
  }
},
] as const;
