import { createHash } from "node:crypto"
import { createReadStream, rmSync } from "node:fs"
import { open, rename } from "node:fs/promises"
import { dirname } from "node:path"
import { CoreError } from "@latchkey/core"
import { type Bytes, decrypt, encrypt } from "./encryption.ts"
import { type BackupRecords, readRecords } from "./records.ts"

/** What was written: the bytes of the file, and whether it was read back. */
export interface Written {
  readonly bytes: number
  readonly verified: boolean
}

/**
 * Writes a backup, reads it back as a restore would, and only then gives it its name. Whatever fails or ends the process
 * leaves no half of it behind, and an older file of that name as it was.
 *
 * @param file its path; undefined for standard output, which cannot be read back
 * @param onBytes told how many bytes are written by now
 * @throws CoreError `invalid`, `unavailable`
 */
export async function writeBackup(
  file: string | undefined,
  content: Bytes,
  passphrase: string,
  onBytes: (count: number) => void,
): Promise<Written> {
  const hash = createHash("sha256")
  const encrypted = async () => counting(await encrypt(hashing(content, hash), passphrase), onBytes)
  if (file === undefined) return { bytes: await writeAll(await encrypted(), writeToStdout), verified: false }

  const unfinished = `${file}.unfinished`
  const remove = () => rmSync(unfinished, { force: true })
  try {
    remove()
    const fail = (error: unknown) => Promise.reject(cannotWrite(file, error))
    const handle = await open(unfinished, "wx", 0o600).catch(fail)
    process.once("exit", remove)
    const bytes = await writeAll(await encrypted(), (piece) => handle.writeFile(piece).catch(fail))
      .then((count) => handle.sync().then(() => count, fail))
      .finally(() => handle.close())
    await requireSame(unfinished, passphrase, hash.digest("hex"))
    await rename(unfinished, file).catch(fail)
    await toDisk(dirname(file))
    return { bytes, verified: true }
  } finally {
    remove()
    process.off("exit", remove)
  }
}

/**
 * Opens a backup for reading.
 *
 * @param file its path; undefined for standard input
 * @param onBytes told how many bytes are read by now
 * @throws CoreError `invalid`, `not_found`; also while its rows are read
 */
export async function openBackup(
  file: string | undefined,
  passphrase: string,
  onBytes: (count: number) => void = () => {},
): Promise<BackupRecords> {
  return readRecords(await decrypt(counting(readingFrom(file), onBytes), passphrase))
}

async function requireSame(file: string, passphrase: string, expected: string): Promise<void> {
  const hash = createHash("sha256")
  const { batches } = await readRecords(hashing(await decrypt(readingFrom(file), passphrase), hash))
  for await (const _ of batches()) {
    // Parsing them is the proof.
  }
  if (hash.digest("hex") === expected) return
  throw new CoreError("unavailable", `what was read back from ${file} is not what was written`, {
    hint: "the disk is not to be trusted: write the backup to another one",
  })
}

async function* readingFrom(file: string | undefined): AsyncGenerator<Uint8Array> {
  try {
    yield* file === undefined ? process.stdin : createReadStream(file)
  } catch (error) {
    if (!isFileError(error)) throw error
    const isMissing = error.code === "ENOENT" || error.code === "ENOTDIR"
    throw isMissing
      ? new CoreError("not_found", `there is no file ${file}`, { hint: "look for typing errors in its name" })
      : new CoreError("invalid", `${file ?? "standard input"} cannot be read (${error.code})`, {
          hint: "a backup is one file that this user may read",
        })
  }
}

async function* counting(source: Bytes, onBytes: (count: number) => void): AsyncGenerator<Uint8Array> {
  let count = 0
  for await (const piece of source) {
    count += piece.length
    onBytes(count)
    yield piece
  }
}

async function* hashing(source: Bytes, hash: ReturnType<typeof createHash>): AsyncGenerator<Uint8Array> {
  for await (const piece of source) {
    hash.update(piece)
    yield piece
  }
}

async function writeAll(content: Bytes, write: (piece: Uint8Array) => Promise<void>): Promise<number> {
  let count = 0
  for await (const piece of content) {
    count += piece.length
    await write(piece)
  }
  return count
}

function writeToStdout(piece: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(piece, (error) => (error ? reject(cannotWrite("standard output", error)) : resolve()))
  })
}

async function toDisk(folder: string): Promise<void> {
  const handle = await open(folder, "r")
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error
}

function cannotWrite(file: string, cause: unknown): CoreError {
  const code = cause instanceof Error && "code" in cause ? cause.code : "unknown"
  return new CoreError("invalid", `${file} cannot be written (${code === "ENOSPC" ? "the disk is full" : code})`, {
    hint: "name a file in a folder that this user may write to, with room for it",
    cause,
  })
}
