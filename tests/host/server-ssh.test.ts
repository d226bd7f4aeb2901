import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type Desk, sitDown } from "../../packages/cli/test/desk.ts"
import { runCli } from "../../packages/cli/test/run-cli.ts"
import { makeFleet } from "./kit/fleet.ts"
import { canBoot, makeKey, type TestServer } from "./kit/test-server.ts"

describe.skipIf(!canBoot())("a real machine", { timeout: 240_000 }, () => {
  const fleet = makeFleet()
  let desk: Desk
  let server: TestServer
  let key: ReturnType<typeof makeKey>
  const env = () => ({
    ...desk.env,
    LATCHKEY_URL: desk.daemon.url,
    LATCHKEY_TOKEN: desk.account.token,
    LATCHKEY_INSECURE_HTTP: "1",
  })
  const run = (...args: readonly string[]) => runCli(args, { env: env() })
  /** What ssh is given: this key and no settings of this machine. */
  const ssh = (...words: readonly string[]) =>
    run("server", "ssh", "web-3", "--", "-F", "none", "-o", "BatchMode=yes", "-i", key.file, ...words)

  beforeAll(async () => {
    desk = await sitDown({ LATCHKEY_LISTEN: `${fleet.network.address}:0`, LATCHKEY_INSECURE_HTTP: "1" })
    server = await fleet.boot({ name: "web-3" })
    key = makeKey(fleet.folder, "laptop")
    await runCli(["key", "add", "-", "--name", "laptop", "--default"], { env: env(), stdin: key.line })
  }, 120_000)
  afterAll(() => desk?.leave())

  test("is connected with one command, and opened by the default keys", async () => {
    const fingerprints = await server.read("for key in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf $key; done")
    const hostKeys = [...fingerprints.matchAll(/SHA256:\S+/g)].flatMap(([fingerprint]) => ["--host-key", fingerprint])
    let enrolment: Promise<string> | undefined
    const { status, stdout, stderr } = await runCli(
      ["server", "connect", "web-3", "--user", "deploy", "--yes", ...hostKeys],
      {
        env: env(),
        watch(text) {
          const [command] = /^curl .*(?=\n)/.exec(text) ?? []
          if (command !== undefined) enrolment ??= server.read(command.replace("sudo ", ""))
        },
      },
    )
    expect(await enrolment).toContain(hostKeys[1])
    expect({ status, stderr: stderr.match(/error/) }).toEqual({ status: 0, stderr: null })
    expect(stdout).toMatch(/^curl .*\nweb-3 is connected\n$/)
    expect((await run("server", "show", "web-3")).stdout).toMatch(/\ndeploy +laptop +alice .* in effect, 20/)
    expect((await run("key", "show", "laptop")).stdout).toMatch(/\nopens +deploy on web-3 \(in effect, 20/)
  })

  test("is logged in to by the real ssh, whose exit status is passed on", async () => {
    const { status, stdout } = await ssh("echo $USER; exit 7")
    expect({ status, stdout }).toEqual({ status: 7, stdout: "deploy\n" })
  })

  test("is not logged in to with host keys that nobody has confirmed", async () => {
    await server.read("rm /etc/ssh/ssh_host_* && ssh-keygen -A")
    await server.read("kill -HUP $(cat /run/sshd.pid)")
    const lax = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"]
    const patience = { timeout: 30_000, interval: 200 }
    await expect
      .poll(async () => (await ssh(...lax, "echo in")).stderr, patience)
      .toContain("Host key verification failed")
    expect(await ssh(...lax, "echo in")).toMatchObject({ status: 255, stdout: "" })
  })

  test("is opened no more once the access is removed, and nobody is told another user of it", async () => {
    expect((await run("server", "access", "remove", "web-3", "deploy", "--key", "laptop", "--yes")).status).toBe(0)
    const { status, stderr } = await ssh("echo in")
    expect(status).toBe(4)
    expect(stderr).toContain("latchkey: error: none of your keys opens web-3\n")
    expect((await run("server", "ssh", "web-3", "--user", "-x")).status).toBe(2)
  })
})
