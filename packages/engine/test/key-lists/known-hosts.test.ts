import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { requireTool } from "../../../../tests/kit/tools.ts"
import {
  formatKeyList,
  formatKnownHost,
  hashKnownHost,
  type KnownHost,
  matchesHost,
  parseKnownHosts,
  parsePublicKey,
} from "../../src/index.ts"
import { codeOf } from "../kit/code-of.ts"
import { publicLine, readVectorText } from "../kit/vectors.ts"
import { openWorkshop } from "../kit/workshop.ts"

const key = parsePublicKey(publicLine("ed25519"))
const data = publicLine("ed25519").split(" ").slice(0, 2).join(" ")
const [port, plain] = [2222, 22] as const

const file = [
  `web.example.com ${data} one`,
  `WEB2.example.com,192.0.2.7 ${data}`,
  `[git.example.com]:2222 ${data}`,
  `*.example.org,!bad.example.org ${data}`,
  `[*.example.net]:2222 ${data}`,
  `@cert-authority *.example.com ${data} authority`,
  `@revoked web.example.com ${data}`,
  `2001:db8::1,?.example.edu ${data}`,
  "# a comment",
  "",
].join("\n")

const asked = [
  ["web.example.com", plain],
  ["WEB.EXAMPLE.COM", plain],
  ["web2.example.com", plain],
  ["192.0.2.7", plain],
  ["git.example.com", plain],
  ["git.example.com", port],
  ["good.example.org", plain],
  ["bad.example.org", plain],
  ["example.org", plain],
  ["a.example.net", port],
  ["a.example.net", plain],
  ["2001:db8::1", plain],
  ["a.example.edu", plain],
  ["ab.example.edu", plain],
  ["unknown", plain],
] as const

function entriesOf(text: string): readonly KnownHost[] {
  return parseKnownHosts(text).flatMap((line) => (line.kind === "entry" ? [line.entry] : []))
}

/** The texts of the lines that are about a host. */
function found(text: string, host: string, hostPort: number): readonly string[] {
  return parseKnownHosts(text).flatMap((line) =>
    line.kind === "entry" && matchesHost(line.entry, host, hostPort) ? [line.text] : [],
  )
}

function nameThere(host: string, hostPort: number): string {
  return hostPort === plain ? host : `[${host}]:${hostPort}`
}

describe.skipIf(requireTool("ssh-keygen", "openssh-client") === undefined)("known_hosts and ssh-keygen", () => {
  const workshop = openWorkshop()

  function findThere(text: string, name: string): readonly string[] {
    workshop.write("known_hosts", text)
    const { stdout } = workshop.run("ssh-keygen", ["-F", name, "-f", "known_hosts"])
    return stdout.split("\n").filter((line) => line !== "" && !line.startsWith("# Host "))
  }

  test.for(asked)("the same lines are about %s at port %i", ([host, hostPort]) => {
    expect(found(file, host, hostPort)).toEqual(findThere(file, nameThere(host, hostPort)))
  })

  test("what ssh-keygen hashes is found here", () => {
    workshop.write("known_hosts", file)
    workshop.must("ssh-keygen", ["-q", "-H", "-f", "known_hosts"])
    const hashed = workshop.read("known_hosts")
    expect(hashed).toContain("|1|")
    for (const [host, hostPort] of asked) {
      const shown = found(hashed, host, hostPort)
      expect(shown.length, host).toBe(found(file, host, hostPort).length)
      expect(shown, host).toEqual(findThere(hashed, nameThere(host.toLowerCase(), hostPort)))
    }
  })

  test("what is hashed here is found by ssh-keygen, and has as many lines as its own", () => {
    const ours = entriesOf(file).flatMap(hashKnownHost).map(formatKnownHost)
    workshop.write("known_hosts", file)
    workshop.must("ssh-keygen", ["-q", "-H", "-f", "known_hosts"])
    expect(ours.length).toBe(entriesOf(workshop.read("known_hosts")).length)
    const text = `${ours.join("\n")}\n`
    for (const [host, hostPort] of asked) {
      const there = findThere(text, nameThere(host.toLowerCase(), hostPort))
      expect(there.length, host).toBe(found(file, host, hostPort).length)
      expect(there, host).toEqual(found(text, host, hostPort))
    }
  })

  test.for(asked)("removing the lines about %s at port %i leaves what ssh-keygen leaves", ([host, hostPort]) => {
    workshop.write("known_hosts", file)
    workshop.run("ssh-keygen", ["-q", "-R", nameThere(host, hostPort), "-f", "known_hosts"])
    const kept = parseKnownHosts(file).filter((line) => {
      if (line.kind !== "entry" || line.entry.marker !== undefined) return true
      return !matchesHost(line.entry, host, hostPort)
    })
    expect(formatKeyList(kept)).toBe(workshop.read("known_hosts"))
  })

  test("patterns match the names that ssh-keygen says they match", () => {
    const letters = fc.constantFrom("a", "b", "A")
    const patterns = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "*", "?", "!", ",", "B"), maxLength: 8 }))
    const samples = fc.sample(fc.tuple(patterns, fc.string({ unit: letters, minLength: 1, maxLength: 6 })), 150)
    const lines = samples.map(([parts], index) => `x${index},${parts.join(",")} ${data} n${index}`)
    const text = `${lines.join("\n")}\n`
    for (const name of new Set(samples.map(([, host]) => host).slice(0, 40))) {
      expect(found(text, name, plain), name).toEqual(findThere(text, name))
    }
  })
})

test("a file is written again as it was, whatever it holds", () => {
  const piece = fc.oneof(fc.constantFrom(...file.split("\n")), fc.string({ unit: "binary", maxLength: 40 }))
  fc.assert(
    fc.property(fc.array(fc.tuple(piece, fc.constantFrom("\n", "\r\n", ""))), (pieces) => {
      const whole = pieces.flat().join("")
      expect(formatKeyList(parseKnownHosts(whole))).toBe(whole)
    }),
  )
})

test("an entry is written as it was read", () => {
  const lines = file.split("\n").slice(0, 8)
  expect(entriesOf(file).map(formatKnownHost)).toEqual(lines)
})

test("the known_hosts files among the vectors are read without a fault", () => {
  for (const name of ["known_hosts", "known_hosts_hashed", "known_hosts_cert_authority"]) {
    const lines = parseKnownHosts(readVectorText(`invalid/${name}`))
    expect(lines.map(({ kind }) => kind)).not.toContain("refused")
    expect(lines.map(({ kind }) => kind)).toContain("entry")
  }
})

test.for([
  ["an unknown marker", `@trusted a ${data}`, "format_unknown"],
  ["two markers", `@revoked @revoked a ${data}`, "format_unknown"],
  ["no key", "web.example.com", "format_unknown"],
  ["a hash of another kind", `|2|AAAA|BBBB ${data}`, "format_invalid"],
  ["a short hash", `|1|AAAA|BBBB ${data}`, "format_invalid"],
  ["a key of SSH1", "web 1024 35 1234567890", "type_unknown"],
  ["a damaged key", `web ${data.slice(0, -4)}`, "truncated"],
] as const)("a line with %s is refused", ([, text, code]) => {
  const [line] = parseKnownHosts(text)
  expect(line?.kind === "refused" ? line.error.code : line?.kind).toBe(code)
})

test.for(["", "a b", "@revoked", "#web", "|1|x|y"])("%j is not written as the name of a host", (hosts) => {
  expect(codeOf(() => formatKnownHost({ hosts, key }))).toBe("format_invalid")
})

test("many stars take no time worth telling", () => {
  const hosts = "*a".repeat(4000)
  expect(matchesHost({ hosts, key }, "a".repeat(255).concat("b"))).toBe(false)
})
