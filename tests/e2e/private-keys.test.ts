import { readFileSync } from "node:fs"
import { basename } from "node:path"
import { routes } from "@latchkey/contract"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { drop, eventually, noBrowser, paste, spoken, startConsole, type TestConsole, timeout } from "./kit.ts"
import {
  type KeyFolder,
  noKeyTools,
  openKeyFolder,
  type PrivateFile,
  privateFiles,
  privateWindows,
} from "./real-keys.ts"

const caught = "This is your private key. It has not been sent anywhere."
const story = {
  pasted:
    "We spotted it in this browser, removed it from the box above and kept no copy. Latchkey only ever needs the public half: the line that starts with ssh- or the file that ends in .pub.",
  dropped:
    "in this browser and kept no copy. Latchkey only ever needs the public half: the line that starts with ssh- or the file that ends in .pub.",
}
const readsPpk =
  "This file also holds your private key. Only the public half was read; the rest never left this browser."
const box = (page: Page) => page.getByRole("textbox", { name: "Public keys" })

/** Everything that a browser could send or keep of what it was given. */
async function everywhere(page: Page, sent: readonly string[], said: readonly string[], log: string): Promise<string> {
  const kept = await page.evaluate(async () => {
    const databases: unknown[] = []
    for (const { name = "" } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name)
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
      for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store).getAll()
        databases.push(await new Promise((resolve) => all.addEventListener("success", () => resolve(all.result))))
      }
    }
    const caches = await Promise.all((await globalThis.caches.keys()).map((name) => globalThis.caches.open(name)))
    const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")]
    return JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      databases,
      await Promise.all(caches.map((cache) => cache.keys())),
      fields.map(({ value, defaultValue }) => [value, defaultValue]),
      history.state,
      document.cookie,
    ])
  })
  // JSON writes line breaks as escapes: no window spans one in either form.
  return [...sent, ...said, kept, await page.content(), page.url(), log].join("\n")
}

describe.skipIf(noBrowser || noKeyTools)("a private key in the import page", { timeout }, () => {
  let app: TestConsole
  let folder: KeyFolder
  let files: readonly PrivateFile[]
  beforeAll(async () => {
    folder = openKeyFolder()
    files = privateFiles(folder)
    app = await startConsole()
  })
  afterAll(async () => {
    await app?.close()
    folder?.remove()
  })
  afterEach(() => expect(app.faults()).toEqual([]))

  /** Opens the page and listens to all that leaves it. */
  async function openListening() {
    const page = await app.open("/keys/import")
    await box(page).waitFor()
    const sent: string[] = []
    const said: string[] = []
    page.on("request", (request) => sent.push(`${request.url()} ${request.postData() ?? ""}`))
    page.on("console", (message) => said.push(message.text()))
    return { page, find: () => everywhere(page, sent, said, app.daemon.log() + app.daemon.printed()) }
  }

  function expectNoWindow(text: string, file: string): void {
    const windows = privateWindows(file, folder.line(`${folder.path}/rsa`))
    expect(windows.length).toBeGreaterThan(100)
    expect(windows.filter((window) => text.includes(window))).toEqual([])
  }

  test("comes from every tool, encrypted and not", () => {
    expect(files).toHaveLength(20)
  })

  test("is taken out of the box when pasted, in every format", async () => {
    const { page, find } = await openListening()
    for (const file of files) {
      const text = readFileSync(file.path, "latin1")
      await box(page).fill("")
      await box(page).focus()
      await paste(page, text)
      const removed = `[ private key removed: ${text.trimEnd().split("\n").length} lines, nothing was sent ]`
      await eventually(async () => (await box(page).inputValue()).trim(), removed)
      await eventually(
        () => spoken(page, "assertive"),
        "This is a private key. It was removed and has not been sent anywhere.",
      )
      await expectCard(page, file, story.pasted)
      expectNoWindow(await find(), text)
      await box(page).focus()
      await page.keyboard.press("Control+Z")
      expectNoWindow(await find(), text)
    }
  }, 300_000)

  test("is caught in a dropped file, in every format", async () => {
    const { page, find } = await openListening()
    for (const file of files) {
      const name = basename(file.path)
      const content = readFileSync(file.path)
      await drop(page, [{ name, content }])
      await expectCard(page, file, story.dropped)
      await eventually(() => spoken(page, "assertive"), "This is a private key. It has not been sent anywhere.")
      expectNoWindow(await find(), content.toString("latin1"))
      await page.getByRole("button", { name: `Remove ${name}` }).click()
    }
  }, 300_000)

  async function expectCard(page: Page, { name, encrypted, readable, fingerprint }: PrivateFile, words: string) {
    const card = page.getByRole("listitem", { name: "Number 1", exact: true })
    if (name.includes("ppk")) {
      await card.getByText("Ready, public half", { exact: true }).waitFor()
      await card.getByText(readsPpk).waitFor()
      await card.getByText(fingerprint).waitFor()
      return
    }
    await card.getByRole("heading", { name: caught }).waitFor()
    await card.getByText("Refused", { exact: true }).waitFor()
    await card.getByText(words).waitFor()
    const half = card.getByRole("button", { name: "Import its public half instead" })
    if (readable) {
      await half.waitFor()
      await card.getByText(fingerprint.slice("SHA256:".length).slice(0, 7)).waitFor()
      return
    }
    const why = encrypted ? "cannot be read without the passphrase" : "cannot be read here"
    const command = name.includes("sshcom") ? "puttygen FILE -L" : "ssh-keygen -y -f FILE"
    await card.getByText(`Its public half ${why}. Run ${command} and paste the result.`).waitFor()
    expect(await half.count(), name).toBe(0)
  }

  test("lets its public half be imported instead, and nothing else of it", async () => {
    const encrypted = files.find(({ name }) => name === "ssh-keygen RFC4716, encrypted")
    if (encrypted === undefined) throw new Error("no such file was made")
    const text = readFileSync(encrypted.path, "latin1")
    const { page, find } = await openListening()
    await paste(page, text)
    await page.getByRole("button", { name: "Import its public half instead" }).click()
    await page.getByText(readsPpk).waitFor()
    await page.getByRole("textbox", { name: "Name" }).fill("the public half")
    await page.getByRole("button", { name: "Import 1 key" }).click()
    await page.getByText("Imported", { exact: true }).waitFor()
    expectNoWindow(await find(), text)
    const { items } = await app.alice.client.call(routes.listKeys, { query: { search: encrypted.fingerprint } })
    expect(items).toMatchObject([{ name: "the public half", fingerprint: encrypted.fingerprint }])
  })

  test("leaves the public keys around it where they are", async () => {
    const [first, last] = ["first", "last"].map((name) => folder.line(folder.pair(name, "-t ed25519")))
    const secret = readFileSync(`${folder.path}/rsa`, "latin1").replaceAll("\n", "\r\n")
    const { page, find } = await openListening()
    await paste(page, `${first}\r\n  ${secret}\r\n${last}`)
    await page.getByRole("heading", { name: "Found 3 keys" }).waitFor()
    await page.getByText("2 ready to import, 1 refused", { exact: true }).waitFor()
    const left = (await box(page).inputValue()).split("\n").map((line) => line.trim())
    expect(left.filter((line) => line !== "")).toEqual([
      first,
      expect.stringMatching(/^\[ private key removed: \d+ lines, nothing was sent \]$/),
      last,
    ])
    expectNoWindow(await find(), secret)
  })

  test("is taken out too when something types it", async () => {
    const secret = readFileSync(`${folder.path}/rsa`, "latin1")
    const { page, find } = await openListening()
    await page.keyboard.insertText(secret)
    await page.getByRole("heading", { name: caught }).waitFor()
    expect(await box(page).inputValue()).toMatch(/^\[ private key removed/)
    expectNoWindow(await find(), secret)
  })

  test("is seen by these checks wherever a browser leaves it", async () => {
    const { page, find } = await openListening()
    const leaks = ["local", "session", "database", "field", "text", "console", "request", "address", "cookie"]
    await page.evaluate(async ([local = "", session = "", database = "", field = "", text = "", ...others]) => {
      const [said = "", sent = "", address = "", cookie = ""] = others
      localStorage.setItem("leak", `${local}-leaks`)
      sessionStorage.setItem("leak", `${session}-leaks`)
      await new Promise((resolve) => {
        const request = indexedDB.open("leak")
        request.onupgradeneeded = () => request.result.createObjectStore("leak").put(`${database}-leaks`, 1)
        request.onsuccess = () => resolve(request.result.close())
      })
      for (const box of document.querySelectorAll("textarea")) box.value = `${field}-leaks`
      document.body.append(`${text}-leaks`)
      console.debug(`${said}-leaks`)
      await fetch("/api/v1/nothing", { method: "POST", body: `${sent}-leaks` })
      history.replaceState(null, "", `#${address}-leaks`)
      await cookieStore.set("leak", `${cookie}-leaks`)
    }, leaks)
    const found = await find()
    expect(leaks.filter((leak) => !found.includes(`${leak}-leaks`))).toEqual([])
  })
})
