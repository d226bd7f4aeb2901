import { routes } from "@latchkey/contract"
import { printRemovals } from "../../receipt.ts"
import { type ChangeOptions, changeKey } from "./change.ts"

/** `latchkey key disable` */
export async function disableKey(text: string, options: ChangeOptions & { readonly wait?: boolean }): Promise<void> {
  await changeKey(
    text,
    options,
    (client, id) => client.call(routes.disableKey, { params: { id } }),
    () => "is disabled: it opens nothing",
    (client, { id }) => printRemovals(client, id, options.wait !== false),
  )
}
