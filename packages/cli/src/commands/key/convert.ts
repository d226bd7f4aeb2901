import { CoreError } from "@latchkey/core"
import {
  fingerprintSha256,
  formatPkcs1,
  formatPublicKey,
  formatRfc4716,
  formatSpki,
  type InspectionFinding,
  inspect,
  MAX_INPUT_LENGTH,
  type PublicKey,
  toPrintable,
} from "@latchkey/engine"
import { formatPrivateKey, readPublicHalf, type WritableFormat, withComment } from "@latchkey/engine/private"
import { fileLabel, print, printJson, printNote, readInput, stdinArgument } from "../../io.ts"
import { requireVisible } from "../../key-files/comment.ts"
import { type OpenedKey, openPrivateKey } from "../../key-files/open-private-key.ts"
import { requireFree, writeNewFiles } from "../../key-files/write-key-file.ts"
import { newKeyPassphrase } from "../../passphrase.ts"

/** Formats of public keys, and those of private ones: `openssh` is both. */
const publicForms = {
  openssh: (key: PublicKey) => `${formatPublicKey(key)}\n`,
  rfc4716: formatRfc4716,
  spki: formatSpki,
  pkcs1: formatPkcs1,
} as const
const privateForms: readonly WritableFormat[] = ["openssh", "pem", "pkcs8", "ppk"]
/** Those that have a place for a comment. */
const commented: readonly string[] = ["openssh", "rfc4716", "ppk"]

type PublicForm = keyof typeof publicForms

export interface ConvertOptions {
  readonly format: PublicForm | WritableFormat
  readonly public?: boolean
  readonly out?: string
  readonly comment?: string
  readonly passphraseFile?: string
  readonly newPassphraseFile?: string
  /** False after `--no-passphrase`. */
  readonly passphrase?: boolean
  readonly json?: boolean
}

/** `latchkey key convert`: a private key to a private format, and anything to a public one. */
export async function convert(file: string, options: ConvertOptions): Promise<void> {
  const { format, out } = options
  if (options.comment !== undefined) requireVisible(options.comment)
  const files = [file, options.passphraseFile, options.newPassphraseFile]
  if (files.filter((one) => one === stdinArgument).length > 1) {
    throw new CoreError("invalid", "only one thing can come from stdin", { hint: "name files for the others" })
  }
  if (out !== undefined && out !== stdinArgument) requireFree(out)
  const bytes = await readInput(file, MAX_INPUT_LENGTH)
  const finding = onlyKeyIn(bytes, file)
  const isPublic = finding.kind === "public_key" || options.public || !isPrivateForm(format)
  requirePlace(isPublic, options)
  const converted = isPublic
    ? await convertPublic(bytes, file, finding, options)
    : await convertPrivate(await openPrivateKey(bytes, fileLabel(file), options.passphraseFile), options)
  if (converted.comment !== "" && !commented.includes(format)) {
    printNote(`the comment is left out: the format ${format} has no place for it`)
  }
  deliver(converted, isPublic, options)
}

/** What was made, and whose key it is. */
interface Converted {
  readonly text: string
  readonly comment: string
  readonly fingerprint: string
  readonly encrypted: boolean
}

function onlyKeyIn(bytes: Uint8Array, file: string): Exclude<InspectionFinding, { kind: "refused" }> {
  const { findings, advice } = inspect(bytes, { readPublicHalf })
  const [finding, ...others] = findings
  if (finding === undefined) {
    throw new CoreError("invalid", `${fileLabel(file)}: there is no key in it`, { hint: advice })
  }
  if (others.length > 0) {
    throw new CoreError("invalid", `${fileLabel(file)}: there are ${findings.length} things in it, and not one key`, {
      hint: "convert one key at a time",
    })
  }
  if (finding.kind === "refused") throw finding.error
  for (const repair of finding.repairs) printNote(`${fileLabel(file)}:${finding.line}: ${repair.message}`)
  return finding
}

async function convertPublic(
  bytes: Uint8Array,
  file: string,
  finding: Exclude<InspectionFinding, { kind: "refused" }>,
  { format, comment, passphraseFile }: ConvertOptions,
): Promise<Converted> {
  if (!isPublicForm(format)) {
    throw new CoreError("invalid", `the format ${format} is one of private keys, and this is a public key`, {
      hint: "use --format openssh, rfc4716, spki or pkcs1",
    })
  }
  const found =
    finding.kind === "public_key"
      ? finding.key
      : (finding.publicHalf ?? (await openPublicHalf(bytes, file, passphraseFile)))
  const key = comment === undefined ? found : { ...found, comment }
  const fingerprint = fingerprintSha256(key.blob)
  return { text: publicForms[format](key), comment: key.comment, fingerprint, encrypted: false }
}

async function openPublicHalf(bytes: Uint8Array, file: string, passphraseFile?: string): Promise<PublicKey> {
  const { key } = await openPrivateKey(bytes, fileLabel(file), passphraseFile)
  key.wipe()
  return key.publicKey
}

async function convertPrivate(
  { key: opened, passphrase: old }: OpenedKey,
  options: ConvertOptions,
): Promise<Converted> {
  const { format, comment } = options
  if (!isPrivateForm(format)) throw new Error("a private key is converted to a public format")
  const key = comment === undefined ? opened : withComment(opened, comment)
  try {
    const passphrase = await passphraseFor(old, options)
    if (format === "pem" && passphrase !== undefined) {
      printNote("the encryption of this older format protects a short passphrase badly; pkcs8 does better")
    }
    const text = await formatPrivateKey(key, { format, ...(passphrase !== undefined && { passphrase }) })
    const { blob, comment: kept } = key.publicKey
    return { text, comment: kept, fingerprint: fingerprintSha256(blob), encrypted: passphrase !== undefined }
  } finally {
    key.wipe()
    opened.wipe()
  }
}

/** A private key is not to be on a screen or in a pipe by mistake. */
function requirePlace(isPublic: boolean, { out, json }: ConvertOptions): void {
  if (out === undefined && !isPublic) {
    throw new CoreError("invalid", "a private key goes into a file that only you can read", {
      hint: "name it with --out FILE; --out - prints the private key, and --public converts the public half",
    })
  }
  if (!json || (out !== undefined && out !== stdinArgument)) return
  throw new CoreError("invalid", "the key and the JSON cannot both go to standard output", {
    hint: "name a file with --out, or leave out --json",
  })
}

/** The passphrase that there was stays, unless told otherwise. */
function passphraseFor(old: string | undefined, options: ConvertOptions): Promise<string | undefined> | string {
  const { newPassphraseFile: file, passphrase } = options
  if (old !== undefined && file === undefined && passphrase !== false) return old
  const wanted = { ...(file !== undefined && { passphraseFile: file }), ...(passphrase === false && { passphrase }) }
  return newKeyPassphrase(wanted, "--new-passphrase-file")
}

function deliver(
  { text, fingerprint, encrypted }: Converted,
  isPublic: boolean,
  { out, format, json }: ConvertOptions,
) {
  if (out === undefined || out === stdinArgument) {
    process.stdout.write(text)
    return
  }
  writeNewFiles([{ path: out, text, isSecret: !isPublic }])
  const kind = isPublic ? "public" : "private"
  if (json) printJson({ file: out, format, kind, fingerprint, encrypted })
  else print(toPrintable(`${out}: the ${kind} key ${fingerprint} as ${format}`))
}

function isPublicForm(format: string): format is PublicForm {
  return Object.hasOwn(publicForms, format)
}

function isPrivateForm(format: string): format is WritableFormat {
  return privateForms.some((form) => form === format)
}
