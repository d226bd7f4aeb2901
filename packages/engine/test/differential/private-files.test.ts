import { describe, expect, test } from "vitest"
import { requireTool } from "../../../../tests/kit/tools.ts"
import { formatPublicKey, inspect, KeyError } from "../../src/index.ts"
import { parsePrivateKey, readPublicHalf } from "../../src/private.ts"
import { mutated } from "../fuzz/mutate.ts"
import { seededRandom } from "../fuzz/random.ts"
import { runOnFile } from "../kit/ssh-keygen.ts"
import { readVector, readVectorText } from "../kit/vectors.ts"
import { stricterRules as rulesForLines } from "./stricter-rules.ts"

/** Each costs a start of ssh-keygen, which reads one private file at a time. */
const MUTANTS = 200
const SEED = 20261122

const files = [
  "openssh_ed25519",
  "openssh_ecdsa_p256",
  "openssh_rsa_3072",
  "ssh_keygen_pem_ecdsa_p256",
  "ssh_keygen_pem_rsa_3072",
  "ssh_keygen_pkcs8_ecdsa_p384",
] as const

interface StricterRule {
  readonly rule: string
  readonly example: Buffer
  applies(error: KeyError): boolean
}

const stricterRules: readonly StricterRule[] = [
  {
    rule: "the halves of a file, and the numbers of an RSA key, belong together",
    example: withBytes("openssh_ed25519", (bytes) => flipped(bytes, bytes.length - 60)),
    applies: ({ code, message }) => code === "key_mismatch" || /do not belong together/.test(message),
  },
  {
    rule: "base64 holds nothing but base64",
    example: Buffer.from(
      readVectorText("valid/private/ssh_keygen_pem_ecdsa_p256").replace(/=\n-----END/, "=\0AAAA\n-----END"),
    ),
    applies: ({ message }) => /is not base64/.test(message),
  },
  {
    rule: "a file is one key",
    example: Buffer.from(
      readVectorText("valid/private/openssh_ed25519") + readVectorText("valid/private/openssh_ecdsa_p256"),
    ),
    applies: ({ message }) => /private keys in it, where one is expected/.test(message),
  },
  {
    rule: "DER ends where it says, in a version that is known",
    example: withBytes("ssh_keygen_pem_ecdsa_p256", (bytes) => Buffer.concat([bytes, Buffer.of(0, 0, 0)])),
    applies: ({ code, message }) => code === "trailing_data" || /unknown version|does not end on a byte/.test(message),
  },
]

/** A vector with other bytes in its frame. */
function withBytes(name: string, change: (bytes: Buffer) => Buffer): Buffer {
  const [begin = "", ...lines] = readVectorText(`valid/private/${name}`).trimEnd().split("\n")
  const end = lines.pop() ?? ""
  const data = change(Buffer.from(lines.join(""), "base64")).toString("base64")
  return Buffer.from([begin, ...(data.match(/.{1,64}/g) ?? []), end, ""].join("\n"))
}

function flipped(bytes: Buffer, place: number): Buffer {
  const changed = Buffer.from(bytes)
  changed[place] = (changed[place] ?? 0) ^ 1
  return changed
}

/** Type and base64 of the key that ssh-keygen opens. */
function opened(file: Buffer): string | undefined {
  const { status, stdout } = runOnFile("ssh-keygen", ["-y", "-P", "", "-f", "FILE"], file)
  return status === 0 ? stdout.trim().split(" ").slice(0, 2).join(" ") : undefined
}

async function openedHere(file: Buffer): Promise<string | KeyError> {
  try {
    return formatPublicKey({ ...(await parsePrivateKey(file)).publicKey, comment: "" })
  } catch (error) {
    if (error instanceof KeyError) return error
    throw error
  }
}

function isRepaired(file: Buffer): boolean {
  return inspect(file, { readPublicHalf }).findings.some(
    ({ kind, ...found }) => "repairs" in found && found.repairs.length > 0,
  )
}

describe.skipIf(requireTool("ssh-keygen", "openssh-client") === undefined)("seeded changes of private files", () => {
  test("are opened as ssh-keygen opens them, or by a named rule not at all", async () => {
    const faults: string[] = []
    const count = { both: 0, keygen: 0, refused: 0 }
    for (let index = 0; index < MUTANTS; index++) {
      const random = seededRandom(SEED + index)
      const name = random.oneOf(files)
      const file = mutated(readVector(`valid/private/${name}`), random)
      const [theirs, ours] = [opened(file), await openedHere(file)]
      if (theirs === undefined && ours instanceof KeyError) count.refused++
      else if (theirs === ours) count.both++
      else if (theirs === undefined) {
        if (!isRepaired(file)) faults.push(`${index} ${name} is opened here only`)
      } else if (ours instanceof KeyError && stricterRules.some((rule) => rule.applies(ours))) count.keygen++
      else faults.push(`${index} ${name} is ${theirs} for ssh-keygen, and here ${ours}`)
    }
    expect(faults).toEqual([])
    for (const times of Object.values(count)) expect(times).toBeGreaterThan(0)
  })

  test("the rules by which this engine is stricter are ten at most, those for public lines among them", () => {
    expect(stricterRules.length + rulesForLines.length).toBeLessThanOrEqual(10)
  })

  test.each(stricterRules)("$rule: ssh-keygen does not ask", async ({ example, applies }) => {
    expect(opened(example)).toBeDefined()
    const error = await openedHere(example)
    expect(error instanceof KeyError && applies(error), `${error}`).toBe(true)
  })
})
