import { KeyError } from "./error.ts"
import { MAX_ARGON2_WORK_IN_JAVASCRIPT } from "./limits.ts"

/** The variants of Argon2 (RFC 9106 section 3.1): they differ in whether memory is addressed by the passphrase. */
export type Argon2Variant = "d" | "i" | "id"

/** What Argon2 is asked for (RFC 9106 section 3.1). The caller has compared it with the limits. */
export interface Argon2Options {
  readonly variant: Argon2Variant
  /** KiB; at least 8 for each lane. */
  readonly memory: number
  readonly passes: number
  /** Lanes. They are worked on in turn: more of them take no less time. */
  readonly parallelism: number
  /** At least 8 bytes. */
  readonly salt: Uint8Array
  /** Bytes to derive. */
  readonly length: number
}

/**
 * Derives bytes from a passphrase with Argon2 1.3 (RFC 9106), as .ppk files of version 3 do. Secret. PuTTY's usual 8 MiB
 * and 13 passes take 0.1 s in WebAssembly; where a page's content security policy forbids that, JavaScript takes five
 * times as long. Both are loaded at the first call.
 *
 * Rejects with `limit_exceeded` where the machine has not got the memory, and where it would be too much work for
 * JavaScript (`MAX_ARGON2_WORK_IN_JAVASCRIPT`).
 */
export async function argon2(passphrase: Uint8Array, options: Argon2Options): Promise<Uint8Array> {
  try {
    return await inWebAssembly(passphrase, options)
  } catch {
    // There is no way to ask beforehand. Were the parameters at fault, this would throw too.
    return await inJavaScript(passphrase, options)
  }
}

async function inWebAssembly(passphrase: Uint8Array, options: Argon2Options): Promise<Uint8Array> {
  const { argon2d, argon2i, argon2id } = await import("hash-wasm")
  const { variant, memory, passes, parallelism, salt, length } = options
  return await { d: argon2d, i: argon2i, id: argon2id }[variant]({
    password: passphrase,
    salt,
    memorySize: memory,
    iterations: passes,
    parallelism,
    hashLength: length,
    outputType: "binary",
  })
}

async function inJavaScript(passphrase: Uint8Array, options: Argon2Options): Promise<Uint8Array> {
  const { variant, memory, passes, parallelism, salt, length } = options
  if (memory * passes > MAX_ARGON2_WORK_IN_JAVASCRIPT) {
    const asked = `${passes} passes over ${memory} KiB`
    const limit = `${MAX_ARGON2_WORK_IN_JAVASCRIPT} KiB in all`
    throw new KeyError(
      "limit_exceeded",
      `this private key asks for ${asked} of Argon2, and without WebAssembly at most ${limit} are given`,
      { hint: "open it elsewhere, or save it again in PuTTYgen with its usual parameters" },
    )
  }
  const { argon2dAsync, argon2iAsync, argon2idAsync } = await import("@noble/hashes/argon2.js")
  const cost = { m: memory, t: passes, p: parallelism, dkLen: length }
  try {
    return await { d: argon2dAsync, i: argon2iAsync, id: argon2idAsync }[variant](passphrase, salt, cost)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new KeyError("limit_exceeded", `this private key asks for ${memory} KiB of memory, which is not there`, {
      hint: "save the file again in PuTTYgen with its usual parameters",
      cause,
    })
  }
}
