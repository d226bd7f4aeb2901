import type { Route } from "../route.ts"
import * as gateway from "../schemas/gateway.ts"

/** The SSH gateway. */
export const gatewayRoutes = {
  showGateway: {
    method: "GET",
    path: "/gateway",
    access: "public",
    status: 200,
    errors: [],
    summary: "How the SSH gateway is reached, and its host keys",
    response: gateway.Gateway,
  },
} as const satisfies Record<string, Route>
