import type { Handlers } from "./call.ts"

export const gatewayHandlers: Handlers<"showGateway"> = {
  showGateway({ gateway }) {
    return gateway
  },
}
