import { inspectText } from "./inspect-text.ts"
import type { InspectAnswer, InspectQuestion } from "./inspector.ts"

function answer({ data }: MessageEvent<InspectQuestion>) {
  const { id, input, fileName } = data
  const message: InspectAnswer = { id, inspected: inspectText(input, fileName) }
  postMessage(message)
}

addEventListener("message", answer)
