import { routes } from "@latchkey/contract"
import { lastAnswerAt } from "../../daemon-clock.ts"
import { printRemovals } from "../../receipt.ts"
import { type ChangeOptions, changeKey } from "./change.ts"

/** `latchkey key disable` */
export async function disableKey(text: string, options: ChangeOptions & { readonly wait?: boolean }): Promise<void> {
  let since: string | undefined
  await changeKey(
    text,
    options,
    (client, id) => {
      since = lastAnswerAt()
      return client.call(routes.disableKey, { params: { id } })
    },
    () => "is disabled: it opens nothing",
    (client, { id }) => printRemovals(client, id, { since, waits: options.wait !== false }),
  )
}
