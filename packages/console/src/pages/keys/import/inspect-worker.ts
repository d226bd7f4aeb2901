import { inspectText } from "./inspect-text.ts"
import type { InspectAnswer, InspectQuestion } from "./inspector.ts"

function answer({ data }: MessageEvent<InspectQuestion>) {
  const { id, input, policy, fileName } = data
  const message: InspectAnswer = { id, inspected: inspectText(input, policy, fileName) }
  postMessage(message)
}

addEventListener("message", answer)
