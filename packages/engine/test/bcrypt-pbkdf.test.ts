import { describe, expect, test } from "vitest"
import { bcryptPbkdf } from "../src/bcrypt-pbkdf.ts"
import { initialState } from "../src/blowfish-state.ts"
import { ciphers, isCipherName } from "../src/cipher.ts"
import { MAX_BCRYPT_ROUNDS } from "../src/limits.ts"
import { asciiBytes, Reader } from "../src/wire.ts"
import { openWorkshop } from "./kit/workshop.ts"

const workshop = openWorkshop()

/** Rounds, passphrase, salt and result, from the tests of Python's bcrypt, which has OpenBSD's code inside. */
const published = [
  [4, "password", "salt", "5bbf0cc293587f1c3635555c27796598d47e579071bf427e9d8fbe842aba34d9"],
  [4, "password", "\0", "c12b566235eee04c212598970a579a67"],
  [4, "\0", "salt", "6051be18c2f4f82cbf0efee5471b4bb9"],
  [4, "password\0", "salt\0", "7410e44cf4fa07bfaac8a928b1727fac001375e7bf7384370f48efd121743050"],
  [4, "pass\0wor", "sa\0l", "c2bffd9db38f6569efef4372f4de83c0"],
  [4, "pass\0word", "sa\0lt", "4ba4ac3925c0e8d7f0cdb6bb1684a56f"],
  [
    8,
    "password",
    "salt",
    "e1367ec5151a33faac4cc1c144cd23fa15d5548493ecc99b9b5d9c0d3b27bec76227ea66088b849b20ab7aa478010246e74bba51723fefa9f9474d6508845e8d",
  ],
  [42, "password", "salt", "833cf0dcf56db65608e8f0dc0ce882bd"],
] as const

test.for(published)("%i rounds give the published bytes", ([rounds, passphrase, salt, hex]) => {
  const derived = bcryptPbkdf(asciiBytes(passphrase), asciiBytes(salt), rounds, hex.length / 2)
  expect(Buffer.from(derived).toString("hex")).toBe(hex)
})

test("Blowfish starts with the digits of pi", () => {
  // Machin's formula, in bits of the state and sixty-four more for what the divisions lose.
  const bits = BigInt(initialState.length * 32 + 64)
  const arctangent = (inverse: bigint) => {
    let sum = 0n
    let power = (1n << bits) / inverse
    for (let odd = 1n; power !== 0n; odd += 2n) {
      sum += odd % 4n === 1n ? power / odd : -(power / odd)
      power /= inverse * inverse
    }
    return sum
  }
  const pi = 16n * arctangent(5n) - 4n * arctangent(239n)
  const digits = (pi - (3n << bits)).toString(16).padStart(Number(bits) / 4, "0")
  const words = Array.from(initialState, (word) => (word >>> 0).toString(16).padStart(8, "0"))
  expect(words.join("")).toBe(digits.slice(0, -16))
})

const passphrase = "pässword, longer than the seventy-two bytes at which plain bcrypt would cut it off"

/** The first check number of an encrypted openssh-key-v1 file, and the one that must be the same. */
function openChecks(file: string): readonly number[] {
  const body = Buffer.from(file.replace(/-----.*-----/g, ""), "base64")
  const reader = new Reader(body.subarray("openssh-key-v1\0".length), body.length)
  const name = reader.name()
  if (!isCipherName(name)) throw new Error(`${name} is not in the table`)
  const cipher = ciphers[name]
  reader.string()
  const options = new Reader(reader.string())
  const salt = options.string()
  const derived = bcryptPbkdf(Buffer.from(passphrase), salt, options.uint32(), cipher.keyLength + cipher.ivLength)
  reader.uint32()
  reader.string()
  const encrypted = reader.take(reader.uint32() + cipher.tagLength)
  reader.end()
  const [key, iv] = [derived.subarray(0, cipher.keyLength), derived.subarray(cipher.keyLength)]
  const plain = new Reader(cipher.decrypt(key, iv, encrypted))
  return [plain.uint32(), plain.uint32()]
}

function makeKeyFile(name: string, ...args: readonly string[]): string {
  workshop.must("ssh-keygen", ["-q", "-f", name, "-N", passphrase, ...args])
  return workshop.read(name)
}

describe("a file of ssh-keygen", () => {
  test.for([1, 2, 3, 5, 16, 24, 33, 64])("opens after %i rounds", (rounds) => {
    const [check, same] = openChecks(makeKeyFile(`rounds-${rounds}`, "-t", "ed25519", "-a", `${rounds}`))
    expect(check).toBe(same)
  })

  test.for(Object.keys(ciphers))("opens when it is encrypted with %s", (cipher) => {
    const [check, same] = openChecks(makeKeyFile(cipher, "-t", "ecdsa", "-a", "1", "-Z", cipher))
    expect(check).toBe(same)
  })
})

test.for([MAX_BCRYPT_ROUNDS + 1, 2 ** 32 - 1])("%i rounds are refused before any work", (rounds) => {
  expect(() => bcryptPbkdf(asciiBytes("p"), asciiBytes("s"), rounds, 48)).toThrow(
    expect.objectContaining({ code: "limit_exceeded", message: expect.stringContaining(`${rounds}`) }),
  )
})

test.for([
  ["no rounds", "salt", 0],
  ["no salt", "", 16],
] as const)("%s is a fault of the file", ([, salt, rounds]) => {
  expect(() => bcryptPbkdf(asciiBytes("p"), asciiBytes(salt), rounds, 48)).toThrow(
    expect.objectContaining({ code: "format_invalid" }),
  )
})
