import { execFileSync, spawnSync } from "node:child_process"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { findTool, requireTool } from "../../../../tests/kit/tools.ts"
import { knowsLine } from "../../src/sshd/prove-config.ts"
import { sshdConfig } from "../../src/sshd/sshd-config.ts"
import { startTestGateway, type TestGateway } from "./test-gateway.ts"

const hasSshd = requireTool("sshd", "openssh-server") !== undefined && requireTool("curl", "curl") !== undefined

describe.skipIf(!hasSshd)("the configuration, as sshd itself understands it", () => {
  let gateway: TestGateway
  /** What `sshd -T` prints: one line a keyword. */
  let effective: ReadonlyMap<string, string>

  beforeAll(async () => {
    gateway = await startTestGateway()
    const config = join(gateway.dataFolder, "run", "sshd_config")
    const printed = execFileSync(findTool("sshd") ?? "", ["-T", "-f", config], { encoding: "utf8" })
    effective = new Map(printed.split("\n").map((line) => [line.split(" ", 1)[0] ?? "", line.replace(/^\S+ /, "")]))
  })
  afterAll(() => gateway?.stop())

  test.each([
    ["authenticationmethods", "publickey"],
    ["passwordauthentication", "no"],
    ["kbdinteractiveauthentication", "no"],
    ["hostbasedauthentication", "no"],
    ["permitemptypasswords", "no"],
    ["authorizedkeysfile", "none"],
    ["trustedusercakeys", "none"],
    ["disableforwarding", "yes"],
    ["permittunnel", "no"],
    ["permittty", "no"],
    ["permituserrc", "no"],
    ["permituserenvironment", "no"],
    ["acceptenv", "GIT_PROTOCOL"],
    ["maxstartups", "100:30:100"],
    ["fingerprinthash", "SHA256"],
    ["permitrootlogin", process.getuid?.() === 0 ? "forced-commands-only" : "no"],
  ])("%s is %s", (keyword, value) => {
    expect(effective.get(keyword)).toBe(value)
  })

  test("leaves places for others however many connections one address or IPv6 network holds", ({ skip }) => {
    const version = spawnSync("ssh", ["-V"], { encoding: "utf8" }).stderr
    const [, major = "", minor = ""] = /^OpenSSH_(\d+)\.(\d+)/.exec(version) ?? []
    skip(Number(major) * 100 + Number(minor) < 805, "needs OpenSSH 8.5 or newer")
    expect(effective.get("persourcemaxstartups")).toBe("20")
    expect(effective.get("persourcenetblocksize")).toBe("32:64")
  })

  test("takes only one user and no certificate, SHA-1 or DSA signature", () => {
    expect(effective.get("allowusers")).toBe(gateway.user)
    const signatures = effective.get("pubkeyacceptedalgorithms")?.split(",")
    expect(signatures).toContain("rsa-sha2-512")
    expect(signatures?.filter((name) => /cert|^ssh-rsa$|dss/.test(name))).toEqual([])
    expect(effective.get("hostkeyalgorithms")?.split(",")).not.toContain("ssh-rsa")
    expect(effective.get("macs")).not.toMatch(/sha1|md5/)
    expect(effective.get("ciphers")).not.toMatch(/cbc/)
  })

  test("prefers a post-quantum key exchange where this OpenSSH has one", () => {
    const known = execFileSync("ssh", ["-Q", "kex"], { encoding: "utf8" }).split("\n")
    const best = ["mlkem768x25519-sha256", "sntrup761x25519-sha512@openssh.com"].find((name) => known.includes(name))
    expect(effective.get("kexalgorithms")?.split(",")).toContain(best ?? "curve25519-sha256")
    if (best !== undefined) expect(effective.get("kexalgorithms")).toMatch(/^(mlkem768|sntrup761)x25519/)
  })

  test("is written anew at each start and logs nothing at startup but that it listens", () => {
    const said = gateway.log.filter((line) => line.includes('"sshd":'))
    expect(said).toEqual([expect.stringContaining("Server listening on 127.0.0.1")])
  })
})

describe("the configuration", () => {
  const algorithms = { keyExchanges: ["k"], ciphers: ["c"], macs: ["m"], hostKeySignatures: ["h"], signatures: ["s"] }
  const settings = {
    machine: { user: "kim", isRoot: false, isPasswordLocked: false },
    listen: { host: "127.0.0.1", port: 2222 },
    hostKeys: [],
    algorithms,
    limits: [],
    pidFile: "/p",
    authorizedKeysCommand: "/usr/bin/curl",
  }

  test.skipIf(!hasSshd)("has only lines that this sshd knows", async () => {
    const sshd = findTool("sshd") ?? ""
    expect(await knowsLine(sshd, "MaxStartups 100")).toBe(true)
    expect(await knowsLine(sshd, "MaxStartupsOfTomorrow 100")).toBe(false)
    expect(sshdConfig({ ...settings, limits: ["A 1", "B 2"] })).toContain("\nMaxStartups 100\nA 1\nB 2\n")
    expect(sshdConfig(settings)).not.toContain("PerSource")
  })

  test("asks PAM only for a root whose password is locked, because sshd alone would refuse him", () => {
    expect(sshdConfig(settings)).toContain("\nUsePAM no\n")
    const machine = { user: "root", isRoot: true, isPasswordLocked: true }
    expect(sshdConfig({ ...settings, machine })).toContain("\nUsePAM yes\n")
  })

  test("puts an IPv6 address in brackets", () => {
    expect(sshdConfig({ ...settings, listen: { host: "::1", port: 2222 } })).toContain("\nListenAddress [::1]:2222\n")
  })

  test("matches the user names of a directory service without reading them as patterns", () => {
    const config = sshdConfig({ ...settings, machine: { ...settings.machine, user: "CORP\\kim@corp" } })
    expect(config).toContain("\nAllowUsers CORP?kim?corp\n")
    expect(config).toContain('\nAuthorizedKeysCommandUser "CORP\\\\kim@corp"\n')
  })
})
