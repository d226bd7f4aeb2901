import { type Account, type Client, type Offboarding, routes } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { lastAnswerAt } from "../../daemon-clock.ts"
import { isMeant, requireAnswer } from "../../deed.ts"
import { findAccount } from "../../find-account.ts"
import { print, printJson } from "../../io.ts"
import { closingWords } from "../../key-openings.ts"
import { timeWords } from "../../key-words.ts"
import { printAccountRemovals } from "../../receipt.ts"
import { keyTable } from "../key/list.ts"

export interface DisableOptions {
  readonly yes?: boolean
  /** False: do not wait until servers have taken it. */
  readonly wait?: boolean
  readonly json?: boolean
}

/** `latchkey account disable`: shows first what it closes. */
export async function disableAccount(handle: string, { yes, wait, json }: DisableOptions): Promise<void> {
  requireAnswer(yes)
  const { client } = await connect()
  const account = await findAccount(client, handle)
  const closes = yes ? "" : offboardingWords(await preview(client, account), Date.now())
  const question = `Disable ${toPrintable(account.handle)}? All of this stops at once.`
  if (
    !(await isMeant(yes, () => closes, {
      question,
      deed: "Disable account",
      keep: "Keep it enabled",
      done: "disabled",
    }))
  )
    return
  const own = (await client.call(routes.showAccount, {})).account.id
  const since = lastAnswerAt()
  const disabled = await client.call(routes.disableAccount, { params: { id: account.id } })
  if (json) return printJson(disabled)
  print(toPrintable(`${disabled.handle} is disabled: its keys and API tokens open nothing, and it is signed out`))
  // Whoever disables themselves is signed out.
  if (account.id === own) return
  await printAccountRemovals(client, { accountId: account.id }, { since, waits: wait !== false })
}

function preview(client: Client, { id }: Account): Promise<Offboarding> {
  return client.call(routes.previewOffboarding, { params: { id } })
}

/** What disabling an account closes, in lines for people. */
export function offboardingWords(offboarding: Offboarding, now: number): string {
  const { keys, tokens, loginSessions, publishesKeys, robots, ownedAlone, closings } = offboarding
  const more = keys.total - keys.items.length
  const lines = [
    keys.total === 0 ? "no SSH keys" : `${count(keys.total, "SSH key")}:\n${keyTable(keys.items)}`,
    ...(more > 0 ? [`and ${more} more`] : []),
    ...tokens.map(({ name, lastUsedAt }) => {
      return toPrintable(`API token ${name}, last used ${lastUsedAt === null ? "never" : timeWords(lastUsedAt, now)}`)
    }),
    ...(loginSessions.length > 0 ? [count(loginSessions.length, "login session")] : []),
    ...(publishesKeys ? [`the public page ${toPrintable(offboarding.account.handle)}.keys`] : []),
    ...robots.map(({ handle }) => toPrintable(`robot ${handle} of the personal project`)),
    ...ownedAlone.map(({ name }) => toPrintable(`project ${name} is left without an owner`)),
  ]
  return `${lines.join("\n")}${closingWords(closings)}`
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`
}
