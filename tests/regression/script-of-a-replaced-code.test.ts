// The hole: a script that was asked for with a code while another code took its place was noted as that of the new code. The
// page that waits for it then said that the machine had the script, and nobody had fetched it.

import { lookUpEnrolment, noteFetchedScript, offerEnrolment, showServer } from "@latchkey/core"
import { expect, test } from "vitest"
import { openInstallation } from "../kit/installation.ts"
import { newServer } from "../kit/servers.ts"

test("a script counts as fetched of the code that it was fetched with, and of no later one", async () => {
  const installation = await openInstallation()
  try {
    const { context, bob } = installation
    const { server, secret } = await newServer(installation)
    const found = await lookUpEnrolment(context, secret)
    const next = await offerEnrolment(context, bob, server.id)
    expect(await noteFetchedScript(context, found, secret)).toEqual([])
    expect((await showServer(context, bob, server.id)).scriptFetchedAt).toBeUndefined()
    expect(await noteFetchedScript(context, next.server, next.secret)).not.toEqual([])
    expect((await showServer(context, bob, server.id)).scriptFetchedAt).toBe(context.clock.now())
  } finally {
    await installation.close()
  }
})
