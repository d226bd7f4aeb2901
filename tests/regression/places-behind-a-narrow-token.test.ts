// The hole: beginning a replacement, and taking a key from a place, answered with every server and login user that the key
// opens, also to an API token that may change keys and not see servers.

import { addAccess, type OwnedKey, removeReplaced, startReplacement } from "@latchkey/core"
import { expect, test } from "vitest"
import { codeOf } from "../kit/codes.ts"
import { openInstallation } from "../kit/installation.ts"
import { addKeyOf, connected } from "../kit/servers.ts"

test("a token that may not see servers is told of none by a replacement", async () => {
  const installation = await openInstallation()
  try {
    const { context, bob } = installation
    const { server } = await connected(installation)
    const [oldKey, newKey] = [await addKeyOf(context, bob, "old"), await addKeyOf(context, bob, "new")]
    const place = { serverId: server.id, loginUser: "deploy" }
    const ofKey = ({ id }: OwnedKey) => ({ kind: "key", keyId: id }) as const
    await addAccess(context, bob, server.id, { loginUser: "deploy", subject: ofKey(oldKey) })
    const request = { newKeyId: newKey.id, removeAfterLogin: false }
    const narrow = { ...bob, scopes: ["keys:read", "keys:write"] } as const
    expect(await codeOf(startReplacement(context, narrow, oldKey.id, request))).toBe("forbidden")
    await startReplacement(context, bob, oldKey.id, request)
    expect(await codeOf(removeReplaced(context, narrow, oldKey.id, place))).toBe("forbidden")
    const both = { ...bob, scopes: ["keys:write", "servers:read"] } as const
    expect((await removeReplaced(context, both, oldKey.id, place)).places).toMatchObject([{ oldKey: "removed" }])
  } finally {
    await installation.close()
  }
})
