import { expect } from "chai";
import { bundle, LIMITS } from "../scripts/bundle.ts";
import { BARRELS, exportsOf } from "../scripts/exports.ts";
import * as buyer from "../src/buyer.ts";
import * as code from "../src/code.ts";
import * as root from "../src/index.ts";

// The public surface: a name that comes or goes shows up here, and in the change notes.
const SURFACE = {
  index: {
    values: [
      "DoorkeyError",
      "NO_CHALLENGE",
      "checksummed",
      "errorTable",
      "isDoorkeyError",
      "isHex",
      "packEntry",
      "packRightId",
      "sameAddress",
      "sameEvent",
      "unpackEntry",
      "unpackRightId",
    ],
    types: ["Address", "Entry", "ErrorCode", "EventRef", "Hex", "Registry", "RightId"],
  },
  buyer: {
    values: [
      "DoorkeyError",
      "NO_CHALLENGE",
      "checkClaim",
      "checkPass",
      "checksummed",
      "composeCode",
      "createDeviceKey",
      "deviceClock",
      "entryCode",
      "entryProofDigest",
      "errorTable",
      "forgetDeviceKey",
      "holderAddress",
      "indexedDbKeys",
      "isDoorkeyError",
      "isHex",
      "isSignedBy",
      "listDeviceKeys",
      "loadDeviceKey",
      "memoryKeys",
      "packConsent",
      "packRightId",
      "purchaseClaimDigest",
      "qrCanvas",
      "qrModules",
      "qrSvg",
      "qrTerminal",
      "readChallenge",
      "rebindDigest",
      "recoverHolder",
      "recoverPasskey",
      "requestPersistence",
      "returnDigest",
      "rotateCodes",
      "sameAddress",
      "sameEvent",
      "serverClock",
      "signClaim",
      "unpackRightId",
    ],
    types: [
      "Address",
      "Claim",
      "Clock",
      "DeviceKey",
      "EntryProof",
      "ErrorCode",
      "EventRef",
      "Hex",
      "Invitation",
      "KeyDescription",
      "KeyKind",
      "KeyMaterial",
      "KeyRecord",
      "KeyStore",
      "Pass",
      "PasskeyNames",
      "PurchaseClaim",
      "RebindStatement",
      "Registry",
      "ReturnStatement",
      "RightId",
      "ShownCode",
    ],
  },
  code: {
    values: [
      "DoorkeyError",
      "NO_CHALLENGE",
      "checkCode",
      "checksummed",
      "composeCode",
      "entryProofDigest",
      "errorTable",
      "holderAddress",
      "isDoorkeyError",
      "isHex",
      "isSignedBy",
      "issueChallenge",
      "manifestBatch",
      "packEntry",
      "packRightId",
      "packSignatures",
      "parseCode",
      "qrCanvas",
      "qrModules",
      "qrSvg",
      "qrTerminal",
      "readChallenge",
      "recoverHolder",
      "rightIn",
      "sameAddress",
      "sameEvent",
      "sentenceFor",
      "unpackEntry",
      "unpackRightId",
    ],
    types: [
      "Address",
      "Admission",
      "Admitted",
      "ChainBatch",
      "Challenge",
      "CodeProblem",
      "CodeProof",
      "Entry",
      "EntryCode",
      "EntryProof",
      "ErrorCode",
      "EventRef",
      "Hex",
      "IdentityPolicy",
      "KeyKind",
      "Language",
      "Manifest",
      "ManifestBatch",
      "ManifestClass",
      "ManifestMove",
      "ManifestRight",
      "PassedOver",
      "Policy",
      "Reason",
      "Refused",
      "Registry",
      "RightId",
      "RightProblem",
      "RightStatus",
      "Scan",
      "Verdict",
      "Window",
    ],
  },
};

describe("the package", () => {
  const modules = { index: root, buyer, code };
  for (const barrel of BARRELS) {
    it(`gives out what it did: ${barrel}`, () => {
      const types = exportsOf(barrel).filter(({ isType }) => isType);
      expect(Object.keys(modules[barrel]).sort()).to.deep.equal(SURFACE[barrel].values);
      expect(types.map(({ name }) => name).sort()).to.deep.equal(SURFACE[barrel].types);
    });

    it(`brings no ethers and stays light: ${barrel}`, async () => {
      const { gzipped, packages } = await bundle(barrel, "src");
      expect(packages.filter((name) => !["@noble/curves", "@noble/hashes", "qr"].includes(name))).to.deep.equal([]);
      expect(gzipped).to.be.at.most(LIMITS[barrel] * 1000);
    });
  }
});
