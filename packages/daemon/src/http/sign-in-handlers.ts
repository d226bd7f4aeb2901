import { needsSetUp, setUp, signedInBy, signIn, signInForToken, signOut } from "@latchkey/core"
import type { Handlers } from "./call.ts"
import { renderWhoAmI } from "./render/account.ts"
import { renderNewToken } from "./render/api-token.ts"
import { toInstant } from "./render/time.ts"

type SignInRoutes = "showSetup" | "setUp" | "showCsrf" | "signIn" | "signInForToken" | "signOut"

export const signInHandlers: Handlers<SignInRoutes> = {
  async showSetup({ context }) {
    return { required: await needsSetUp(context) }
  },

  async setUp({ context, body, reply }) {
    const opened = await setUp(context, body)
    reply.keepLoginSession(opened.secret)
    return renderWhoAmI(signedInBy(opened))
  },

  showCsrf({ reply }) {
    return { token: reply.csrfToken() }
  },

  async signIn({ context, body, reply }) {
    const opened = await signIn(context, body)
    reply.keepLoginSession(opened.secret)
    return renderWhoAmI(signedInBy(opened))
  },

  async signInForToken({ context, body: { token, ...credentials } }) {
    return renderNewToken(
      await signInForToken(context, credentials, { ...token, expiresAt: toInstant(token.expiresAt) }),
    )
  },

  async signOut({ context, actor, reply }) {
    await signOut(context, actor)
    reply.forgetLoginSession()
  },
}
