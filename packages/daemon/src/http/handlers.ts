import type { RouteName } from "@latchkey/contract"
import { accountHandlers } from "./account-handlers.ts"
import { apiTokenHandlers } from "./api-token-handlers.ts"
import { auditEventHandlers } from "./audit-event-handlers.ts"
import type { AnyHandler, Handlers } from "./call.ts"
import { gatewayHandlers } from "./gateway-handlers.ts"
import { signInHandlers } from "./sign-in-handlers.ts"
import { sshKeyHandlers } from "./ssh-key-handlers.ts"

const everyHandler: Handlers<RouteName> = {
  ...signInHandlers,
  ...accountHandlers,
  ...sshKeyHandlers,
  ...apiTokenHandlers,
  ...auditEventHandlers,
  ...gatewayHandlers,
}

/** One handler a route: a route without one does not compile. */
export const handlers: Readonly<Record<RouteName, AnyHandler>> = everyHandler
