import type { KeyPolicy } from "@latchkey/core"
import type { InspectedText } from "./found.ts"

export type InspectQuestion = {
  readonly id: number
  readonly input: string | Uint8Array
  readonly policy: KeyPolicy
  readonly fileName?: string
}
export type InspectAnswer = { readonly id: number; readonly inspected: InspectedText }

/** Inspects texts beside the page's own thread, so that a large one does not stop the typing. */
export type Inspector = {
  inspect(input: string | Uint8Array, policy: KeyPolicy, fileName?: string): Promise<InspectedText>
  close(): void
}

/** Starts an inspector; it lives until it is closed. */
export function startInspector(): Inspector {
  const worker = new Worker(new URL("./inspect-worker.ts", import.meta.url), { type: "module" })
  const waiting = new Map<number, PromiseWithResolvers<InspectedText>>()
  let questions = 0
  worker.addEventListener("message", ({ data }: MessageEvent<InspectAnswer>) => {
    waiting.get(data.id)?.resolve(data.inspected)
    waiting.delete(data.id)
  })
  worker.addEventListener("error", () => {
    for (const { reject } of waiting.values()) reject(new Error("the worker that inspects keys does not run"))
    waiting.clear()
  })
  return {
    inspect(input, policy, fileName) {
      const question: InspectQuestion = { id: ++questions, input, policy, ...(fileName !== undefined && { fileName }) }
      const answer = Promise.withResolvers<InspectedText>()
      waiting.set(question.id, answer)
      worker.postMessage(question)
      return answer.promise
    },
    close: () => worker.terminate(),
  }
}
