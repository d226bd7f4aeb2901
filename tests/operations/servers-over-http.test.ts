/** A public URL without TLS, where servers cannot be connected: that is said before anybody runs a command in vain. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { routes } from "@latchkey/contract"
import { afterAll, expect, test } from "vitest"
import { clientWithToken, signUp, startDaemon } from "../kit/daemon.ts"

const dataFolder = mkdtempSync(join(tmpdir(), "latchkey-data-"))
afterAll(() => rmSync(dataFolder, { recursive: true, force: true }))

test("no command is made that could not work, unless plain HTTP is allowed for a trial", async () => {
  const first = await startDaemon({ dataFolder })
  const { client, token } = await signUp(first)
  const [project] = (await client.call(routes.listProjects, {})).items
  const params = { id: project?.id ?? "" }
  const { server } = await client.call(routes.createServer, { params, body: { name: "before" } })
  await first.stop()

  const LATCHKEY_PUBLIC_URL = "http://keys.example.org"
  const plain = await startDaemon({ dataFolder, env: { LATCHKEY_PUBLIC_URL } })
  const there = clientWithToken(plain, token)
  const refusal = {
    code: "forbidden",
    fields: [{ path: "publicUrl" }],
    hint: expect.stringContaining("LATCHKEY_INSECURE_HTTP=1"),
  }
  await expect(there.call(routes.createServer, { params, body: { name: "web" } })).rejects.toMatchObject(refusal)
  await expect(there.call(routes.offerEnrolment, { params: { id: server.id } })).rejects.toMatchObject(refusal)
  expect((await there.call(routes.listServers, { params })).items.map(({ name }) => name)).toEqual(["before"])
  await plain.stop()

  const trial = await startDaemon({ dataFolder, env: { LATCHKEY_PUBLIC_URL, LATCHKEY_INSECURE_HTTP: "1" } })
  const made = await clientWithToken(trial, token).call(routes.createServer, { params, body: { name: "web" } })
  expect(made.enrolment.command).toContain(LATCHKEY_PUBLIC_URL)
  await trial.stop()
}, 120_000)
