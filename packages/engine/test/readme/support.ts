import { generateKey, keySpecs } from "../../src/generate.ts"
import { formatPkcs1, formatPublicKey, formatRfc4716, formatSpki, inspect, keyTypes } from "../../src/index.ts"
import { privateHalves } from "../../src/key-types/private-halves.ts"
import { signatureSchemes } from "../../src/key-types/signature-schemes.ts"
import { formatPrivateKey, type PrivateKey, parsePrivateKey, type WritableFormat } from "../../src/private.ts"
import { isCertificateType } from "../../src/signatures.ts"
import { listVectors, readVector } from "../kit/vectors.ts"

const passphrase = "correct-horse"
const samples = ["ed25519", "ecdsa_p256", "rsa_3072", "dsa_1024"]
const writable = ["openssh", "pkcs8", "pem", "ppk"] as const satisfies readonly WritableFormat[]

/** Formats in the words of people, in the order of the table. */
const formatNames = {
  openssh: "OpenSSH public line",
  rfc4716: "RFC 4716 (SSH2 public key)",
  spki: "PEM `PUBLIC KEY` (SPKI)",
  pkcs1: "PEM `RSA PUBLIC KEY` (PKCS#1)",
  "openssh-key-v1": "OpenSSH private key",
  pkcs8: "PEM `PRIVATE KEY` (PKCS#8)",
  "pkcs1-private": "PEM `RSA PRIVATE KEY` (PKCS#1)",
  sec1: "PEM `EC PRIVATE KEY` (SEC 1)",
  "dsa-private": "PEM `DSA PRIVATE KEY`",
  ppk: "PuTTY .ppk, versions 2 and 3",
} as const

/** What can be done with each key type and each format, as Markdown: taken from the tables, and from doing it. */
export async function supportMatrix(): Promise<string> {
  return `${table(await keyTypeRows())}\n\n${table(await formatRows())}`
}

async function keyTypeRows(): Promise<readonly (readonly string[])[]> {
  const specs = keySpecs.filter(({ type, bits }) => type !== "rsa" || bits === 2048)
  const generated = new Set(
    (await Promise.all(specs.map((spec) => generateKey(spec)))).map((key) => key.publicKey.type),
  )
  const rows = Object.values(keyTypes).map(({ name }) => [
    `\`${name}\``,
    "yes",
    cell(privateHalves[name] !== undefined),
    cell(generated.has(name)),
    cell(signatureSchemes[name]?.sign !== undefined),
    cell(signatureSchemes[name] !== undefined),
    cell(isCertificateType(`${name.replace("@openssh.com", "")}-cert-v01@openssh.com`)),
  ])
  return [["key type", "read", "private files", "generate", "sign", "verify", "certificate"], ...rows]
}

async function formatRows(): Promise<readonly (readonly string[])[]> {
  const done = new Set<string>()
  for (const folder of ["public", "rfc4716", "pem"]) {
    for (const file of listVectors(`valid/${folder}`)) done.add(`${formatOf(readVector(file))} read`)
  }
  for (const file of listVectors("valid/private").filter((name) => !name.includes("sshcom"))) {
    await parsePrivateKey(readVector(file), { passphrase })
    done.add(`${formatOf(readVector(file))} read`)
  }
  for (const name of samples) {
    const key = await parsePrivateKey(readVector(`valid/private/openssh_${name}`))
    for (const text of [...publicTexts(key), ...(await privateTexts(key))]) done.add(`${formatOf(text)} write`)
    for (const text of await privateTexts(key, passphrase)) done.add(`${formatOf(text)} encrypted`)
  }
  const rows = Object.entries(formatNames).map(([format, name]) => [
    name,
    ...["read", "write", "encrypted"].map((what) => cell(done.has(`${format} ${what}`))),
  ])
  return [["format", "read", "write", "encrypted"], ...rows]
}

function publicTexts({ publicKey }: PrivateKey): readonly string[] {
  const { family } = keyTypes[publicKey.type]
  const texts = [formatPublicKey(publicKey), formatRfc4716(publicKey), formatSpki(publicKey)]
  return family === "RSA" ? [...texts, formatPkcs1(publicKey)] : texts
}

/** In every format that can hold the key. */
async function privateTexts(key: PrivateKey, given?: string): Promise<readonly string[]> {
  const isEd25519 = keyTypes[key.publicKey.type].family === "Ed25519"
  const formats = writable.filter((format) => format !== "pem" || !isEd25519)
  const options = given === undefined ? {} : { passphrase: given }
  return Promise.all(formats.map((format) => formatPrivateKey(key, { format, ...options })))
}

function formatOf(text: string | Uint8Array): string {
  const [finding] = inspect(text).findings
  if (finding === undefined || finding.kind === "refused") throw new Error("a file of the table is not recognised")
  return finding.format
}

function cell(isSupported: boolean): string {
  return isSupported ? "yes" : ""
}

function table([header, ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`
  const rule = (header ?? []).map(() => "---")
  return [line(header ?? []), `|${rule.join("|")}|`, ...rows.map(line)].join("\n")
}
