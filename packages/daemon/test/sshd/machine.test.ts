import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { findTool, requireTool } from "../../../../tests/kit/tools.ts"
import { isLockedIn } from "../../src/sshd/machine.ts"
import { isTrustedPath } from "../../src/sshd/trusted-path.ts"
import { startTestGateway } from "./test-gateway.ts"

const hasSshd = requireTool("sshd", "openssh-server") !== undefined && requireTool("curl", "curl") !== undefined

describe.skipIf(!hasSshd)("on a machine that lacks something, the gateway is off and says what to do", () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "latchkey-machine-"))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  async function stateWith(options: Parameters<typeof startTestGateway>[0]) {
    const { gateway, stop } = await startTestGateway(options)
    const state = gateway.state()
    await stop()
    return state
  }

  function install(...programs: string[]): void {
    for (const program of programs) symlinkSync(findTool(program) ?? "", join(folder, program))
  }

  test.each([
    ["sshd", "openssh-server", []],
    ["ssh", "openssh-client", ["sshd"]],
    ["ssh-keygen", "openssh-client", ["sshd", "ssh"]],
    ["curl", "curl", ["sshd", "ssh", "ssh-keygen"]],
  ])("without %s", async (program, debianPackage, present) => {
    install(...present)
    expect(await stateWith({ programFolders: [folder] })).toEqual({
      state: "off",
      reason: `${program.replace("-", "_")}_missing`,
      message: `${program} is not installed`,
      hint: `install it: apt install ${debianPackage}`,
    })
  })

  test("with a curl that others could exchange", async () => {
    install("sshd", "ssh", "ssh-keygen")
    copyFileSync(findTool("curl") ?? "", join(folder, "curl"))
    expect(await stateWith({ programFolders: [folder] })).toMatchObject({
      state: "off",
      reason: "curl_untrusted",
      message: expect.stringContaining(`sshd does not run ${join(folder, "curl")}`),
      hint: expect.stringContaining("belong to root"),
    })
  })

  test("with an sshd that refuses the configuration", async () => {
    install("ssh", "ssh-keygen", "curl")
    writeFileSync(join(folder, "sshd"), "#!/bin/sh\necho 'line 3: Bad configuration option' >&2\nexit 255\n", {
      mode: 0o755,
    })
    expect(await stateWith({ programFolders: [folder] })).toMatchObject({
      state: "off",
      reason: "configuration_refused",
      message: "sshd refuses its configuration: line 3: Bad configuration option",
    })
  })

  test("with a data folder in which it cannot make its own", async () => {
    const dataFolder = join(folder, "data")
    mkdirSync(dataFolder)
    writeFileSync(join(dataFolder, "ssh"), "not a folder")
    expect(await stateWith({ dataFolder })).toMatchObject({
      state: "off",
      reason: "unexpected",
      message: expect.stringContaining("EEXIST"),
      hint: `look whether Latchkey may write to ${dataFolder}`,
    })
  })

  test("with an address that is not this machine's", async () => {
    expect(await stateWith({ listen: { host: "192.0.2.1", port: 2222 } })).toEqual({
      state: "off",
      reason: "address_unavailable",
      message: "sshd cannot listen on port 2222 of 192.0.2.1: Cannot assign requested address",
      hint: "stop what uses it, or set LATCHKEY_SSH_LISTEN to another address or port",
    })
  })

  test("when it is switched off", async () => {
    expect(await stateWith({ listen: "off" })).toEqual({
      state: "off",
      reason: "switched_off",
      message: "the SSH gateway is switched off",
      hint: "set LATCHKEY_SSH_LISTEN to an address and port, as 127.0.0.1:2222",
    })
  })
})

describe("a trusted path", () => {
  test("is the system's own program", async () => {
    expect(await isTrustedPath("/bin/sh")).toBe(true)
  })

  test("is neither a program in a folder of everybody's nor one that does not exist", async () => {
    const folder = mkdtempSync(join(tmpdir(), "latchkey-trust-"))
    copyFileSync("/bin/sh", join(folder, "sh"))
    expect(await isTrustedPath(join(folder, "sh"))).toBe(false)
    expect(await isTrustedPath("/usr/bin/no-such-program")).toBe(false)
    rmSync(folder, { recursive: true })
  })
})

test.each([
  ["root:!:20000:0:99999:7:::\n", true],
  ["daemon:*:1::::::\nroot:!$y$j9T$salt$hash:20000::::::\n", true],
  ["root:*:20000::::::\n", false],
  ["root::20000::::::\n", false],
  ["rooted:!:20000::::::\nroot:$y$j9T$salt$hash:20000::::::\n", false],
  ["", false],
])("a shadow file %j locks root: %s", (shadow, isLocked) => {
  expect(isLockedIn(shadow, "root")).toBe(isLocked)
})
