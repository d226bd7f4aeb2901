import { requireSignedIn, showOwnAccount, updateOwnAccount } from "@latchkey/core"
import type { Handlers } from "./call.ts"
import { renderAccount, renderWhoAmI } from "./render/account.ts"

export const accountHandlers: Handlers<"showAccount" | "updateAccount"> = {
  async showAccount({ context, actor }) {
    const account = await showOwnAccount(context, actor)
    return renderWhoAmI({ ...requireSignedIn(actor), account })
  },

  async updateAccount({ context, actor, body }) {
    return renderAccount(await updateOwnAccount(context, actor, body))
  },
}
