import { readdirSync, readFileSync } from "node:fs"

const folder = new URL("../../../packages/host/", import.meta.url)
const read = (name: string) => readFileSync(new URL(name, folder), "utf8")

/** The enrolment script filled in as packages/host/README.md says. */
export function fillEnrolScript(settings: Readonly<Record<string, string>>): string {
  const names = readdirSync(folder).filter((name) => !/^(enrol\.sh|README\.md)$/.test(name))
  const end = "LATCHKEY-END-OF-FILE"
  const files = names.map((name) => `cat >"$folder/${name}" <<'${end}'\n${read(name)}${end}\n`)
  const assignments = Object.entries(settings).map(([name, value]) => `LATCHKEY_${name}='${value}'\n`)
  return read("enrol.sh")
    .replace("# latchkey: settings\n", () => assignments.join(""))
    .replace("# latchkey: files\n", () => files.join(""))
}
