import { addAccess, importKeyPair, listKeys, offerUnlock, showServer, unlockServer } from "@latchkey/core"
import { formatPublicKey } from "@latchkey/engine"
import { afterEach, beforeEach, expect, test } from "vitest"
import { connectServer } from "../kit/connected-servers.ts"
import { type Installation, openInstallation } from "../kit/installation.ts"
import { addKeyOf, newServer } from "../kit/servers.ts"

let installation: Installation
beforeEach(async () => {
  installation = await openInstallation()
})
afterEach(() => installation.close())

test("letters for a key unlock a server under whichever of its names they were asked for", async () => {
  const { context, bob } = installation
  const { id } = await connectServer(installation, (await newServer(installation)).secret)
  const key = await addKeyOf(context, bob, "first")
  const publicKey = formatPublicKey({ ...key, type: key.keyType })
  await importKeyPair(context, bob, { name: "second", type: "ssh", publicKey })
  const loginUser = "deploy"
  const { items } = await listKeys(context, bob, { limit: 10, sort: "name", descending: false })
  expect(items.map(({ name }) => name)).toEqual(["first", "second"])
  for (const name of items) {
    await addAccess(context, bob, id, { loginUser, subject: { kind: "key", keyId: name.id } })
  }
  for (const name of items) {
    const { letters } = await offerUnlock(context, bob, id, { loginUser, keyId: name.id })
    const unlocked = await unlockServer(context, await showServer(context, bob, id), letters)
    expect(unlocked).toMatchObject({ loginUser, fingerprint: key.fingerprint })
  }
})
