import { spawnSync } from "node:child_process"
import { argon2Sync } from "node:crypto"
import fc from "fast-check"
import { expect, test } from "vitest"
import { type Argon2Options, type Argon2Variant, argon2 } from "../src/argon2.ts"

const options = fc.record({
  variant: fc.constantFrom<Argon2Variant>("d", "i", "id"),
  memory: fc.integer({ min: 32, max: 200 }),
  passes: fc.integer({ min: 1, max: 4 }),
  parallelism: fc.integer({ min: 1, max: 4 }),
  salt: fc.uint8Array({ minLength: 8, maxLength: 40 }),
  length: fc.integer({ min: 4, max: 100 }),
})
const passphrases = fc.uint8Array({ maxLength: 40 })

/** What OpenSSL derives. */
function native(passphrase: Uint8Array, { variant, salt, length, ...cost }: Argon2Options): string {
  const parameters = { message: passphrase, nonce: salt, tagLength: length, ...cost }
  return argon2Sync(`argon2${variant}`, parameters).toString("hex")
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex")

/** What a fresh Node derives after running `preamble`, behind what that prints. */
function deriveElsewhere(preamble: string, given: Argon2Options): string {
  const script = `
    const { argon2 } = await import(${JSON.stringify(new URL("../src/argon2.ts", import.meta.url).href)})
    ${preamble}
    const given = ${JSON.stringify({ ...given, salt: Array.from(given.salt) })}
    const derived = await argon2(Uint8Array.of(112, 119), { ...given, salt: Uint8Array.from(given.salt) })
    console.log(Buffer.from(derived).toString("hex"))`
  const args = ["--input-type=module", "--eval", script]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: "utf8" })
  if (status !== 0) throw new Error(stderr)
  return stdout.trim()
}

const passphrase = Uint8Array.of(112, 119)
const sample: Argon2Options = {
  variant: "id",
  memory: 64,
  passes: 2,
  parallelism: 2,
  salt: new Uint8Array(16).fill(7),
  length: 80,
}

test("argon2 derives what OpenSSL derives", async () => {
  await fc.assert(
    fc.asyncProperty(passphrases, options, async (password, given) => {
      expect(hex(await argon2(password, given))).toBe(native(password, given))
    }),
  )
})

test("argon2 derives the same where compiling WebAssembly is forbidden", () => {
  const forbid = `WebAssembly.compile = async () => { throw new WebAssembly.CompileError("disallowed by embedder") }`
  for (const variant of ["d", "i", "id"] as const) {
    expect(deriveElsewhere(forbid, { ...sample, variant })).toBe(native(passphrase, { ...sample, variant }))
  }
})

test("argon2 derives the same where there is no WebAssembly", () => {
  expect(deriveElsewhere("delete globalThis.WebAssembly", sample)).toBe(native(passphrase, sample))
})

/** Prints the code and message of what is thrown. */
const tellError = `
    process.once("uncaughtException", ({ code, message }) => {
      console.log(code, message)
      process.exit(0)
    })`

test("argon2 does less work where WebAssembly has not got the memory", () => {
  const noMemory = `${tellError}
    WebAssembly.compile = async () => { throw new RangeError("WebAssembly.Memory(): could not allocate memory") }`
  expect(deriveElsewhere(noMemory, { ...sample, memory: 1024 * 1024, passes: 13 })).toBe(
    "limit_exceeded this private key asks for 13 passes over 1048576 KiB of Argon2, " +
      "and without WebAssembly at most 3145728 KiB in all are given",
  )
})

test("argon2 says when the machine has not got the memory", () => {
  const fillMemory = `
    delete globalThis.WebAssembly
    const Words = Uint32Array
    globalThis.Uint32Array = class extends Words {
      constructor(...given) {
        if (typeof given[0] === "number" && given[0] >= 64 * 256) throw new RangeError("Array buffer allocation failed")
        super(...given)
      }
    }
    ${tellError}`
  expect(deriveElsewhere(fillMemory, sample)).toBe(
    "limit_exceeded this private key asks for 64 KiB of memory, which is not there",
  )
})

test("argon2 works in WebAssembly where that is allowed", () => {
  const count = `
    const { compile } = WebAssembly
    WebAssembly.compile = (bytes) => (console.log("compiled"), compile(bytes))`
  const lines = deriveElsewhere(count, sample).split("\n")
  expect(new Set(lines)).toEqual(new Set(["compiled", native(passphrase, sample)]))
})
