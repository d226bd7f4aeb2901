import { mkdirSync } from "node:fs"
import { userInfo } from "node:os"
import { beforeAll, describe, expect, test } from "vitest"
import { requireTool } from "../../../../tests/kit/tools.ts"
import { formatAuthorizedKey, type KeyOption, optionWarnings, parseOptions, parsePublicKey } from "../../src/index.ts"
import type { Run } from "../kit/ssh-keygen.ts"
import { openWorkshop } from "../kit/workshop.ts"

const sshd = requireTool("sshd", "openssh-server")
const ssh = requireTool("ssh", "openssh-client")
const { username, uid } = userInfo()

describe.skipIf(sshd === undefined || ssh === undefined)("sshd and options", () => {
  const workshop = openWorkshop()

  beforeAll(() => {
    for (const name of ["host", "me"]) {
      workshop.must("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", name])
    }
    const settings = [
      "HostKey host",
      "AuthorizedKeysFile authorized_keys",
      "StrictModes no",
      "UsePAM no",
      "PidFile none",
    ]
    const absolute = settings.map((line) => line.replace(/ (host|authorized_keys)$/, ` ${workshop.folder}/$1`))
    workshop.write("config", `${absolute.join("\n")}\n`)
    // Debian makes it when the service starts.
    if (uid === 0) mkdirSync("/run/sshd", { recursive: true })
  })

  /** Logs in through an sshd of its own, which knows one line of authorized_keys. */
  function logIn(options: string): Run {
    workshop.write("authorized_keys", `${options} ${workshop.read("me.pub")}`)
    const proxy = `${sshd} -i -f ${workshop.folder}/config -E ${workshop.folder}/log`
    const settings = ["BatchMode=yes", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "IdentitiesOnly=yes"]
    const all = [...settings, "LogLevel=ERROR", "IdentityAgent=none", `ProxyCommand=${proxy}`]
    const args = all.flatMap((setting) => ["-o", setting])
    return workshop.run("ssh", ["-F", "none", ...args, "-i", "me", `${username}@localhost`, "printf asked"])
  }

  function written(options: readonly KeyOption[]): string {
    const key = parsePublicKey(workshop.read("me.pub"))
    return formatAuthorizedKey({ options, key }).slice(0, -workshop.read("me.pub").trimEnd().length).trimEnd()
  }

  test.for([
    "plain",
    'with "quotes", commas = and # signs',
    String.raw`a backslash \ and two \\ and \" before a quote`,
    String.raw`\n is no line end, "\\" neither`,
  ])("a command reaches the shell as it was written: %s", (text) => {
    const options = [{ name: "no-pty" }, { name: "command", value: `printf %s '${text}'` }]
    const { stdout, stderr } = logIn(written(options))
    expect(stdout, stderr).toBe(text)
  })

  test.for([
    "restrict,pty,no-x11-forwarding,No-User-RC,agent-forwarding,port-forwarding",
    'command="printf asked",expiry-time="20370101"',
    'permitopen="a:1",permitopen="b:2",permitlisten="8080",tunnel="0",environment="A=1",environment="B=2"',
    "no-touch-required,no-verify-required,user-rc,",
    'expiry-time="20370101Z",expiry-time="203701012359",expiry-time="20370101235960utc"',
    'permitopen="[::1]:443",permitopen="*:*",permitopen="host:ssh",permitopen="host/22",permitopen=":80",permitlisten="[::]:80"',
    'permitlisten="localhost:8080",tunnel="any",tunnel="2147483645",environment="_a1="',
  ])("a line without warnings opens a login: %s", (options) => {
    expect(optionWarnings(parseOptions(options))).toEqual([])
    const { stdout, stderr } = logIn(options)
    expect(stdout, stderr).toBe("asked")
  })

  test.for([
    "zos-key-ring",
    'max-sessions="2"',
    "no-restrict",
    "no-cert-authority",
    "command",
    'no-pty="x"',
    'command="printf a",COMMAND="printf b"',
    'principals="a"',
    'from="*",from="*"',
    'expiry-time="tomorrow"',
    'expiry-time=""',
    'expiry-time="2037010"',
    'expiry-time="20371301"',
    'expiry-time="2037010125"',
    'expiry-time="203701012500"',
    'permitopen="8080"',
    'permitopen="host:0"',
    'permitopen="host:65536"',
    'permitopen="host:"',
    'permitopen="[::1]"',
    'permitlisten="host:"',
    'permitlisten="0"',
    'tunnel="tun0"',
    'tunnel="0:1"',
    'tunnel="2147483646"',
    'environment="A"',
    'environment="=1"',
    'environment="A-B=1"',
  ])("a line with a warning opens none: %s", (options) => {
    expect(optionWarnings(parseOptions(options))).not.toEqual([])
    const { status, stdout, stderr } = logIn(options)
    expect([status, stdout]).toEqual([255, ""])
    expect(stderr).toContain("Permission denied")
  })
})
