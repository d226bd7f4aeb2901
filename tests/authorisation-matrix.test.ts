import { apiPrefix, csrfHeader, type RouteName, routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import {
  type ActorName,
  actors,
  expected,
  expectedOfFellow,
  expectedOfProject,
  expectedOfRobot,
} from "./authorisation/expected.ts"
import { type Ask, openScene, type Scene } from "./authorisation/scene.ts"
import { openBrowser } from "./kit/daemon.ts"

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.daemon.stop())

function isRouteName(name: string): name is RouteName {
  return Object.hasOwn(routes, name)
}
const routesOf = (table: object) => Object.keys(table).filter(isRouteName)

async function ask(name: RouteName, { params = {}, query = {}, body }: Ask, headers: object): Promise<number> {
  const { method, path } = routes[name]
  const filled = path.replace(/:(\w+)/g, (_, param: string) => encodeURIComponent(params[param] ?? "missing"))
  const response = await fetch(`${scene.daemon.url}${apiPrefix}${filled}?${new URLSearchParams(query)}`, {
    method,
    headers: { ...headers, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  await response.arrayBuffer()
  return response.status
}

async function answerTo(actor: ActorName, name: RouteName, about: Ask): Promise<number> {
  // What a browser needs to sign in; it proves nothing about who asks.
  const browser = await openBrowser(scene.daemon)
  const token = scene.tokenOf(actor, name)
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return ask(name, about, { ...browser.headers(), ...authorization })
}

test("every route has a row", () => {
  expect(Object.keys(expected).toSorted()).toEqual(Object.keys(routes).toSorted())
})

describe.each(routesOf(routes))("%s", (name) => {
  test.each(actors)("answers %s as the table says", async (actor) => {
    expect(await answerTo(actor, name, await scene.prepare(name))).toBe(expected[name][actor])
  })

  test("by the owner's cookie is a change only with the CSRF token", async () => {
    const browser = await openBrowser(scene.daemon)
    await browser.signIn("owner")
    const { [csrfHeader]: _, ...headers } = browser.headers()
    const isRead = routes[name].method === "GET"
    expect(await ask(name, await scene.prepare(name), headers)).toBe(isRead ? expected[name].owner : 403)
  })
})

describe.each(Object.entries(expectedOfRobot))("%s of a robot", (name, row) => {
  test.each(actors)("answers %s as the table says", async (actor) => {
    if (!isRouteName(name)) throw new Error(`there is no route ${name}`)
    expect(await answerTo(actor, name, await scene.prepareOfRobot(name))).toBe(row[actor])
  })
})

describe.each(Object.entries(expectedOfProject))("%s with a project's robots", (name, row) => {
  test.each(actors)("answers %s as the table says", async (actor) => {
    if (!isRouteName(name)) throw new Error(`there is no route ${name}`)
    expect(await answerTo(actor, name, await scene.prepareOfProject())).toBe(row[actor])
  })
})

describe.each(Object.entries(expectedOfFellow))("%s of another person", (name, row) => {
  test.each(actors)("answers %s as the table says", async (actor) => {
    if (!isRouteName(name)) throw new Error(`there is no route ${name}`)
    expect(await answerTo(actor, name, await scene.prepareOfFellow(name))).toBe(row[actor])
  })
})
