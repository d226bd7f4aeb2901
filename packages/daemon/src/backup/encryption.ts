import { pipeline, Readable } from "node:stream"
import { createGunzip, createGzip } from "node:zlib"
import { CoreError } from "@latchkey/core"
import { Decrypter, Encrypter } from "age-encryption"
import { identityOf, recipientOf } from "./passphrase.ts"

/** Bytes as they come, in pieces of any size. */
export type Bytes = AsyncIterable<Uint8Array>

/**
 * Compresses, then encrypts to an age file (age-encryption.org/v1): the passphrase through scrypt, the content in chunks
 * of 64 KiB whose numbers and end are authenticated. `age -d FILE | gunzip` opens it too.
 */
export async function encrypt(content: Bytes, passphrase: string): Promise<Bytes> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipientOf(passphrase))
  return encrypter.encrypt(ReadableStream.from(through(content, createGzip())))
}

/**
 * The content of an age file; never more of it in memory than a few chunks. What it gives has been authenticated, but only
 * its end tells that nothing was cut off.
 *
 * @throws CoreError `invalid` for what is no such file, for a wrong passphrase, and, while it is read, where it is damaged
 */
export async function decrypt(file: Bytes, passphrase: string): Promise<Bytes> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identityOf(passphrase))
  const start = await readStart(file)
  if (!isPassphraseFile(start.head)) throw notABackup()
  try {
    const content = await decrypter.decrypt(ReadableStream.from(start.all()))
    return reportingDamage(through(content, createGunzip()))
  } catch (cause) {
    if (cause instanceof CoreError) throw cause
    const isWrong = cause instanceof Error && cause.message.startsWith("no identity matched")
    throw isWrong ? wrongPassphrase(cause) : damaged(cause)
  }
}

/** The head of an age file with a passphrase has 150 bytes; age's parser itself would read on for ever. */
const longestHead = 1024

async function readStart(
  file: Bytes,
): Promise<{ readonly head: string; readonly all: () => AsyncGenerator<Uint8Array> }> {
  const source = file[Symbol.asyncIterator]()
  const pieces: Uint8Array[] = []
  let length = 0
  while (length < longestHead) {
    const { done, value } = await source.next()
    if (done) break
    pieces.push(value)
    length += value.length
  }
  return {
    head: Buffer.concat(pieces).subarray(0, longestHead).toString("latin1"),
    async *all() {
      yield* pieces
      yield* { [Symbol.asyncIterator]: () => source }
    },
  }
}

function isPassphraseFile(head: string): boolean {
  return /^age-encryption\.org\/v1\n-> scrypt [^\n]+\n[^-]*\n--- /.test(head)
}

/** Sends bytes through a stream of Node's; an error of either end is thrown to whoever reads. */
function through(
  source: AsyncIterable<Uint8Array>,
  stream: ReturnType<typeof createGzip | typeof createGunzip>,
): Bytes {
  pipeline(Readable.from(source, { objectMode: false }), stream, () => {})
  return stream
}

async function* reportingDamage(content: Bytes): AsyncGenerator<Uint8Array> {
  try {
    yield* content
  } catch (error) {
    throw error instanceof CoreError ? error : damaged(error)
  }
}

function notABackup(): CoreError {
  return new CoreError("invalid", "this is not a backup of Latchkey", {
    hint: "a backup is an age file with a passphrase, as `latchkey backup FILE` writes it",
  })
}

function wrongPassphrase(cause: unknown): CoreError {
  return new CoreError("invalid", "the passphrase does not open this backup", {
    hint: "if you are sure of it, the first lines of the file are damaged: take another copy",
    cause,
  })
}

function damaged(cause: unknown): CoreError {
  return new CoreError("invalid", "the backup is damaged or cut off", {
    hint: "take another copy of it, or an older backup",
    cause,
  })
}
