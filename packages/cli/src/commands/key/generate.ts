import { mkdirSync } from "node:fs"
import { homedir, hostname, userInfo } from "node:os"
import { dirname, join } from "node:path"
import { CoreError } from "@latchkey/core"
import {
  fingerprintMd5,
  fingerprintSha256,
  formatPublicKey,
  keyTypes,
  type PublicKey,
  randomart,
  toPrintable,
} from "@latchkey/engine"
import {
  formatPrivateKey,
  generateKey,
  type KeySpec,
  keySpecs,
  type PrivateKey,
  type WritableFormat,
} from "@latchkey/engine/private"
import { print, printJson, printNote, stdinArgument } from "../../io.ts"
import { requireVisible } from "../../key-files/comment.ts"
import { requireFree, writeNewFiles } from "../../key-files/write-key-file.ts"
import { type NewPassphraseOptions, newKeyPassphrase } from "../../passphrase.ts"
import { showProgress } from "../../progress.ts"

export interface GenerateOptions extends NewPassphraseOptions {
  readonly type: KeySpec["type"]
  readonly bits?: string
  readonly comment?: string
  readonly format: WritableFormat
  readonly out?: string
  readonly register?: boolean
  readonly name?: string
  readonly robot?: string
  readonly json?: boolean
}

/** Where the two halves go; nowhere means that the private half is printed. */
interface Places {
  readonly file: string
  readonly publicKeyFile: string
  /** Whether the folder is ~/.ssh, which is made where it is missing. */
  readonly isDefault: boolean
}

/** `latchkey key generate`: everything that can be refused is, before anything is asked, made or written. */
export async function generate(options: GenerateOptions): Promise<void> {
  const spec = specOf(options)
  const comment = commentOf(options.comment)
  const places = placesOf(options)
  if (places !== undefined) {
    requireFree(places.file)
    requireFree(places.publicKeyFile)
  }
  const register = await registrarOf(options)
  const passphrase = await newKeyPassphrase(options, "--passphrase-file")
  const key = await make(spec, comment)
  const { publicKey } = key
  try {
    const { format } = options
    const text = await formatPrivateKey(key, { format, ...(passphrase !== undefined && { passphrase }) })
    if (places === undefined) process.stdout.write(text)
    else write(places, text, publicKey)
  } finally {
    key.wipe()
  }
  if (!options.json) show(publicKey, places)
  const registered = await register?.(publicKey, places?.publicKeyFile)
  if (options.json) {
    const files = { file: places?.file, publicKeyFile: places?.publicKeyFile }
    printJson({ ...files, ...facts(publicKey), encrypted: passphrase !== undefined, registered })
  } else if (registered !== undefined) tell(places, toPrintable(`${registered.name} is added`))
}

function specOf({ type, bits, format }: GenerateOptions): KeySpec {
  const ofType = keySpecs.filter((spec) => spec.type === type)
  const spec = bits === undefined ? ofType[0] : ofType.find((one) => String(one.bits) === bits)
  if (spec === undefined) {
    throw new CoreError("invalid", `${type} keys of ${bits} bits are not made here`, {
      hint: `use --bits ${ofType.map((one) => one.bits).join(", ")}`,
    })
  }
  if (type !== "ed25519" || format !== "pem") return spec
  throw new CoreError("invalid", "the older PEM formats have no form for Ed25519 keys", {
    hint: "use --format openssh or pkcs8, or --type rsa for tools that know nothing newer",
  })
}

/** As ssh-keygen does, from whose machine it is. */
function commentOf(given: string | undefined): string {
  if (given === undefined) return `${loginName()}@${hostname()}`
  requireVisible(given)
  return given
}

function loginName(): string {
  try {
    return userInfo().username
  } catch {
    // A container may run as a number that no account has.
    return "somebody"
  }
}

function placesOf({ type, format, out, json, register, name, robot }: GenerateOptions): Places | undefined {
  if (!register && (name !== undefined || robot !== undefined)) {
    throw new CoreError("invalid", "--name and --robot are about the key that --register adds", {
      hint: "add --register",
    })
  }
  if (out === stdinArgument) {
    if (!json) return undefined
    throw new CoreError("invalid", "the private key and the JSON cannot both go to standard output", {
      hint: "name a file with --out, or leave out --json",
    })
  }
  const folder = join(homedir(), ".ssh")
  const file = out ?? join(folder, `id_${type}${format === "ppk" ? ".ppk" : ""}`)
  return { file, publicKeyFile: `${file.replace(/\.ppk$/, "")}.pub`, isDefault: out === undefined }
}

/** Logs in before the key is made: a key that was to be registered and cannot be is of no use. */
async function registrarOf({ register, robot, name }: GenerateOptions) {
  if (!register) return undefined
  const { prepareRegistration } = await import("../../register-key.ts")
  return prepareRegistration(robot, name)
}

/** RSA keys take seconds. */
async function make(spec: KeySpec, comment: string): Promise<PrivateKey> {
  if (spec.type !== "rsa") return generateKey(spec, { comment })
  const progress = showProgress()
  const start = Date.now()
  const show = () =>
    progress.show(`making an RSA key of ${spec.bits} bits: ${Math.floor((Date.now() - start) / 1000)} s`)
  show()
  const timer = setInterval(show, 1000)
  try {
    return await generateKey(spec, { comment })
  } finally {
    clearInterval(timer)
    progress.end()
  }
}

function write({ file, publicKeyFile, isDefault }: Places, text: string, publicKey: PublicKey): void {
  if (isDefault) mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeNewFiles([
    { path: file, text, isSecret: true },
    { path: publicKeyFile, text: `${formatPublicKey(publicKey)}\n`, isSecret: false },
  ])
}

function facts(key: PublicKey) {
  return {
    keyType: key.type,
    bits: key.bits,
    fingerprint: fingerprintSha256(key.blob),
    md5: fingerprintMd5(key.blob),
    comment: key.comment,
    publicKey: formatPublicKey(key),
  }
}

/** Where the private half goes to stdout, nothing else does. */
function tell(places: Places | undefined, text: string): void {
  if (places === undefined) printNote(text)
  else print(text)
}

function show(key: PublicKey, places: Places | undefined): void {
  if (places === undefined) {
    printNote(`its public half: ${formatPublicKey(key)}`)
    return
  }
  print(toPrintable(`private key: ${places.file} (it stays here; nobody else is to have it)`))
  print(toPrintable(`public key: ${places.publicKeyFile}`))
  const comment = key.comment === "" ? "no comment" : toPrintable(key.comment)
  print(`${key.bits} ${fingerprintSha256(key.blob)} ${comment} (${keyTypes[key.type].shortName})`)
  print(randomart(key))
}
