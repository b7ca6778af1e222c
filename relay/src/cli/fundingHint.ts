import { type Output, showQr } from "doorkey-server";
import { formatEther } from "ethers";
import { type FundingNeed, fundingUri } from "../startRelay/fundingNeeds.ts";

/** Shows where to send how much ether, as text and as a QR code for a phone. */
export function fundingHint(output: Output, need: Pick<FundingNeed, "address" | "chainId" | "amount">): void {
  output.line(`Send ${formatEther(need.amount)} ether on chain ${need.chainId} to the key that pays:`);
  output.line();
  output.line(`  ${need.address}`);
  showQr(output, fundingUri(need));
}
