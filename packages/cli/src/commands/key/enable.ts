import { routes } from "@latchkey/contract"
import { type ChangeOptions, changeKey } from "./change.ts"

/** `latchkey key enable` */
export function enableKey(text: string, options: ChangeOptions): Promise<void> {
  return changeKey(
    text,
    options,
    (client, id) => client.call(routes.enableKey, { params: { id } }),
    (key) => (key.status === "expired" ? "is enabled, and opens nothing: it has expired" : "is enabled"),
  )
}
