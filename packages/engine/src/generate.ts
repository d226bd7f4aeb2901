import type { RsaSearchOptions } from "./generate/rsa-search.ts"
import { generateEcdsa } from "./key-types/ecdsa-generate.ts"
import { generateEd25519 } from "./key-types/ed25519-generate.ts"
import { generateRsa } from "./key-types/rsa-generate.ts"
import type { PrivateKey } from "./private-key.ts"

/** A kind of key that can be made, in the words of `ssh-keygen -t` and `-b`. */
export type KeySpec =
  | { readonly type: "ed25519"; readonly bits: 256 }
  | { readonly type: "ecdsa"; readonly bits: 256 | 384 | 521 }
  | { readonly type: "rsa"; readonly bits: 2048 | 3072 | 4096 }

/** Every kind of key that can be made. The first of all, and the first of each type, is the one to propose. */
export const keySpecs = [
  { type: "ed25519", bits: 256 },
  { type: "ecdsa", bits: 256 },
  { type: "ecdsa", bits: 384 },
  { type: "ecdsa", bits: 521 },
  { type: "rsa", bits: 3072 },
  { type: "rsa", bits: 2048 },
  { type: "rsa", bits: 4096 },
] as const satisfies readonly KeySpec[]

/** What a caller gives and hears while a key is made. */
export interface GenerateOptions extends RsaSearchOptions {
  readonly comment?: string
}

/**
 * Makes a new key from the platform's random numbers (`crypto.getRandomValues` and WebCrypto). RSA takes from a tenth of
 * a second to several; where the page has no WebCrypto, as over plain HTTP, the primes are searched for in JavaScript,
 * which takes some times as long and tells `onProgress` how far it is. Run that in a worker.
 *
 * Rejects with the reason of `signal` when that is aborted before the key is there.
 */
export async function generateKey(spec: KeySpec = keySpecs[0], options: GenerateOptions = {}): Promise<PrivateKey> {
  const { comment = "", signal } = options
  signal?.throwIfAborted()
  if (spec.type === "rsa") return await generateRsa(spec.bits, comment, options)
  return spec.type === "ed25519" ? generateEd25519(comment) : generateEcdsa(spec.bits, comment)
}
