import { type ChildProcessWithoutNullStreams, execFileSync, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { requireTool } from "../../kit/tools.ts"
import type { Cable, TestNetwork } from "./test-network.ts"

/** How a test server differs from others: boot-server.sh says what the words mean. */
export interface ServerForm {
  readonly name: string
  readonly layout?: "folder" | "plain" | "redhat" | "systemd"
  readonly shell?: "dash" | "bash" | "busybox"
}

/** What a command on a test server printed, and its exit status. */
export interface Outcome {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A whole Linux system in namespaces of its own, with its own sshd and its own init. */
export interface TestServer {
  readonly name: string
  /** Where its sshd listens, at port 22. */
  readonly address: string
  readonly cable: Cable
  /** Runs a script as root there, by its own sh. */
  run(script: string, input?: string): Promise<Outcome>
  /** What the script printed; throws when it failed. */
  read(script: string, input?: string): Promise<string>
  /** Names, modes, owners and contents of what an enrolment may touch, and what sshd makes of its settings. */
  picture(): Promise<string>
  stop(): Promise<void>
}

/** The script of {@link TestServer.picture}. */
export const pictureScript = `cd /
/usr/bin/find etc home root usr/local/sbin -printf '%M %u:%g %p %l\\n' | sort
/usr/bin/find etc home root usr/local/sbin -type f | sort | xargs sha256sum
ls usr/local/lib var/lib
for user in root deploy web; do sshd -T -C user=$user,host=localhost,addr=127.0.0.1 2>&1; id $user; done`

/** Whether test servers can be made here; where not, that is a failure with `CI=true`. */
export function canBoot(): boolean {
  const tools: readonly [string, string][] = [
    ["unshare", "util-linux"],
    ["ip", "iproute2"],
    ["busybox", "busybox-static"],
    ["sshd", "openssh-server"],
    ["systemctl", "systemd"],
    ["curl", "curl"],
  ]
  if (!tools.every(([tool, debianPackage]) => requireTool(tool, debianPackage) !== undefined)) return false
  const { status } = spawnSync("unshare", [...namespaces, "-f", "mount", "-t", "tmpfs", "tmpfs", "/mnt"])
  if (status === 0) return true
  const reason = "no namespaces can be made here: that needs root, and a container that may mount"
  if (process.env.CI === "true") throw new Error(reason)
  process.stderr.write(`skipped: ${reason}\n`)
  return false
}

const namespaces = ["-m", "-n", "-p", "-u", "-i", "-C"]

/** Boots a test server and waits until its sshd listens. */
export async function bootServer(network: TestNetwork, form: ServerForm): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-server-"))
  for (const name of ["disk", "root"]) mkdirSync(join(folder, name))
  const address = network.nextAddress()
  // A test run that is cut short takes its servers along.
  const script = fileURLToPath(new URL("boot-server.sh", import.meta.url))
  const words = [folder, form.name, form.layout ?? "folder", form.shell ?? "dash", address]
  const holder = spawn(
    "setpriv",
    ["--pdeathsig", "KILL", "unshare", ...namespaces, "--kill-child", "sh", script, ...words],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  )
  let printed = ""
  for (const stream of [holder.stdout, holder.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      printed += text
    })
  }
  const pid = await patiently(
    () => firstChild(holder.pid ?? 0),
    () => `${form.name} did not start: ${printed}`,
  )
  const cable = network.plug(pid)
  const enter = ["-t", `${pid}`, "-m", "-n", "-p", "-u", "-i", "-r", "-w", "--", "/bin/sh", "-c"]
  const env = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", HOME: "/root", LC_ALL: "C" }
  const run = (command: string, input = "") => ended(spawn("nsenter", [...enter, command], { env }), input)
  const read = async (command: string, input = "") => {
    const { status, stdout, stderr } = await run(command, input)
    if (status !== 0) throw new Error(`${form.name}: ${command}\nended with ${status}: ${stdout}${stderr}`)
    return stdout
  }
  await patiently(
    async () => (await run("test -s /run/sshd.pid")).status === 0,
    () => `${form.name} has no sshd: ${printed}`,
  )
  return {
    name: form.name,
    address: address.replace(/\/.*/, ""),
    cable,
    run,
    read,
    picture: () => read(pictureScript),
    async stop() {
      const ended = once(holder, "exit")
      holder.kill("SIGKILL")
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const firstChild = (pid: number): number | undefined =>
  Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ")[0]) || undefined

/** What `look` finds, as soon as it finds something; throws after 30 seconds. */
async function patiently<Found>(
  look: () => Found | undefined | false | Promise<Found | undefined | false>,
  failure: () => string,
): Promise<Found> {
  const end = performance.now() + 30_000
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (performance.now() > end) throw new Error(failure())
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Gives a program its input and waits for its end. */
async function ended(child: ChildProcessWithoutNullStreams, input: string): Promise<Outcome> {
  let stdout = ""
  let stderr = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text
  })
  // A program that does not read its input may end before it is written.
  child.stdin.on("error", () => {})
  child.stdin.end(input)
  await once(child, "close")
  return { status: child.exitCode, stdout, stderr }
}

const sshOptions = ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "IdentitiesOnly=yes", "BatchMode=yes"]
/** ssh, without anything of this machine's settings. */
export const sshWords: readonly string[] = ["ssh", "-F", "none", ...sshOptions.flatMap((option) => ["-o", option])]

/** Logs in with a private key file: what `command` printed there, and what ssh said. */
export function logIn(server: TestServer, keyFile: string, user = "deploy", command = "echo in"): Promise<Outcome> {
  return ended(spawn("env", [...sshWords, "-i", keyFile, `${user}@${server.address}`, command]), "")
}

/** Logs in from the server itself, for one whose cable is cut. */
export function logInThere(server: TestServer, keyFile: string): Promise<Outcome> {
  const script = `cat >/tmp/key && chmod 600 /tmp/key && ${sshWords.join(" ")} -i /tmp/key deploy@127.0.0.1 echo in`
  return server.run(`${script}; rm /tmp/key`, readFileSync(keyFile, "utf8"))
}

/** A new Ed25519 key pair in `folder`: the file of its private half, and type and base64 of its public half. */
export function makeKey(folder: string, name: string): { readonly file: string; readonly line: string } {
  const file = join(folder, name)
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", file])
  return { file, line: readFileSync(`${file}.pub`, "utf8").trim() }
}
