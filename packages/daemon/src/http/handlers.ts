import type { RouteName } from "@latchkey/contract"
import { accountHandlers } from "./account-handlers.ts"
import { apiTokenHandlers } from "./api-token-handlers.ts"
import { auditEventHandlers } from "./audit-event-handlers.ts"
import type { AnyHandler, Handlers } from "./call.ts"
import { foundKeyHandlers } from "./found-key-handlers.ts"
import { gatewayHandlers } from "./gateway-handlers.ts"
import { installationHandlers } from "./installation-handlers.ts"
import { keyPolicyHandlers } from "./key-policy-handlers.ts"
import { keyReplacementHandlers } from "./key-replacement-handlers.ts"
import { linkHandlers } from "./link-handlers.ts"
import { loginReportHandlers } from "./login-report-handlers.ts"
import { ownershipHandlers } from "./ownership-handlers.ts"
import { peopleHandlers } from "./people-handlers.ts"
import { projectHandlers } from "./project-handlers.ts"
import { robotHandlers } from "./robot-handlers.ts"
import { serverHandlers } from "./server-handlers.ts"
import { serverTrustHandlers } from "./server-trust-handlers.ts"
import { signInHandlers } from "./sign-in-handlers.ts"
import { sshKeyHandlers } from "./ssh-key-handlers.ts"
import { x509KeyPairHandlers } from "./x509-key-pair-handlers.ts"

const everyHandler: Handlers<RouteName> = {
  ...signInHandlers,
  ...accountHandlers,
  ...sshKeyHandlers,
  ...x509KeyPairHandlers,
  ...ownershipHandlers,
  ...keyPolicyHandlers,
  ...keyReplacementHandlers,
  ...apiTokenHandlers,
  ...peopleHandlers,
  ...linkHandlers,
  ...projectHandlers,
  ...robotHandlers,
  ...serverHandlers,
  ...foundKeyHandlers,
  ...loginReportHandlers,
  ...serverTrustHandlers,
  ...auditEventHandlers,
  ...gatewayHandlers,
  ...installationHandlers,
}

/** One handler a route: a route without one does not compile. */
export const handlers: Readonly<Record<RouteName, AnyHandler>> = everyHandler
