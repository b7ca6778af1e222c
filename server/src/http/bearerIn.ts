/** The secret that a call brought as its bearer token. HTTP does not distinguish the case of the word before it. */
export function bearerIn({ authorization = "" }: { readonly authorization?: string | undefined }): string | undefined {
  return /^Bearer +([\x21-\x7e]{1,200})$/i.exec(authorization)?.[1];
}
