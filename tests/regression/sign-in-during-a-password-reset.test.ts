// The attack: whoever knows an old password signs in all the time while its owner sets a new one. Passwords wait for
// their turn to be hashed, and so one that was right before the change opened a login session, or made an API token,
// after it; one that was asked for again to change the password set aside the new one. What a new password is to end
// went on.

import {
  changeEmail,
  changePassword,
  createApiToken,
  offerPasswordReset,
  requireSignedIn,
  resetPassword,
  signIn,
  signInForToken,
  tokenScopes,
} from "@latchkey/core"
import { afterEach, beforeEach, expect, test } from "vitest"
import { codeOf } from "../kit/codes.ts"
import { type Installation, openInstallation } from "../kit/installation.ts"

let installation: Installation
beforeEach(async () => {
  installation = await openInstallation()
})
afterEach(() => installation.close())

const password = "a new password of bob's"

/** Bob's password is reset right after one was looked at. */
function resetMeanwhile() {
  const { context, alice, bob } = installation
  const { passwords } = context
  let isReset = false
  const inTurn: typeof passwords.inTurn = async (network, work) => {
    const result = await passwords.inTurn(network, work)
    if (!isReset) {
      isReset = true
      const { secret } = await offerPasswordReset(context, alice, bob.account.id)
      await resetPassword(context, { secret, password })
    }
    return result
  }
  return { ...context, passwords: { ...passwords, inTurn } }
}

const old = () => ({ identifier: "bob", password: installation.password })

test("the old password opens no login session", async () => {
  expect(await codeOf(signIn(resetMeanwhile(), old()))).toBe("unauthenticated")
  expect(await installation.context.database.stores.loginSessions.listByAccount(installation.bob.account.id)).toEqual(
    [],
  )
  expect((await signIn(installation.context, { identifier: "bob", password })).account.handle).toBe("bob")
})

test("the old password gives no API token", async () => {
  const attempt = signInForToken(resetMeanwhile(), old(), { name: "kept", scopes: ["keys:read"] })
  expect(await codeOf(attempt)).toBe("unauthenticated")
})

test("with an API token, which stays, the old password changes neither password nor e-mail address", async () => {
  const { context, bob } = installation
  const { token } = await createApiToken(context, bob, { name: "kept", scopes: tokenScopes })
  const actor = requireSignedIn({ ...bob, by: { kind: "api_token", id: token.id, name: token.name } })
  const currentPassword = installation.password
  const taken = "a password of somebody else's"
  expect(await codeOf(changePassword(resetMeanwhile(), actor, { password: taken, currentPassword }))).toBe("invalid")
  expect((await signIn(context, { identifier: "bob", password })).account.handle).toBe("bob")
  const again = { ...resetMeanwhile() }
  const change = changeEmail(again, actor, { email: "eve@example.org", currentPassword: password })
  // The same new password is set again: its hash is another one.
  expect(await codeOf(change)).toBe("invalid")
})
