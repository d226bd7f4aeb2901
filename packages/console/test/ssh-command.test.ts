import { expect, test } from "vitest"
import { plinkCommand, sshCommand } from "../src/gateway/ssh-command.ts"

test("the ssh command names the port unless it is ssh's own", () => {
  expect(sshCommand({ user: "latchkey", host: "keys.example", port: 2222 })).toBe(
    "ssh -T -p 2222 latchkey@keys.example",
  )
  expect(sshCommand({ user: "latchkey", host: "keys.example", port: 22 })).toBe("ssh -T latchkey@keys.example")
})

test("the ssh command can name the file of the key", () => {
  const gateway = { user: "latchkey", host: "keys.example", port: 2222 }
  expect(sshCommand(gateway, "~/.ssh/atlas")).toBe("ssh -T -i ~/.ssh/atlas -p 2222 latchkey@keys.example")
})

test("plink is told the port by its own option", () => {
  const gateway = { user: "latchkey", host: "keys.example", port: 2222 }
  expect(plinkCommand(gateway)).toBe("plink -T -P 2222 latchkey@keys.example")
  expect(plinkCommand({ ...gateway, port: 22 }, "atlas.ppk")).toBe("plink -T -i atlas.ppk latchkey@keys.example")
})
