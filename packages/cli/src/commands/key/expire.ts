import { routes } from "@latchkey/contract"
import { closedWords } from "../../key-openings.ts"
import { timeWords } from "../../key-words.ts"
import { parseExpiry } from "../../time.ts"
import { type ChangeOptions, changeKey } from "./change.ts"

/** `latchkey key expire` */
export async function expireKey(text: string, when: string, options: ChangeOptions): Promise<void> {
  const now = Date.now()
  const expiresAt = parseExpiry(when, now)
  await changeKey(
    text,
    options,
    (client, id) => client.call(routes.updateKey, { params: { id }, body: { expiresAt } }),
    (key) => (key.expiresAt === null ? "does not expire" : `expires ${timeWords(key.expiresAt, now)}`),
    async (client, { id, expiresAt }) => {
      const closed = expiresAt === null ? "" : await closedWords(client, { keyIds: [id] }, "closed to it then")
      if (closed !== "") process.stderr.write(`${closed.trimStart()}\n`)
    },
  )
}
