import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import { loginFile, readLogin, removeLogin, writeLogin } from "../src/login-file.ts"

const login = { url: "https://keys.example", tokenId: "an-id", token: "latchkey_secret" }
const modeOf = (path: string) => statSync(path).mode & 0o777

describe("the stored login", () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "latchkey-cli-"))
    vi.stubEnv("XDG_CONFIG_HOME", folder)
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true })
  })

  test("is read back as it was written", async () => {
    await writeLogin(login)
    expect(await readLogin()).toEqual(login)
  })

  test("is absent before the first login and after it was removed", async () => {
    expect(await readLogin()).toBeUndefined()
    await writeLogin(login)
    await removeLogin()
    await removeLogin()
    expect(await readLogin()).toBeUndefined()
  })

  test("is for its owner alone, even in a folder that was open to others", async () => {
    mkdirSync(join(folder, "latchkey"))
    chmodSync(join(folder, "latchkey"), 0o755)
    await writeLogin(login)
    expect(modeOf(loginFile())).toBe(0o600)
    expect(modeOf(join(folder, "latchkey"))).toBe(0o700)
  })

  test("replaces an older one of looser mode as a whole, and leaves nothing beside it", async () => {
    mkdirSync(join(folder, "latchkey"))
    writeFileSync(loginFile(), "old", { mode: 0o644 })
    await writeLogin(login)
    expect(modeOf(loginFile())).toBe(0o600)
    expect(readdirSync(join(folder, "latchkey"))).toEqual(["login.json"])
  })

  test.each(["", "{", "[]", "null", '{"url":"https://keys.example","tokenId":"","token":"x"}', '{"url":1}'])(
    "is called damaged when it holds %j",
    async (text) => {
      mkdirSync(join(folder, "latchkey"))
      writeFileSync(loginFile(), text)
      await expect(readLogin()).rejects.toMatchObject({ code: "invalid", hint: "delete it, and log in again" })
    },
  )

  test("lies below ~/.config when XDG_CONFIG_HOME is not absolute", () => {
    vi.stubEnv("XDG_CONFIG_HOME", "relative")
    vi.stubEnv("HOME", folder)
    expect(loginFile()).toBe(join(folder, ".config/latchkey/login.json"))
  })
})
