import { z } from "zod"
import { apiPrefix } from "./route.ts"

/**
 * `GET` it, signed in, for a stream of server-sent events (HTML standard, section 9.2): a message whenever something
 * changed that the account may see, and `ended` when it is not signed in any more. Messages hold a `ChangeNotice` as JSON,
 * never data; comments between them keep the connection open.
 */
export const eventsPath = `${apiPrefix}/events`

/** The event after which nothing comes: the account was disabled, or its login session or token has ended. */
export const endedEvent = "ended"

/** The first words of the API's paths whose answers changed, as `["keys", "audit"]`. */
export const ChangeNotice = z.array(z.string())
export type ChangeNotice = z.infer<typeof ChangeNotice>
