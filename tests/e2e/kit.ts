import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core"
import { expect } from "vitest"
import { openBrowser, type RunningDaemon, type SignedUp, signUp, startDaemon } from "../kit/daemon.ts"
import { requireTool } from "../kit/tools.ts"

const chromiumPath = requireTool("chromium", "chromium")

/** For `describe.skipIf`: without the browser there is nothing to test. */
export const noBrowser = chromiumPath === undefined

/** For `describe.skipIf`: without these the gateway does not start. */
export const noGateway =
  requireTool("sshd", "openssh-server") === undefined ||
  requireTool("ssh", "openssh-client") === undefined ||
  requireTool("curl", "curl") === undefined

/** How long a page may take for anything on a busy machine, in milliseconds. */
const patience = 20_000

/** For a whole test, in milliseconds. */
export const timeout = 90_000

/** Waits until what `read` finds equals `expected`. */
export async function eventually(read: () => unknown, expected: unknown): Promise<void> {
  await expect.poll(read, { timeout: patience }).toEqual(expected)
}

/** Nothing but the pages under test may reach for the network. */
const quiet = ["background-networking", "component-update", "sync", "gpu", "quic"].map((name) => `--disable-${name}`)

function launchChromium(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error("install the Debian package chromium")
  return chromium.launch({
    executablePath: chromiumPath,
    args: ["--headless", "--no-sandbox", "--no-first-run", ...quiet],
  })
}

export interface OpenOptions extends BrowserContextOptions {
  /** Nobody is signed in. */
  readonly anonymous?: boolean
}

/** A daemon of its own with the built console, its first account, and a browser to look at it. */
export interface TestConsole {
  readonly daemon: RunningDaemon
  readonly alice: SignedUp
  /** Opens a path of the console in a browser that remembers nothing, where alice is signed in. */
  open(path: string, options?: OpenOptions): Promise<Page>
  /** What no page may ever do, as far as pages did it since the last call: break the policy, leave the origin, throw. */
  faults(): readonly string[]
  /** Stops the daemon, and starts it again at the same address once `meanwhile` is done. */
  restart(meanwhile: () => Promise<void>): Promise<void>
  close(): Promise<void>
}

export interface ConsoleOptions {
  /** Starts the SSH gateway too. */
  readonly gateway?: boolean
  /** The first account is still to be made. */
  readonly fresh?: boolean
  /** The daemon's other settings. */
  readonly env?: Readonly<Record<string, string>>
}

export async function startConsole({
  gateway = false,
  fresh = false,
  env: given = {},
}: ConsoleOptions = {}): Promise<TestConsole> {
  const browser = await launchChromium()
  const dataFolder = mkdtempSync(join(tmpdir(), "latchkey-console-"))
  const env = { ...given, ...(gateway && { LATCHKEY_SSH_LISTEN: "127.0.0.1:0" }) }
  const daemon = await startDaemon({ dataFolder, env })
  let running = daemon
  const alice = fresh ? { ...nobody, client: daemon.client } : await signUp(daemon)
  const cookies = fresh ? [] : await signedInCookies(daemon)
  const faults: string[] = []
  return {
    daemon,
    alice,
    async open(path, { anonymous = false, ...options } = {}) {
      const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1280, height: 800 }, ...options })
      context.setDefaultTimeout(patience)
      if (!anonymous) await context.addCookies([...cookies])
      const page = await context.newPage()
      await watch(page, daemon.url, faults)
      await page.goto(`${daemon.url}${path}`)
      return page
    },
    faults: () => faults.splice(0),
    async restart(meanwhile) {
      await running.stop()
      await meanwhile()
      running = await startDaemon({ dataFolder, env: { ...env, LATCHKEY_LISTEN: new URL(daemon.url).host } })
    },
    async close() {
      await browser.close()
      await running.stop()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

const nobody = { handle: "", password: "", token: "" }

async function signedInCookies(daemon: RunningDaemon) {
  const person = await openBrowser(daemon)
  await person.signIn("alice")
  return [...person.cookies].map(([name, value]) => ({ name, value, url: daemon.url }))
}

async function watch(page: Page, origin: string, faults: string[]): Promise<void> {
  // A violation of the policy is said in the browser's console too, but not every kind of it.
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      console.error(`Content Security Policy: ${violatedDirective} ${blockedURI}`)
    })
  })
  page.on("console", (message) => {
    if (/Content Security Policy|Content-Security-Policy/.test(message.text())) faults.push(message.text())
  })
  page.on("pageerror", (error) => faults.push(`${page.url()} threw ${error.stack ?? error.message}`))
  page.on("request", (request) => {
    const url = request.url()
    if (!url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url)) faults.push(`a request left for ${url}`)
  })
}

/** What the page's live region says, to a screen reader. */
export function spoken(page: Page, urgency: "polite" | "assertive"): Promise<string> {
  return page.locator(`[aria-live="${urgency}"][data-region]`).innerText()
}

/** Puts text into the clipboard and presses the keys that paste it into whatever has the focus. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
  await page.evaluate((content) => navigator.clipboard.writeText(content), text)
  await page.keyboard.press("Control+V")
}

/** A file as a person drags it from a folder. */
export interface DraggedFile {
  readonly name: string
  readonly content: Uint8Array
}

/** Drops files on the page as a drag from a folder does: the browser's own file objects in real drag events. */
export async function drop(page: Page, files: readonly DraggedFile[]): Promise<void> {
  const plain = files.map(({ name, content }) => ({ name, base64: Buffer.from(content).toString("base64") }))
  const data = await page.evaluateHandle((given) => {
    const transfer = new DataTransfer()
    for (const { name, base64 } of given) {
      const content = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      transfer.items.add(new File([content], name))
    }
    return transfer
  }, plain)
  const target = page.getByRole("textbox", { name: "Public keys" })
  for (const type of ["dragenter", "dragover", "drop"]) await target.dispatchEvent(type, { dataTransfer: data })
}
