import { execFileSync } from "node:child_process"
import { expect, test } from "vitest"
import { requireTool } from "../../../../tests/kit/tools.ts"
import { pythonText } from "../../src/openstack/compute/python-text.ts"

const values: readonly unknown[] = [
  { name: "web", type: null, tags: [true, false, 1.5, -3] },
  [],
  {},
  "it's",
  "both ' and \"",
  'only "',
  "back\\slash",
  "line\nend\r\ttab\u0000\u0007\u007f\u0085\u00a0\u00ad",
  "é ü 漢 😀 \u2028 \u2029 \u200b \u3000 \ud800 \u{e0001}",
  { "it's": ["a", { deep: "\u001b[31m" }] },
]

test("a value is written as Python writes it", (context) => {
  const python = requireTool("python3", "python3", context)
  const program = "import json,sys\nprint(json.dumps([repr(value) for value in json.load(sys.stdin)]))"
  const written: unknown = JSON.parse(
    execFileSync(python, ["-c", program], { input: JSON.stringify(values), encoding: "utf8" }),
  )
  expect(values.map((value) => pythonText(value))).toEqual(written)
})
