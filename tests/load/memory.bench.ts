import { routes } from "@latchkey/contract"
import { npmStartProgram, signUp, startDaemon } from "../kit/daemon.ts"
import { newPublicLine } from "../kit/public-line.ts"
import { requestsPerSecond } from "./connections.ts"
import { residentMegabytes } from "./resident-memory.ts"
import type { Row } from "./row.ts"

const warmUp = 10_000
const requests = 100_000
const growthAim = 1.25
const load = { connections: 16, milliseconds: 1000 }

/** What 100,000 requests leave behind in the daemon's memory, beside what the first 10,000 did. */
export async function run(): Promise<Row[]> {
  const daemon = await startDaemon({ program: npmStartProgram, env: { LATCHKEY_LOG: "info" } })
  try {
    const { client, token } = await signUp(daemon)
    const keys = Array.from({ length: 50 }, (_, at) => ({ text: newPublicLine(`key-${at}`) }))
    await client.call(routes.importKeys, { body: { keys } })
    const url = `${daemon.url.replace("localhost", "127.0.0.1")}/api/v1/keys`
    const bearer = { authorization: `Bearer ${token}` }
    let answered = 0
    const answerUntil = async (count: number) => {
      while (answered < count) answered += Math.round(await requestsPerSecond(url, bearer, load))
      return residentMegabytes(daemon.pid)
    }
    const before = await answerUntil(warmUp)
    const after = await answerUntil(requests)
    const row = {
      name: "resident memory after 100,000 lists of 50 keys",
      value: `${Math.round(after)} MB`,
      reference: `${Math.round(before)} MB after 10,000`,
      ratio: after / before,
      aim: `at most ${growthAim}`,
    }
    return [{ ...row, ok: row.ratio <= growthAim }]
  } finally {
    await daemon.stop()
  }
}
