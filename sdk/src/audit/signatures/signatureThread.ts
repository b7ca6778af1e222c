import { parentPort } from "node:worker_threads";
import { type SignatureJob, signersOf } from "./SignatureJob.ts";

// A thread of SignaturePool: answers each message with its signers.
parentPort?.on("message", (jobs: readonly SignatureJob[]) => parentPort?.postMessage(signersOf(jobs)));
