import { formatPem } from "../../src/formats/pem.ts"
import {
  detectPrivateKey,
  fingerprintX509,
  formatKeyList,
  formatPublicKey,
  inspect,
  KeyError,
  type KeyListLine,
  parseAuthorizedKeys,
  parseKnownHosts,
  parsePublicKey,
  parseX509Certificate,
} from "../../src/index.ts"
import { formatPrivateKey, parsePrivateKey, readPublicHalf } from "../../src/private.ts"
import { parseCertificate, verifySshsig } from "../../src/signatures.ts"
import { listVectors, readVector } from "../kit/vectors.ts"

/** A format with files to change, and everything that reads it. */
export interface Target {
  readonly files: readonly string[]
  /** Throws KeyError for what it refuses, and nothing else ever. */
  read(file: Buffer): Promise<void>
}

/** The passphrase of the encrypted vectors. */
const passphrase = "correct-horse"

function vectors(folder: string, name: RegExp): readonly string[] {
  return listVectors(`valid/${folder}`).filter((file) => name.test(file))
}

function privateTarget(name: RegExp): Target {
  return {
    files: vectors("private", name),
    async read(file) {
      inspect(file, { readPublicHalf, passphrase })
      detectPrivateKey(file.toString("latin1"))
      const key = await parsePrivateKey(file, { passphrase })
      const again = await parsePrivateKey(await formatPrivateKey(key, { format: "openssh" }))
      requireEqual(formatPublicKey(again.publicKey), formatPublicKey(key.publicKey))
    },
  }
}

function publicTarget(folder: string, name: RegExp): Target {
  return {
    files: vectors(folder, name),
    async read(file) {
      const { findings, advice } = inspect(file)
      if (findings.length === 0) throw new KeyError("format_unknown", advice ?? "no key was found")
      for (const finding of findings) {
        if (finding.kind === "refused") throw finding.error
        if (finding.kind === "private_key") continue
        requireEqual(formatPublicKey(parsePublicKey(formatPublicKey(finding.key))), formatPublicKey(finding.key))
      }
    },
  }
}

function listTarget(name: string, parse: (text: string) => readonly KeyListLine<unknown>[]): Target {
  return {
    files: vectors("lists", new RegExp(name)),
    async read(file) {
      const text = file.toString("latin1")
      const lines = parse(text)
      requireEqual(formatKeyList(lines), text)
      const refused = lines.find((line) => line.kind === "refused")
      if (refused?.kind === "refused") throw refused.error
    },
  }
}

function requireEqual(again: string, once: string): void {
  if (again !== once) throw new Error(`what was written is not what was read: ${again} and ${once}`)
}

/** Every format by the name that `npm run fuzz -- --format` takes. */
export const targets: Readonly<Record<string, Target>> = {
  "public-line": publicTarget("public", /./),
  pasted: publicTarget("repaired", /./),
  rfc4716: publicTarget("rfc4716", /./),
  spki: publicTarget("pem", /spki/),
  pkcs1: publicTarget("pem", /pkcs1/),
  "openssh-key-v1": privateTarget(/\/openssh_/),
  ppk: privateTarget(/\.ppk$/),
  pkcs8: privateTarget(/pkcs8/),
  "pkcs1-private": privateTarget(/pem_rsa/),
  sec1: privateTarget(/pem_ecdsa|sec1|ecparam/),
  "dsa-private": privateTarget(/pem_dsa/),
  sshcom: privateTarget(/sshcom/),
  certificate: {
    files: vectors("signed", /-cert\.pub$/),
    async read(file) {
      inspect(file)
      parseCertificate(file.toString("latin1"))
    },
  },
  x509: {
    files: listVectors("invalid").filter((file) => file.endsWith("x509_certificate.pem")),
    async read(file) {
      const der = parseX509Certificate(file.toString("latin1"))
      const again = parseX509Certificate(formatPem("CERTIFICATE", der))
      requireEqual(fingerprintX509(again), fingerprintX509(der))
    },
  },
  "authorized-keys": listTarget("authorized_keys", parseAuthorizedKeys),
  "known-hosts": listTarget("known_hosts", parseKnownHosts),
  sshsig: {
    files: vectors("signed", /\.sig$/),
    async read(file) {
      inspect(file)
      verifySshsig(Buffer.from("test"), file.toString("latin1"), { namespace: "file" })
    },
  },
}

/** The bytes of each of a target's files. */
export function seedsOf({ files }: Target): readonly [Buffer, ...Buffer[]] {
  const [first, ...others] = files.map((file) => Buffer.from(readVector(file)))
  if (first === undefined) throw new Error("a format has no files to change: run vectors/generate.sh")
  return [first, ...others]
}
