import type { KeyErrorCode, PublicKey } from "@latchkey/engine"
import type { KeySpec, RsaProgress, WritableFormat } from "@latchkey/engine/private"

/** What a new pair is to be. */
export type KeyWish = {
  readonly spec: KeySpec
  readonly comment: string
  /** Empty: the files are written in the clear. */
  readonly passphrase: string
  readonly formats: readonly WritableFormat[]
}

/** A new pair as far as the page knows it: the private half stays in the worker. */
export type MadeKey = {
  readonly publicKey: PublicKey
  readonly publicLine: string
  readonly fingerprint: string
  readonly files: readonly { readonly format: WritableFormat; readonly bytes: number }[]
}

/** What a file holds that was given back: the key, by its fingerprint, or why it could not be opened. */
export type CheckedFile =
  | { readonly fingerprint: string }
  | {
      readonly error: KeyErrorCode
      /** The fingerprint of what could not be opened, where the file shows it. */
      readonly shown?: string
    }

export type MakerQuestion = { readonly id: number } & (
  | { readonly ask: "make"; readonly wish: KeyWish }
  | { readonly ask: "read"; readonly format: WritableFormat }
  | { readonly ask: "check"; readonly file: Uint8Array; readonly passphrase?: string }
)

export type MakerAnswer = { readonly id: number } & (
  | { readonly progress: RsaProgress }
  | { readonly made: MadeKey }
  | { readonly file: Uint8Array<ArrayBuffer> }
  | { readonly checked: CheckedFile }
  | { readonly failed: string }
)

type Asked<Question> = Question extends unknown ? Omit<Question, "id"> : never

/** Makes one pair beside the page's own thread, and keeps its private half there. */
export type KeyMaker = {
  make(wish: KeyWish, onProgress: (progress: RsaProgress) => void): Promise<MadeKey>
  /** Secret: a private file as it is to be saved. */
  read(format: WritableFormat): Promise<Uint8Array<ArrayBuffer>>
  /** What a saved file holds, as far as that can be told without a passphrase where there is none. Nothing is kept. */
  check(file: Uint8Array, passphrase?: string): Promise<CheckedFile>
  /** The pair is gone with the worker, whatever it is at. */
  close(): void
}

/** Starts a worker, which holds a private key until it is closed. */
export function startKeyMaker(): KeyMaker {
  const worker = new Worker(new URL("./make-worker.ts", import.meta.url), { type: "module" })
  const waiting = new Map<number, (answer: MakerAnswer) => void>()
  let questions = 0
  worker.addEventListener("message", ({ data }: MessageEvent<MakerAnswer>) => waiting.get(data.id)?.(data))
  worker.addEventListener("error", () => {
    for (const [id, tell] of waiting) tell({ id, failed: "the worker that makes keys does not run" })
  })

  function ask<T>(
    question: Asked<MakerQuestion>,
    pick: (answer: MakerAnswer) => T | undefined,
    onProgress?: (progress: RsaProgress) => void,
  ): Promise<T> {
    const id = ++questions
    return new Promise((resolve, reject) => {
      waiting.set(id, (answer) => {
        if ("progress" in answer) return onProgress?.(answer.progress)
        waiting.delete(id)
        const value = pick(answer)
        if (value === undefined) reject(new Error("failed" in answer ? answer.failed : "an answer to another question"))
        else resolve(value)
      })
      worker.postMessage({ id, ...question })
    })
  }

  return {
    make: (wish, onProgress) =>
      ask({ ask: "make", wish }, (answer) => ("made" in answer ? answer.made : undefined), onProgress),
    read: (format) => ask({ ask: "read", format }, (answer) => ("file" in answer ? answer.file : undefined)),
    check: (file, passphrase) =>
      ask({ ask: "check", file, ...(passphrase !== undefined && { passphrase }) }, (answer) =>
        "checked" in answer ? answer.checked : undefined,
      ),
    close: () => worker.terminate(),
  }
}
