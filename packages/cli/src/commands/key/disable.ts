import { routes } from "@latchkey/contract"
import { type ChangeOptions, changeKey } from "./change.ts"

/** `latchkey key disable` */
export function disableKey(text: string, options: ChangeOptions): Promise<void> {
  return changeKey(
    text,
    options,
    (client, id) => client.call(routes.disableKey, { params: { id } }),
    () => "is disabled: it opens nothing",
  )
}
