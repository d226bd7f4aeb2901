import { routes } from "@latchkey/contract"
import { type ChangeOptions, changeKey } from "./change.ts"

/** `latchkey key default` */
export function setDefault(text: string, options: ChangeOptions & { readonly off?: boolean }): Promise<void> {
  const isDefault = options.off !== true
  return changeKey(
    text,
    options,
    (client, id) => client.call(routes.updateKey, { params: { id }, body: { isDefault } }),
    (key) => (key.isDefault ? "is preselected where keys are chosen" : "is not preselected any more"),
  )
}
