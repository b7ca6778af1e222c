import { createHmac, timingSafeEqual } from "node:crypto";

/** Header that a receiver checks: `t=<seconds>,v1=<HMAC-SHA256 of "seconds.body">`. */
export const SIGNATURE_HEADER = "doorkey-webhook-signature";

/**
 * Signs a delivery. The time is under the signature, so an old delivery cannot be passed off as new.
 *
 * @example
 * const header = signDelivery(secret, body, 1_800_000_000);
 */
export function signDelivery(secret: string, body: string, seconds: number): string {
  return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;
}

/**
 * Whether the holder of the secret signed a delivery, and it is fresh. For receivers.
 *
 * @example
 * if (!isDeliverySigned({ secret, body, header, seconds: Date.now() / 1000 })) return new Response(null, { status: 400 });
 */
export function isDeliverySigned({ secret, body, header, seconds, tolerance = 300 }: isDeliverySigned.Input): boolean {
  const time = Number(/^t=(\d{1,12}),v1=[0-9a-f]{64}$/.exec(header)?.[1]);
  if (!(Math.abs(seconds - time) <= tolerance)) return false;
  return timingSafeEqual(Buffer.from(header), Buffer.from(signDelivery(secret, body, time)));
}

export declare namespace isDeliverySigned {
  type Input = {
    readonly secret: string;
    readonly body: string;
    readonly header: string;
    readonly seconds: number;
    readonly tolerance?: number;
  };
}
