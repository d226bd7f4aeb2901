import type { RateLimitPluginOptions } from "@fastify/rate-limit"
import { CoreError } from "@latchkey/core"
import { isFromThisMachine } from "./origin.ts"

/** Requests a minute from one address (one /64 of IPv6): far above what people and scripts need. */
const requestsPerMinute = 3000

/** Keeps one address from taking all of the daemon's time. Guessing passwords is slowed by core, much earlier. */
export const rateLimit: RateLimitPluginOptions = {
  max: requestsPerMinute,
  timeWindow: 60_000,
  allowList: isFromThisMachine,
  addHeaders: {
    "x-ratelimit-limit": false,
    "x-ratelimit-remaining": false,
    "x-ratelimit-reset": false,
    "retry-after": false,
  },
  addHeadersOnExceeding: { "x-ratelimit-limit": false, "x-ratelimit-remaining": false, "x-ratelimit-reset": false },
  errorResponseBuilder(_request, { ttl }) {
    const seconds = Math.ceil(ttl / 1000)
    return new CoreError("rate_limited", "too many requests from this address", {
      hint: `wait ${seconds} s, then try again`,
      retryAfter: seconds,
    })
  },
}
