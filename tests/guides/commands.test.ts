import { type Gateway, routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import {
  openstackTokenScopes,
  tokenSettings,
} from "../../packages/console/src/pages/account/openstack/cloud-settings.ts"
import { cloudsYaml } from "../../packages/console/src/pages/account/openstack/clouds-yaml.ts"
import { type GuideName, guideNames } from "../../packages/console/src/pages/guides/guide.ts"
import { findAnsible } from "../interop/openstack/ansible-client.ts"
import { type RunningDaemon, type SignedUp, signUp, startDaemon } from "../kit/daemon.ts"
import { requireTool } from "../kit/tools.ts"
import { elementsOf, guideOf } from "./guide-files.ts"
import { type GuideHome, openGuideHome } from "./guide-home.ts"

const script = requireTool("script", "bsdutils")
const tools = [
  requireTool("puttygen", "putty-tools"),
  requireTool("sshd", "openssh-server"),
  requireTool("curl", "curl"),
  requireTool("ssh-agent", "openssh-client"),
  requireTool("wget", "wget"),
  requireTool("openstack", "python3-openstackclient"),
  findAnsible(),
]

/** The one command that only macOS has. */
const onlyMacOs = ["ssh-add --apple-use-keychain ~/.ssh/id_ed25519"]

/** Commands of Windows itself, which have no counterpart here: they are read with care, and not run. */
const onlyWindows = [
  "Get-ChildItem $HOME\\.ssh\\*.pub",
  "Get-Content $HOME\\.ssh\\id_ed25519.pub | Set-Clipboard",
  "Set-Service ssh-agent -StartupType Automatic",
  "Start-Service ssh-agent",
]

/** What is run with no device at hand ends with this, which shows that its options are right. */
const needsDevice = /^ssh-keygen (-t \S+-sk|-K)/

const commandsOf = (name: GuideName) => elementsOf(guideOf(name, "en").nodes)

/** What the guide to OpenStack tools shows of a file that begins so. */
function openstackFile(start: string): string {
  const shown = commandsOf("openstack").find((node) => node.is === "output" && node.text.startsWith(start))
  if (shown?.is !== "output") throw new Error(`the guide shows no file that begins with ${start}`)
  return shown.text
}

/** A line of PowerShell whose program is one of OpenSSH's, as a shell here writes it: PowerShell itself is not run. */
const fromPowerShell = (line: string) =>
  line.replace(/^('[^']*') \|/, "echo $1 |").replace(/\$HOME\\\.ssh\\/g, "~/.ssh/")

/** What a guide says a command prints: its lines in this order, where an ellipsis stands for anything. */
function pattern(text: string): RegExp {
  const literal = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
  return new RegExp(
    text
      .split("\n")
      .map((line) => line.split("…").map(literal).join(".*"))
      .join("[^]*?"),
  )
}

test("all commands but those of other systems are run", () => {
  const lines = guideNames.flatMap(commandsOf).flatMap((node) => (node.is === "commands" ? [node] : []))
  const windows = lines.filter(({ shell }) => shell === "powershell").flatMap((node) => node.lines)
  const unix = lines.filter(({ shell }) => shell === "sh").flatMap((node) => node.lines)
  expect([...new Set(windows.filter((line) => !/(^|\| )ssh-(keygen|add) /.test(line)))].sort()).toEqual(onlyWindows)
  expect(unix.filter((line) => line.includes("--apple"))).toEqual(onlyMacOs)
})

describe.skipIf(script === undefined || tools.includes(undefined))("the guides' commands", { timeout: 300_000 }, () => {
  let daemon: RunningDaemon
  let alice: SignedUp
  let files: Readonly<Record<string, string>>
  let gateway: Extract<Gateway, { state: "on" }>
  beforeAll(async () => {
    daemon = await startDaemon({ env: { LATCHKEY_SSH_LISTEN: "127.0.0.1:0" } })
    alice = await signUp(daemon)
    const shown = await daemon.client.call(routes.showGateway, {})
    if (shown.state === "off") throw new Error(`the gateway is off: ${shown.message}`)
    gateway = shown
    await alice.client.call(routes.updateAccount, { body: { publishesKeys: true } })
    const token = { name: "openstack", scopes: [...openstackTokenScopes] }
    const cloud = cloudsYaml(tokenSettings(daemon.url, await alice.client.call(routes.createToken, { body: token })))
    files = {
      ".config/openstack/clouds.yaml": cloud,
      "list-keys.py": openstackFile("import openstack"),
      "keys.yml": openstackFile("- hosts:"),
    }
  })
  afterAll(() => daemon?.stop())

  /** With this installation's names in the place of the guide's. */
  async function filled(command: string, home: GuideHome): Promise<string> {
    const named = command
      .replaceAll("-p 2222 USER@HOST", `-p ${gateway.port} ${gateway.user}@127.0.0.1`)
      .replaceAll("[HOST]:2222", `[127.0.0.1]:${gateway.port}`)
      .replaceAll("LATCHKEY/HANDLE", `${daemon.url}/alice`)
    if (!/TEXT|CODE/.test(named)) return named
    const { text, code } = await alice.client.call(routes.challengeOwnership, { body: { publicKey: home.line } })
    return named.replace("TEXT", text).replace("CODE", code)
  }

  test.each(guideNames.flatMap((name) => [[name, "sh"] as const, [name, "powershell"] as const]))(
    "%s: each command in %s does what is said",
    async (name, shell) => {
      const env = { LATCHKEY_URL: daemon.url, LATCHKEY_TOKEN: alice.token }
      const home = await openGuideHome(script ?? "", { withKey: name !== "make-a-key", env, files })
      const keyName = name === "verify-a-key" && shell === "sh" ? "laptop" : `${name}-${shell}`
      await alice.client.call(routes.importKeys, { body: { keys: [{ text: home.line, name: keyName }] } })
      let screen = ""
      try {
        for (const node of commandsOf(name)) {
          if (node.is === "output" && node.from === "command" && screen !== "")
            expect(screen).toMatch(pattern(node.text))
          if (node.is !== "commands") continue
          screen = ""
          if (node.shell !== shell) continue
          for (const line of node.lines) {
            if (onlyMacOs.includes(line) || onlyWindows.includes(line)) continue
            const command = await filled(shell === "sh" ? line : fromPowerShell(line), home)
            const ended = await home.run(command)
            screen = ended.screen.replaceAll("\r", "")
            if (needsDevice.test(line)) expect(screen).toContain("device not found")
            else expect(ended, command).toMatchObject({ status: 0 })
          }
        }
      } finally {
        home.remove()
      }
    },
  )
})
