/** Where a key that sends comes from. A path is absolute. */
export type SignerSource =
  | { readonly kind: "keystore"; readonly path: string }
  | { readonly kind: "awsKms"; readonly keyId: string; readonly region?: string | undefined }
  | { readonly kind: "googleKms"; readonly key: string };

/** How an operator names it. */
export function sourceName(source: SignerSource): string {
  switch (source.kind) {
    case "keystore":
      return source.path;
    case "awsKms":
      return `AWS KMS ${source.keyId}`;
    case "googleKms":
      return `Google Cloud KMS ${source.key}`;
  }
}
