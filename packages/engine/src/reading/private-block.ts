import { DerReader } from "../der.ts"
import { KeyError } from "../error.ts"
import { decodeDsaPrivate } from "../formats/dsa-private.ts"
import { decryptLegacy } from "../formats/legacy-encryption.ts"
import { decodeOpensshFile, type OpensshFile, openOpensshFile } from "../formats/openssh-key.ts"
import { readPemBody } from "../formats/pem-body.ts"
import { decodePkcs1Private } from "../formats/pkcs1-private.ts"
import { decodePkcs8 } from "../formats/pkcs8.ts"
import { decryptPkcs8, decryptPkcs8Sync } from "../formats/pkcs8-encryption.ts"
import { decodePpkFile } from "../formats/ppk.ts"
import { openPlainPpkFile, openPpkFile } from "../formats/ppk-private.ts"
import { decodeSec1 } from "../formats/sec1.ts"
import { privateHalves } from "../key-types/private-halves.ts"
import { requirePassphrase, wrongPassphrase } from "../passphrase.ts"
import type { PrivateFormatName } from "../private-format.ts"
import type { PrivateKey } from "../private-key.ts"
import type { PublicKey } from "../public-key.ts"
import type { PrivateBlock } from "../scan/private-blocks.ts"
import { textLines } from "../scan/text-lines.ts"
import { attempt } from "./attempt.ts"

const pemReaders: Readonly<Partial<Record<PrivateFormatName, (der: Uint8Array) => PrivateKey>>> = {
  pkcs8: decodePkcs8,
  "pkcs1-private": decodePkcs1Private,
  sec1: decodeSec1,
  "dsa-private": decodeDsaPrivate,
}

/**
 * `ssh-keygen -y` takes no file of ssh.com's format; `-i` turns one that is not encrypted into a private key that it
 * takes, which nobody should have to store for that.
 */
const sshcomHint =
  "run puttygen FILE -L, or PuTTYgen's Conversions > Import key; without a passphrase also: ssh-keygen -i -f FILE | ssh-keygen -y -f /dev/stdin"

/**
 * Reads a private key and checks it against its public half.
 *
 * Throws `passphrase_required`, `passphrase_wrong`, `limit_exceeded`, `type_unsupported` for formats that are recognised
 * only, and whatever is wrong with the file.
 */
export async function openPrivateBlock(block: PrivateBlock, passphrase?: string): Promise<PrivateKey> {
  if (block.format === "openssh-key-v1") return withOpensshFile(block, (file) => openOpensshFile(file, passphrase))
  if (block.format === "ppk") return openPpkFile(decodePpkFile(linesOf(block)), passphrase)
  return openPem(block, passphrase)
}

/**
 * Reads the public half of a private key. What `InspectOptions.readPublicHalf` takes.
 *
 * Throws `passphrase_required` or `passphrase_wrong` when it is encrypted with the rest, `type_unsupported` for formats
 * that are recognised only, and whatever is wrong with the file.
 */
export function readPublicHalf(block: PrivateBlock, passphrase?: string): PublicKey {
  if (block.format === "openssh-key-v1") {
    return withOpensshFile(block, (file) => {
      const canOpen = file.cipher === "none" && privateHalves[file.publicKey.type] !== undefined
      return canOpen ? openOpensshFile(file).publicKey : file.publicKey
    })
  }
  if (block.format === "ppk") {
    const file = decodePpkFile(linesOf(block))
    return file.encryption === "none" ? openPlainPpkFile(file).publicKey : file.publicKey
  }
  return openPemSync(block, passphrase).publicKey
}

async function openPem(block: PrivateBlock, passphrase: string | undefined): Promise<PrivateKey> {
  const { decode, dekInfo, bytes } = readPem(block)
  try {
    if (!block.encrypted) return decode(bytes)
    const given = requirePassphrase(passphrase)
    const plain = dekInfo === undefined ? await decryptPkcs8(bytes, given) : decryptLegacy(dekInfo, bytes, given)
    return openDecrypted(plain, decode)
  } finally {
    bytes.fill(0)
  }
}

/** As {@link openPem}, for those who look through texts and cannot wait. */
function openPemSync(block: PrivateBlock, passphrase: string | undefined): PrivateKey {
  const { decode, dekInfo, bytes } = readPem(block)
  try {
    if (!block.encrypted) return decode(bytes)
    const given = requirePassphrase(passphrase)
    const plain = dekInfo === undefined ? decryptPkcs8Sync(bytes, given) : decryptLegacy(dekInfo, bytes, given)
    return openDecrypted(plain, decode)
  } finally {
    bytes.fill(0)
  }
}

function readPem(block: PrivateBlock) {
  const decode = pemReaders[block.format]
  if (decode === undefined) {
    throw new KeyError("type_unsupported", "this private key is of a format that is not read", {
      hint: block.format === "sshcom" ? sshcomHint : "export it in OpenSSH's format from the program that made it",
    })
  }
  const { headers, bytes } = readPemBody(frameContents(block))
  return { decode, dekInfo: headers.get("dek-info"), bytes }
}

function openDecrypted(plain: Uint8Array, decode: (der: Uint8Array) => PrivateKey): PrivateKey {
  try {
    const outcome = attempt(() => decode(plain))
    if (outcome.error === undefined) return outcome.value
    // One wrong passphrase in 256 leaves padding that looks right, and then no DER.
    throw attempt(() => DerReader.whole(plain)).error === undefined ? outcome.error : wrongPassphrase()
  } finally {
    plain.fill(0)
  }
}

function withOpensshFile<Result>(block: PrivateBlock, use: (file: OpensshFile) => Result): Result {
  const { bytes } = readPemBody(frameContents(block))
  try {
    const file = decodeOpensshFile(bytes)
    try {
      return use(file)
    } finally {
      file.section.fill(0)
    }
  } finally {
    bytes.fill(0)
  }
}

/** The lines between BEGIN and END of a block, also when all of it stands on one line. Throws `format_invalid`. */
export function frameContents(block: PrivateBlock): readonly string[] {
  requireFrame(block)
  const inner = block.body
    .replace(/[-–—]{0,8}[ \t]{0,4}BEGIN[\sA-Z0-9+_]{0,40}?PRIVATE[\s+_]{0,8}KEY[-–—\s]{0,8}/gi, "\n")
    .replace(/(?:[-–—]{0,8}[ \t]{0,4})END[\sA-Z0-9+_]{0,40}?PRIVATE[\s+_]{0,8}KEY[\s\S]*$/i, "\n")
  const withoutParameters = inner.replace(/-----BEGIN EC PARAMETERS-----[^-]*-----END EC PARAMETERS-----/, "")
  return textLines(withoutParameters).map((line) => line.text)
}

/** The lines of a block without a frame of their own, as PuTTY writes it. Throws `format_invalid`. */
export function linesOf(block: PrivateBlock): readonly string[] {
  requireFrame(block)
  return textLines(block.body).map((line) => line.text)
}

function requireFrame(block: PrivateBlock): void {
  if (block.framed) return
  throw new KeyError("format_invalid", "the first line of this private key is missing or damaged", {
    hint: "use the whole file",
  })
}
