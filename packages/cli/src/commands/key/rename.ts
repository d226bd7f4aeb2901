import { routes } from "@latchkey/contract"
import { type ChangeOptions, changeKey } from "./change.ts"

/** `latchkey key rename` */
export function renameKey(text: string, name: string, options: ChangeOptions): Promise<void> {
  return changeKey(
    text,
    options,
    (client, id) => client.call(routes.updateKey, { params: { id }, body: { name } }),
    (key) => `is now named ${key.name}`,
  )
}
