import { join } from "node:path"
import { routes } from "@latchkey/contract"
import Sqlite from "better-sqlite3"
import { expect, test } from "vitest"
import { signUp, startDaemon } from "../../../../tests/kit/daemon.ts"
import { newPublicLine } from "../../../../tests/kit/public-line.ts"
import { refusalOf } from "../../../../tests/kit/refusals.ts"

test("a fault of ours tells the caller nothing but a request id, under which the log has the cause", async () => {
  const daemon = await startDaemon()
  try {
    const { client } = await signUp(daemon)
    const database = new Sqlite(join(daemon.dataFolder, "latchkey.db"))
    database.exec("drop table audit_events")
    database.close()

    const fault = await refusalOf(client.call(routes.listAuditEvents, { query: {} }))
    expect(fault).toMatchObject({ code: "internal", message: "something went wrong on our side" })
    const line = daemon
      .log()
      .split("\n")
      .find((text) => text.includes(`"requestId":"${fault.requestId}"`))
    expect(line).toContain("audit_events")

    // One key's fault inside of an import that is answered as a whole, too.
    const { results } = await client.call(routes.importKeys, { body: { keys: [{ text: newPublicLine("x") }] } })
    expect(results).toMatchObject([{ outcome: "refused", error: { code: "internal" } }])
    expect(JSON.stringify(results)).not.toContain("audit_events")
    expect(daemon.log().match(/a request failed/g)).toHaveLength(2)
  } finally {
    await daemon.stop()
  }
})
