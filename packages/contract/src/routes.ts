import type { Route } from "./route.ts"
import { accountRoutes } from "./routes/account.ts"
import { apiTokenRoutes } from "./routes/api-token.ts"
import { auditEventRoutes } from "./routes/audit-event.ts"
import { foundKeyRoutes } from "./routes/found-key.ts"
import { gatewayRoutes } from "./routes/gateway.ts"
import { installationRoutes } from "./routes/installation.ts"
import { keyPolicyRoutes } from "./routes/key-policy.ts"
import { keyReplacementRoutes } from "./routes/key-replacement.ts"
import { linkRoutes } from "./routes/link.ts"
import { loginReportRoutes } from "./routes/login-report.ts"
import { ownershipRoutes } from "./routes/ownership.ts"
import { peopleRoutes } from "./routes/people.ts"
import { projectRoutes } from "./routes/project.ts"
import { robotRoutes } from "./routes/robot.ts"
import { serverRoutes } from "./routes/server.ts"
import { serverTrustRoutes } from "./routes/server-trust.ts"
import { signInRoutes } from "./routes/sign-in.ts"
import { sshKeyRoutes } from "./routes/ssh-key.ts"
import { x509KeyPairRoutes } from "./routes/x509-key-pair.ts"

/** The whole API, one row an operation. The daemon serves it, the client calls it, OpenAPI describes it. */
export const routes = {
  ...signInRoutes,
  ...accountRoutes,
  ...sshKeyRoutes,
  ...x509KeyPairRoutes,
  ...ownershipRoutes,
  ...keyPolicyRoutes,
  ...keyReplacementRoutes,
  ...apiTokenRoutes,
  ...peopleRoutes,
  ...linkRoutes,
  ...projectRoutes,
  ...robotRoutes,
  ...serverRoutes,
  ...loginReportRoutes,
  ...serverTrustRoutes,
  ...foundKeyRoutes,
  ...auditEventRoutes,
  ...gatewayRoutes,
  ...installationRoutes,
} as const satisfies Record<string, Route>

export type RouteName = keyof typeof routes
