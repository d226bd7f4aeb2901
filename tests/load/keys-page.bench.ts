import { gzipSync } from "node:zlib"
import { routes } from "@latchkey/contract"
import type { Page } from "playwright-core"
import { startConsole, type TestConsole } from "../e2e/kit.ts"
import { addManyKeys } from "../kit/many-keys.ts"
import { limitRow } from "./limit-row.ts"
import type { Row } from "./row.ts"

const keyCount = 10_000
const rounds = 5
/** In milliseconds. */
const interactionAim = 1000
const keystrokeAim = 50
/** In kB, compressed. */
const scriptAim = 250
const typed = "key-0123"

/** The keys page with 10,000 keys in Chromium, from an empty cache. */
export async function run(): Promise<Row[]> {
  const app = await startConsole()
  try {
    await addManyKeys(app.daemon, "alice", keyCount)
    const interactions: number[] = []
    const keystrokes: number[] = []
    const answers: number[] = []
    let scripts = 0
    for (let round = 0; round <= rounds; round++) {
      const page = await app.open("/keys")
      await page
        .getByRole("checkbox", { name: /^Select key-/ })
        .first()
        .check()
      await page.getByText("1 selected", { exact: true }).waitFor()
      // Since the browser began to load the page.
      const interaction = await page.evaluate(() => performance.now())
      scripts = await scriptKilobytes(page)
      // The first round warms up and does not count.
      if (round > 0) {
        interactions.push(interaction)
        // What is ticked has its tools in the place of the search.
        await page.getByRole("button", { name: "Clear", exact: true }).click()
        keystrokes.push(...(await keystrokesUntilPainted(page)))
        answers.push(...(await filterAnswers(app)))
      }
      await page.context().close()
    }
    return [
      limitRow(
        "keys page of 10,000 keys until a row is ticked, empty cache",
        median(interactions),
        interactionAim,
        "ms",
      ),
      limitRow("a keystroke in its search until it is painted, slowest of 95 %", slow(keystrokes), keystrokeAim, "ms"),
      limitRow("the daemon's answer to a search among 10,000 keys", median(answers), keystrokeAim, "ms"),
      limitRow("JavaScript until the keys page stands, gz", scripts, scriptAim, "kB"),
    ]
  } finally {
    await app.close()
  }
}

/** All scripts that a page has asked for until now. */
async function scriptKilobytes(page: Page): Promise<number> {
  const urls = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name))
  const scripts = new Set(urls.filter((url) => url.endsWith(".js")))
  let bytes = 0
  for (const url of scripts) bytes += gzipSync(await (await fetch(url)).text()).length
  return bytes / 1000
}

/** From each key press until the browser has painted what it led to; slow enough for lists to come between. */
async function keystrokesUntilPainted(page: Page): Promise<readonly number[]> {
  await page.evaluate(() => {
    addEventListener("keydown", ({ timeStamp }) => {
      requestAnimationFrame(() => setTimeout(() => performance.measure("keystroke", { start: timeStamp })))
    })
  })
  const search = page.getByRole("searchbox", { name: "Search keys" })
  await search.click()
  await search.pressSequentially(typed, { delay: 250 })
  await page.getByRole("link", { name: `${typed}0`, exact: true }).waitFor()
  return page.evaluate(() => performance.getEntriesByName("keystroke").map(({ duration }) => duration))
}

async function filterAnswers({ alice }: TestConsole): Promise<readonly number[]> {
  const times: number[] = []
  for (let length = 1; length <= typed.length; length++) {
    const began = performance.now()
    await alice.client.call(routes.listKeys, { query: { search: typed.slice(0, length) } })
    times.push(performance.now() - began)
  }
  return times
}

const sorted = (values: readonly number[]) => values.toSorted((left, right) => left - right)
const median = (values: readonly number[]) => sorted(values)[Math.floor(values.length / 2)] ?? Number.NaN
const slow = (values: readonly number[]) => sorted(values)[Math.floor(values.length * 0.95)] ?? Number.NaN
