import { spawnSync } from "node:child_process"
import { readdirSync, utimesSync } from "node:fs"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { lockFile, Tree } from "./tree.ts"

let tree: Tree
beforeEach(() => {
  tree = new Tree()
})
afterEach(() => tree.remove())

describe("handing over", () => {
  test("passes arguments on as they are, and runs them under Node 24 or newer", async () => {
    const { status, stdout } = await tree.run(["show", "--json", "a b", ""])
    expect(status).toBe(0)
    const shown: unknown = JSON.parse(stdout)
    expect(shown).toMatchObject({ rest: ["--json", "a b", ""] })
    expect(shown).toHaveProperty("major", Number(process.versions.node.split(".")[0]))
  })

  test("ends with the program's own status", async () => {
    expect(await tree.run(["exit", "5"])).toMatchObject({ status: 5 })
  })

  test("works with an empty HOME", async () => {
    expect(await tree.run(["exit", "0"], { HOME: "" })).toMatchObject({ status: 0 })
    expect(tree.read("~")).toBeUndefined()
  })

  test("lets a signal reach the program once", async () => {
    const serving = tree.start(["serve"])
    await serving.says("serving")
    serving.child.kill("SIGTERM")
    expect(await serving.ended).toMatchObject({ status: 11 })
  })

  test("names the tasks when asked for one that does not exist", async () => {
    const { status, stderr } = await tree.run(["run", "tset"])
    expect(status).toBe(1)
    expect(stderr).toContain("latchkey: hint: tasks are check, test, bench")
  })
})

describe("installing", () => {
  test("happens once, and says so on standard error alone", async () => {
    const first = await tree.run(["exit", "0"])
    expect(first.stdout).toBe("")
    expect(first.stderr).toContain("npm ci")
    expect(await tree.run(["exit", "0"])).toMatchObject({ status: 0, stderr: "" })
    expect(tree.read("installs")).toBe("ci\n")
  })

  test("happens again when the lock file names another version", async () => {
    await tree.run(["exit", "0"])
    tree.write("package-lock.json", lockFile("1.0.1"))
    await tree.run(["exit", "0"])
    expect(tree.count("installs")).toBe(2)
  })

  test("is content with an install made by hand, packages for other platforms left out", async () => {
    tree.write("package-lock.json", lockFile("2.0.0"))
    const installed = { packages: { "node_modules/some-package": { version: "2.0.0", integrity: "sha512-2.0.0" } } }
    tree.write("node_modules/.package-lock.json", JSON.stringify(installed))
    expect(await tree.run(["exit", "0"])).toMatchObject({ status: 0 })
    expect(tree.count("installs")).toBe(0)
  })

  test("that fails shows npm's words and what to do, and counts as none", async () => {
    tree.write("offline", "")
    const { status, stderr } = await tree.run(["exit", "0"])
    expect(status).toBe(1)
    expect(stderr).toContain("npm error code ENOTFOUND")
    expect(stderr).toMatch(/latchkey: error: npm ci failed with status 1\nlatchkey: hint: check the network/)
    expect(tree.read("node_modules/.package-lock.json")).toBeUndefined()
  })

  test("that is interrupted counts as none and leaves no lock", async () => {
    const running = tree.start(["exit", "0"], { NPM_TAKES_MS: "60000" })
    await running.says("npm ci")
    await expect.poll(() => tree.count("installs")).toBe(1)
    running.child.kill("SIGTERM")
    expect(await running.ended).toMatchObject({ status: 143 })
    expect(tree.read("node_modules/.package-lock.json")).toBeUndefined()
    expect(tree.read(".latchkey.lock")).toBeUndefined()
  })

  test("is done by one of several starts that find the lock of one that crashed", async () => {
    const { pid } = spawnSync(process.execPath, ["--version"])
    tree.write(".latchkey.lock", String(pid))
    const longAgo = new Date(Date.now() - 60_000)
    utimesSync(tree.path(".latchkey.lock"), longAgo, longAgo)
    const starts = ["3", "4", "5", "6"].map((status) => tree.run(["exit", status], { NPM_TAKES_MS: "500" }))
    expect((await Promise.all(starts)).map(({ status }) => status)).toEqual([3, 4, 5, 6])
    expect(tree.count("installs")).toBe(1)
    expect(readdirSync(tree.folder).filter((name) => name.startsWith(".latchkey.lock"))).toEqual([])
  })

  test("is done by one of two first starts, and the other waits for it", async () => {
    const starts = ["3", "4"].map((status) => tree.run(["exit", status], { NPM_TAKES_MS: "1000" }))
    expect((await Promise.all(starts)).map(({ status }) => status)).toEqual([3, 4])
    expect(tree.count("installs")).toBe(1)
  })
})

describe("building the console", () => {
  const serve = async () => {
    const serving = tree.start(["serve"])
    await serving.says("serving")
    serving.child.kill("SIGTERM")
    return serving.ended
  }

  test("happens for serve, and again only when something it is made of changed", async () => {
    await serve()
    await serve()
    expect(tree.count("builds")).toBe(1)
    tree.write("packages/core/src/index.ts", "export const changed = true")
    await serve()
    expect(tree.count("builds")).toBe(2)
    expect(tree.read("packages/console/dist/index.html")).toBe("first page")
  })

  test("does not happen for help and other commands", async () => {
    await tree.run(["exit", "0"])
    const help = tree.start(["serve", "--help"])
    await help.says("serving")
    help.child.kill("SIGTERM")
    await help.ended
    expect(tree.count("builds")).toBe(0)
  })

  test("that fails says why and keeps the console that was built before", async () => {
    await serve()
    tree.write("packages/console/index.html", "broken")
    const { status, stderr } = await tree.run(["serve"])
    expect(status).toBe(1)
    expect(stderr).toContain("vite: index.html is broken")
    expect(stderr).toContain("latchkey: error: the console cannot be built")
    expect(tree.read("packages/console/dist/index.html")).toBe("first page")
  })

  test("that fails before npm test ends with a line of counts", async () => {
    tree.write("packages/console/index.html", "broken")
    const { status, stdout } = await tree.run(["run", "test"])
    expect(status).toBe(1)
    expect(stdout).toBe("0 passed, 1 failed, 0 skipped\n")
  })
})
