import { spawnSync } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { requireTool } from "../kit/tools.ts"
import { fillEnrolScript } from "./kit/enrol-script.ts"

const folder = fileURLToPath(new URL("../../packages/host/", import.meta.url))
const scripts = [
  "enrol.sh",
  "latchkey-enrol",
  "latchkey-sync",
  "latchkey-keys",
  "latchkey-manage",
  "latchkey-found",
  "latchkey-watch",
  "latchkey-check",
  "latchkey-update",
  "latchkey-unlock",
  "latchkey-sync.openrc",
]
const rows = readFileSync(join(folder, "files.txt"), "utf8")
  .trimEnd()
  .split("\n")
  .map((row) => row.split("|"))
const shells: readonly (readonly [string, string])[] = [
  ["dash", "dash"],
  ["bash", "bash"],
  ["busybox", "busybox-static"],
]

describe.skipIf(requireTool("shellcheck", "shellcheck") === undefined)("ShellCheck", () => {
  test.each([...scripts, "../../tests/host/kit/boot-server.sh"])("has nothing to say about %s", (name) => {
    const { stdout, stderr, status } = spawnSync("shellcheck", [name], { cwd: folder, encoding: "utf8" })
    expect({ said: stdout + stderr, status }).toEqual({ said: "", status: 0 })
  })
})

describe.each(shells)("%s", (shell, debianPackage) => {
  const words = shell === "busybox" ? ["busybox", "ash"] : [shell]

  test.skipIf(requireTool(shell, debianPackage) === undefined)("reads every script", () => {
    for (const name of scripts) {
      const { stderr, status } = spawnSync("env", [...words, "-n", join(folder, name)], { encoding: "utf8" })
      expect({ name, stderr, status }).toEqual({ name, stderr: "", status: 0 })
    }
  })

  test.skipIf(requireTool(shell, debianPackage) === undefined)(
    "runs nothing of an enrolment that is cut off",
    async () => {
      const whole = await fillEnrolScript({
        url: "http://127.0.0.1:1",
        code: "c",
        serverId: "s",
        signers: ["ssh-ed25519 AAAA"],
        scripts: "",
      })
      // In place of the first command: what is tested is whether it would be reached.
      const text = whole.replace("  set -eu\n", "  echo ran && exit 1\n")
      const run = (input: string) => spawnSync("env", words, { input, encoding: "utf8" }).stdout
      const lengths = Array.from({ length: 40 }, (_, index) => Math.floor((index * (text.length - 25)) / 40))
      expect(lengths.filter((length) => run(text.slice(0, length)) !== "")).toEqual([])
      expect(run(text)).toBe("ran\n")
    },
  )
})

describe("files.txt", () => {
  test("has a path, a mode, a source and words in each row", () => {
    for (const row of rows) {
      expect(row).toEqual([
        expect.stringMatching(/^\/[a-z][\w./-]+$/),
        expect.stringMatching(/^(0[67][045][045]|kept)$/),
        expect.stringMatching(/^[\w.-]+$/),
        expect.stringMatching(/^[^.]+/),
      ])
    }
  })

  test("names every file that a server gets, and no other", () => {
    const made = ["made", "line", "inittab"]
    const sources = rows.map(([, , source = ""]) => source.replace(/^(systemd|openrc)$/, "latchkey-sync.$1"))
    const named = sources.filter((source) => !made.includes(source)).map((name) => name.replace(".systemd", ".service"))
    const files = readdirSync(folder).filter((name) => !/^(enrol\.sh|README\.md)$/.test(name))
    expect(named.toSorted()).toEqual(files.toSorted())
  })
})

describe.skipIf(requireTool("systemd-analyze", "systemd") === undefined)("systemd", () => {
  test("finds no fault with the service", () => {
    const root = mkdtempSync(join(tmpdir(), "latchkey-unit-"))
    const unit = readFileSync(join(folder, "latchkey-sync.service"), "utf8")
    // The program is not installed on the machine of the tests.
    writeFileSync(join(root, "latchkey-sync.service"), unit.replaceAll(/=(file:)?\/usr\/local\/\S+/g, "=$1/bin/true"))
    const { stdout, stderr, status } = spawnSync(
      "systemd-analyze",
      ["verify", "--man=no", join(root, "latchkey-sync.service")],
      { encoding: "utf8" },
    )
    expect({ said: stdout + stderr, status }).toEqual({ said: "", status: 0 })
    rmSync(root, { recursive: true })
  })
})
