// The attack: somebody who is signed in and no administrator posts bodies of 16 MiB, which a blocklist may have. They
// would be refused in the end, but each would be held in memory, searched and parsed before.

import http from "node:http"
import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, expect, test } from "vitest"
import { addAccount } from "../kit/accounts.ts"
import { type RunningDaemon, type SignedUp, signUp, startDaemon } from "../kit/daemon.ts"

let daemon: RunningDaemon
let admin: SignedUp
let member: SignedUp
beforeAll(async () => {
  daemon = await startDaemon()
  admin = await signUp(daemon)
  member = await addAccount(daemon, "member")
})
afterAll(() => daemon.stop())

/** Announces a body and sends what is given of it: the status, which may come before the rest. */
function post(token: string, length: number, sent: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = http.request(`${daemon.url}/api/v1/key-policy/preview`, {
      method: "POST",
      headers: { "content-type": "application/json", "content-length": length, authorization: `Bearer ${token}` },
    })
    request.once("error", reject)
    request.once("response", (response) => {
      resolve(response.statusCode)
      response.destroy()
    })
    request.write(sent)
  })
}

test("a long blocklist is read from an admin", async () => {
  const body = JSON.stringify({ blocklist: "#".repeat(2_000_000) })
  expect(await post(admin.token, body.length, body)).toBe(200)
})

test("of a member it is refused before it is read, and the refusal is in the audit", async () => {
  expect(await post(member.token, 10_000_000, '{"blocklist":"')).toBe(403)
  const { items } = await admin.client.call(routes.listAuditEvents, { query: { limit: 20 } })
  const actor = expect.objectContaining({ handle: "member" })
  expect(items).toContainEqual(expect.objectContaining({ outcome: "refused", actor }))
})
