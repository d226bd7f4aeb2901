import { readFileSync } from "node:fs"

/** A request that a real client sent to a real Keystone or Nova, and what that answered. */
export interface RecordedExchange {
  /** Its number in the recording. */
  readonly number: number
  readonly method: string
  /** Of the host `identity` or `compute`. */
  readonly url: URL
  readonly requestHeaders: Headers
  readonly requestBody: string | undefined
  readonly status: number
  readonly headers: Headers
  /** "" when there was none. */
  readonly body: string
}

/**
 * One file of `recorded/`, in the order of the recording. Left out of it are repeated look-ups of the same discovery
 * document and the same auth token, and headers of the connection; `TOKEN-1` and `req-ID` stand for random texts, the
 * password `right` for each account's own, and hosts are called after what they serve.
 */
export function readRecordedExchanges(name: string): readonly RecordedExchange[] {
  const text = readFileSync(new URL(`recorded/${name}.http`, import.meta.url), "utf8")
  return text.split(/^### /m).slice(1).map(readOne)
}

function readOne(text: string): RecordedExchange {
  const [number, ...lines] = text.trimEnd().split("\n")
  const answerAt = lines.findIndex((line) => /^< \d{3}$/.test(line))
  const [method = "", url = ""] = lines[0]?.slice(2).split(" ") ?? []
  const request = splitBody(lines.slice(1, answerAt), ">")
  const answer = splitBody(lines.slice(answerAt + 1), "<")
  return {
    number: Number(number),
    method,
    url: new URL(url),
    requestHeaders: request.headers,
    requestBody: request.body === "" ? undefined : request.body,
    status: Number(lines[answerAt]?.slice(2)),
    headers: answer.headers,
    body: answer.body,
  }
}

/** Headers stand behind the mark, and the body behind a line of the mark alone. */
function splitBody(lines: readonly string[], mark: string): { headers: Headers; body: string } {
  const end = lines.indexOf(mark)
  const headers = new Headers()
  for (const line of end === -1 ? lines : lines.slice(0, end)) {
    const [name = "", value = ""] = line.slice(2).split(/: (.*)/)
    headers.append(name, value)
  }
  return { headers, body: end === -1 ? "" : lines.slice(end + 1).join("\n") }
}
