import { generateRsaPkcs8 } from "../crypto/web.ts"
import { decodePkcs8 } from "../formats/pkcs8.ts"
import { type RsaSearchOptions, searchRsa } from "../generate/rsa-search.ts"
import { createFromFields, type PrivateKey, withComment } from "../private-key.ts"

/** A new RSA key from the platform, or by {@link searchRsa} where that makes none. Rejects with the reason of `signal`. */
export async function generateRsa(bits: number, comment: string, options: RsaSearchOptions): Promise<PrivateKey> {
  const pkcs8 = await orAborted(generateRsaPkcs8(bits), options.signal)
  if (pkcs8 !== undefined) {
    const key = decodePkcs8(pkcs8)
    const commented = withComment(key, comment)
    key.wipe()
    pkcs8.fill(0)
    return commented
  }
  const fields = await searchRsa(bits, options)
  const key = createFromFields("ssh-rsa", fields, comment)
  for (const field of fields.secretFields) field.fill(0)
  return key
}

/** Stops waiting when `signal` says so: WebCrypto itself cannot be stopped. */
async function orAborted<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (signal === undefined) return await work
  return await new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener("abort", abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort))
  })
}
