import pino from "pino"
import { afterEach, expect, test } from "vitest"
import { type PeriodicTask, runPeriodically, type TaskClaims } from "../src/periodic.ts"
import { onEachDatabase } from "./db/databases.ts"

const patience = { timeout: 20_000 }
const log = pino({ level: "silent" })
const failures: string[] = []

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  failures.length = 0
  await Promise.all(ends.splice(0).map((end) => end()))
})

/** A daemon that does the task. */
function begin(claims: TaskClaims, task: PeriodicTask): () => Promise<void> {
  const end = runPeriodically(task, { claims, log, onFailure: (name) => failures.push(name) })
  ends.push(end)
  return end
}

onEachDatabase((current) => {
  async function daemons(count: number): Promise<readonly TaskClaims[]> {
    const first = await current().open()
    const others = await Promise.all(Array.from({ length: count - 1 }, () => current().open()))
    return [first, ...others].map(({ taskClaims }) => taskClaims)
  }

  test("of all who would claim a task at once, one gets it", async () => {
    const claims = await daemons(4)
    for (let version = 0; version < 20; version++) {
      const seen = await Promise.all(claims.map((one) => one.look("count")))
      expect(seen).toEqual([version, version, version, version])
      const won = await Promise.all(claims.map((one) => one.claim("count", version)))
      expect(won.filter((one) => one)).toHaveLength(1)
    }
    expect(await claims[0]?.look("another")).toBe(0)
  })

  test("a task is never done by two daemons at once, also when it takes longer than its interval", async () => {
    let atOnce = 0
    let mostAtOnce = 0
    let runs = 0
    const task: PeriodicTask = {
      name: "slow",
      every: 300,
      async run() {
        mostAtOnce = Math.max(mostAtOnce, ++atOnce)
        const until = runs + 1
        await new Promise((resolve) => setTimeout(resolve, 700))
        runs = until
        atOnce--
      },
    }
    for (const claims of await daemons(3)) begin(claims, task)
    await expect.poll(() => runs, patience).toBeGreaterThan(3)
    expect(mostAtOnce).toBe(1)
  })

  test("what a daemon leaves when it ends another takes over", async () => {
    const [first, second] = await daemons(2)
    if (first === undefined || second === undefined) throw new Error("two databases were opened")
    const ran: string[] = []
    const by = (name: string): PeriodicTask => ({ name: "task", every: 200, run: async () => void ran.push(name) })
    const endFirst = begin(first, by("first"))
    await expect.poll(() => ran, patience).toContain("first")
    begin(second, by("second"))
    await endFirst()
    await expect.poll(() => ran, patience).toContain("second")
  })

  test("a daemon that hangs at a task loses it to another, and is told to leave off", async () => {
    const [first, second] = await daemons(2)
    if (first === undefined || second === undefined) throw new Error("two databases were opened")
    let isHanging = false
    let wasTold = false
    let ran = false
    // It claims the task, and then its signs of life do not arrive.
    const silent: TaskClaims = {
      look: first.look,
      claim: async (name, version) => {
        if (!isHanging) return first.claim(name, version)
        return version === (await first.look(name))
      },
    }
    begin(silent, {
      name: "hang",
      every: 200,
      run(signal) {
        isHanging = true
        return new Promise((resolve) =>
          signal.addEventListener("abort", () => {
            wasTold = true
            resolve()
          }),
        )
      },
    })
    await expect.poll(() => isHanging, patience).toBe(true)
    begin(second, {
      name: "hang",
      every: 200,
      run: async () => {
        ran = true
      },
    })
    await expect.poll(() => [ran, wasTold], patience).toEqual([true, true])
  })

  test("a run that fails is counted, and the task is tried again", async () => {
    const [claims] = await daemons(1)
    if (claims === undefined) throw new Error("a database was opened")
    let runs = 0
    begin(claims, {
      name: "failing",
      every: 100,
      async run() {
        if (++runs < 3) throw new Error("not now")
      },
    })
    await expect.poll(() => runs, patience).toBeGreaterThanOrEqual(3)
    // A task of the test before may fail while its database is closed.
    expect(failures.filter((name) => name === "failing")).toHaveLength(2)
  })
})
