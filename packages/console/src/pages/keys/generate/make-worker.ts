import { fingerprintSha256, formatPublicKey, inspect, KeyError } from "@latchkey/engine"
import {
  formatPrivateKey,
  generateKey,
  parsePrivateKey,
  readPublicHalf,
  type WritableFormat,
} from "@latchkey/engine/private"
import type { CheckedFile, KeyWish, MadeKey, MakerAnswer, MakerQuestion } from "./key-maker.ts"

/** The private files of the pair that was made. They leave this worker when somebody saves them, and end with it. */
const files = new Map<WritableFormat, Uint8Array>()

async function make(id: number, { spec, comment, passphrase, formats }: KeyWish): Promise<MadeKey> {
  const key = await generateKey(spec, { comment, onProgress: (progress) => answer({ id, progress }) })
  try {
    for (const format of formats) {
      const text = await formatPrivateKey(key, { format, passphrase })
      files.set(format, new TextEncoder().encode(text))
    }
    const { publicKey } = key
    return {
      publicKey,
      publicLine: formatPublicKey(publicKey),
      fingerprint: fingerprintSha256(publicKey.blob),
      files: [...files].map(([format, bytes]) => ({ format, bytes: bytes.length })),
    }
  } finally {
    key.wipe()
  }
}

async function check(file: Uint8Array, passphrase: string | undefined): Promise<CheckedFile> {
  try {
    const key = await parsePrivateKey(file, passphrase === undefined ? {} : { passphrase })
    key.wipe()
    return { fingerprint: fingerprintSha256(key.publicKey.blob) }
  } catch (error) {
    if (!(error instanceof KeyError)) throw error
    const shown = shownIn(file)
    return { error: error.code, ...(shown !== undefined && { shown }) }
  } finally {
    file.fill(0)
  }
}

/** OpenSSH's format and PuTTY's leave the public half unencrypted. */
function shownIn(file: Uint8Array): string | undefined {
  const [finding] = inspect(file, { readPublicHalf }).findings
  if (finding?.kind !== "private_key" || finding.publicHalf === undefined) return undefined
  return fingerprintSha256(finding.publicHalf.blob)
}

async function reply(question: MakerQuestion): Promise<MakerAnswer> {
  const { id } = question
  switch (question.ask) {
    case "make":
      return { id, made: await make(id, question.wish) }
    case "read": {
      const file = files.get(question.format)
      return file === undefined ? { id, failed: "there is no such file" } : { id, file: new Uint8Array(file) }
    }
    case "check":
      return { id, checked: await check(question.file, question.passphrase) }
  }
}

function answer(message: MakerAnswer) {
  postMessage(message, "file" in message ? { transfer: [message.file.buffer] } : {})
}

addEventListener("message", ({ data }: MessageEvent<MakerQuestion>) => {
  reply(data).then(answer, (error: unknown) => answer({ id: data.id, failed: String(error) }))
})
