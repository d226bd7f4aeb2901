import { generateKeyPairSync, sign, verify } from "node:crypto"
import {
  type AuditEvent,
  auditEventId,
  auditRecord,
  type ChainVerdict,
  type Context,
  canonicalJson,
  createEventBounds,
  day,
  exportChain,
  type HeadSigner,
  minute,
  pruneAuditEvents,
  type Stores,
  sealAuditEvents,
  signAuditHead,
  verifyChain,
} from "@latchkey/core"
import { beforeEach, describe, expect, test } from "vitest"
import { createPasswordHasher } from "../../src/passwords.ts"
import { createSecrets } from "../../src/secrets.ts"
import { createSetupToken } from "../../src/setup-token.ts"
import { newId, onEachDatabase, type TestDatabase } from "./databases.ts"
import { openRawDatabase, type RawDatabase } from "./raw-database.ts"
import { newAccount, newEvent } from "./rows.ts"

const secrets = createSecrets()

/** A chain of a few seals, the key that signs it, and its database as an intruder has it. */
class Bench {
  readonly context: Context
  readonly signer: HeadSigner & { readonly verify: (publicKey: string, text: string, signature: string) => boolean }
  readonly raw: RawDatabase
  now = Date.now()

  constructor(database: Context["database"], raw: RawDatabase) {
    this.raw = raw
    this.signer = newSigner()
    this.context = {
      database,
      clock: { now: () => this.now },
      secrets,
      passwords: createPasswordHasher(),
      setupToken: createSetupToken(secrets),
      eventBounds: createEventBounds(() => auditEventId(newId())),
      publicUrl: () => "http://localhost:8022",
      origin: { door: "daemon", requestId: newId() },
    }
  }

  get stores(): Stores {
    return this.context.database.stores
  }

  /** Appends events that happen now, and seals them. */
  async sealNew(count: number): Promise<AuditEvent[]> {
    const account = newAccount()
    const events = Array.from({ length: count }, () => newEvent(account, { at: this.now }))
    for (const event of events) await this.stores.auditEvents.append(event)
    this.now += minute
    expect(await sealAuditEvents(this.context)).toBe(count)
    return events
  }

  async verdict(kept: readonly { number: number; link: string }[] = []): Promise<ChainVerdict> {
    let verifier: ReturnType<typeof verifyChain> | undefined
    let isWhole = false
    for await (const part of exportChain(this.context)) {
      if (part.kind === "start") {
        const options = { sha256: secrets.hash, verify: this.signer.verify, publicKeys: [this.signer.publicKey], kept }
        verifier = verifyChain(part.installation, part.start, options)
      } else if (part.kind === "seal") verifier?.seal(part)
      else if (part.kind === "event") verifier?.event({ ...part, record: asClaimed(part.record) })
      else isWhole = true
    }
    if (verifier === undefined) throw new Error("the chain has no start")
    return verifier.end(isWhole)
  }
}

function asClaimed(record: object) {
  const claimed = { id: "", at: "", action: "", ...record }
  return claimed
}

function newSigner(): Bench["signer"] {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519")
  return {
    publicKey: publicKey.export({ type: "spki", format: "der" }).subarray(-32).toString("base64"),
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString("base64"),
    verify: (_, text, signature) => verify(null, Buffer.from(text), publicKey, Buffer.from(signature, "base64")),
  }
}

async function openBench(current: TestDatabase): Promise<Bench> {
  return new Bench(await current.open(), await openRawDatabase(current))
}

describe("the chain of audit events", () => {
  onEachDatabase((current) => {
    let bench: Bench
    beforeEach(async () => {
      bench = await openBench(current())
      return () => bench.raw.close()
    })

    test("covers every event, and holds as it stands", async () => {
      await bench.sealNew(3)
      await bench.sealNew(2)
      const verdict = await bench.verdict()
      expect(verdict.fault).toBeUndefined()
      expect(verdict).toMatchObject({ events: 5, head: { number: 2, place: 5 }, start: { number: 0 } })
      expect(await sealAuditEvents(bench.context)).toBe(0)
    })

    test("leaves events to settle, and gives one that comes late a place behind younger ones", async () => {
      const account = newAccount()
      const [late, early] = [newEvent(account, { at: bench.now }), newEvent(account, { at: bench.now })]
      await bench.stores.auditEvents.append(early)
      expect(await sealAuditEvents(bench.context)).toBe(0)
      bench.now += minute
      expect(await sealAuditEvents(bench.context)).toBe(1)
      await bench.stores.auditEvents.append(late)
      expect(late.id < early.id).toBe(true)
      expect(await sealAuditEvents(bench.context)).toBe(1)
      expect((await bench.stores.auditSeals.listSealed(0, 10)).map(({ record }) => record)).toEqual(
        [early, late].map(auditRecord),
      )
      expect((await bench.verdict()).fault).toBeUndefined()
    })

    test("gives each event one place when several daemons seal at once", async () => {
      const account = newAccount()
      for (let count = 0; count < 20; count++)
        await bench.stores.auditEvents.append(newEvent(account, { at: bench.now }))
      bench.now += minute
      const others = [await current().open(), await current().open()].map((database) => ({
        ...bench.context,
        database,
      }))
      const sealed = await Promise.all([bench.context, ...others].map((context) => sealAuditEvents(context)))
      expect(sealed.reduce((sum, count) => sum + count)).toBe(20)
      expect(await bench.verdict()).toMatchObject({ events: 20, head: { place: 20 } })
      expect((await bench.verdict()).fault).toBeUndefined()
    })

    test.each([
      ["action", "'key.delete'"],
      ["at", "1"],
      ["outcome", "'refused'"],
      ["actor_handle", "'mallory'"],
      ["actor_account_id", "null"],
      ["target_name", "'another'"],
      ["target_account_id", "'somebody else'"],
      ["target_fingerprint", "'SHA256:x'"],
      ["address", "'192.0.2.99'"],
      ["request_id", "'x'"],
      ["door", "'ssh'"],
      ["after", `'{"name":"b"}'`],
      ["before", "'not even JSON'"],
      ["chain_link", "chain_link || '0'"],
    ])("finds an event whose %s was edited, and names it", async (column, value) => {
      await bench.sealNew(2)
      const [, edited] = await bench.sealNew(3)
      await bench.sealNew(1)
      await bench.raw.run(`update audit_events set "${column}" = ${value} where id = '${edited?.id}'`)
      const { fault } = await bench.verdict()
      expect(fault).toMatchObject({ kind: "changed", place: 4, event: { id: edited?.id } })
    })

    test("finds an event that was removed, in the middle, at the start and at the end of a seal", async () => {
      const first = await bench.sealNew(3)
      await bench.sealNew(2)
      for (const [index, place] of [
        [2, 3],
        [1, 2],
        [0, 1],
      ] as const) {
        await bench.raw.run(`delete from audit_events where id = '${first[index]?.id}'`)
        expect((await bench.verdict()).fault).toMatchObject({ kind: "removed", place })
      }
    })

    test("finds events that changed places, and names the first", async () => {
      const events = await bench.sealNew(4)
      const move = (id: string | undefined, place: number) =>
        bench.raw.run(`update audit_events set chain_place = ${place} where id = '${id}'`)
      await move(events[1]?.id, 99)
      await move(events[2]?.id, 2)
      await move(events[1]?.id, 3)
      expect((await bench.verdict()).fault).toMatchObject({ kind: "changed", place: 2, event: { id: events[2]?.id } })
    })

    test("finds an event that was put in, in the middle and behind the last seal", async () => {
      const events = await bench.sealNew(4)
      const forged = newEvent(newAccount())
      await bench.stores.auditEvents.append(forged)
      await bench.raw.run(`update audit_events set chain_place = 5, chain_link = 'x' where id = '${forged.id}'`)
      expect((await bench.verdict()).fault).toMatchObject({ kind: "changed", place: 5, event: { id: forged.id } })
      await bench.raw.run(`delete from audit_events where id = '${events[2]?.id}'`)
      await bench.raw.run(`update audit_events set chain_place = 3 where id = '${forged.id}'`)
      expect((await bench.verdict()).fault).toMatchObject({ kind: "changed", place: 3, event: { id: forged.id } })
    })

    test("finds a seal that was removed, and one that was edited", async () => {
      await bench.sealNew(2)
      await bench.sealNew(2)
      await bench.raw.run("delete from audit_seals where number = 1")
      expect((await bench.verdict()).fault).toMatchObject({ kind: "seal" })
      await bench.raw.run("delete from audit_seals")
      expect((await bench.verdict()).fault).toMatchObject({ kind: "inserted" })
    })

    test("rewritten from somewhere on, betrays itself at the next seal that is signed", async () => {
      await bench.sealNew(2)
      const [, edited] = await bench.sealNew(3)
      expect(await signAuditHead(bench.context, bench.signer)).toMatchObject({ number: 2 })
      await bench.raw.run(`update audit_events set actor_handle = 'mallory' where id = '${edited?.id}'`)
      await rewriteChain(bench)
      expect((await bench.verdict()).fault).toMatchObject({ kind: "signature", place: 5 })
    })

    test("with its newest events cut off, also beyond the last signed seal, is known by a head that was kept", async () => {
      await bench.sealNew(2)
      await bench.sealNew(2)
      const head = await signAuditHead(bench.context, bench.signer)
      await bench.raw.run("delete from audit_events where chain_place > 2")
      await bench.raw.run("delete from audit_seals where number > 1")
      expect((await bench.verdict()).fault).toBeUndefined()
      const kept = [{ number: head?.number ?? 0, link: head?.link ?? "" }]
      expect((await bench.verdict(kept)).fault).toMatchObject({ kind: "cut" })
      await bench.sealNew(2)
      expect((await bench.verdict(kept)).fault).toMatchObject({ kind: "seal" })
    })

    test("is signed once a day, at its head", async () => {
      expect(await signAuditHead(bench.context, bench.signer)).toBeUndefined()
      await bench.sealNew(1)
      expect(await signAuditHead(bench.context, bench.signer)).toMatchObject({ number: 1 })
      await bench.sealNew(1)
      expect(await signAuditHead(bench.context, bench.signer)).toBeUndefined()
      bench.now += day
      expect(await signAuditHead(bench.context, bench.signer)).toMatchObject({ number: 2 })
      const verdict = await bench.verdict()
      expect(verdict).toMatchObject({ signed: { number: 2, signature: { publicKey: bench.signer.publicKey } } })
      const stranger = newSigner()
      await bench.sealNew(1)
      bench.now += day
      await signAuditHead(bench.context, stranger)
      expect((await bench.verdict()).fault).toMatchObject({ kind: "signature" })
    })

    test("loses its oldest events to retention up to a signed seal, and holds from there", async () => {
      await bench.sealNew(3)
      await bench.sealNew(2)
      await signAuditHead(bench.context, bench.signer)
      await bench.sealNew(2)
      bench.now += 2 * day
      const [young] = await bench.sealNew(1)
      await signAuditHead(bench.context, bench.signer)
      expect(await pruneAuditEvents(bench.context, bench.now - 30 * day)).toBe(0)
      // Seal 3 is old enough too, and not signed.
      expect(await pruneAuditEvents(bench.context, bench.now - day)).toBe(5)
      expect(await pruneAuditEvents(bench.context, bench.now - day)).toBe(0)
      bench.now += minute
      await sealAuditEvents(bench.context)
      const verdict = await bench.verdict()
      expect(verdict.fault).toBeUndefined()
      expect(verdict).toMatchObject({ start: { number: 2, place: 5 }, events: 4, head: { number: 5 } })
      const { items } = await bench.stores.auditEvents.list({ action: "audit.prune", limit: 5 })
      expect(items).toMatchObject([{ after: { removed: 5, seal: 2, link: verdict.start.link }, door: "daemon" }])
      expect((await bench.stores.auditEvents.list({ limit: 9 })).items.map(({ id }) => id)).toContain(young?.id)
      await bench.raw.run(
        "update audit_seals set signature = null, signed_at = null, signed_by = null where number = 2",
      )
      expect((await bench.verdict()).fault).toMatchObject({ kind: "signature" })
    })

    test("refuses to remove events up to a seal that nobody signed", async () => {
      await bench.sealNew(3)
      bench.now += 30 * day
      expect(await pruneAuditEvents(bench.context, bench.now)).toBe(0)
    })
  })
})

/** What an intruder does who knows the chain: gives every event and seal the link that now follows. */
async function rewriteChain({ stores, raw }: Bench): Promise<void> {
  const installation = await stores.accounts.installationId()
  let link = secrets.hash(`latchkey audit chain ${installation}\n`)
  for (const { place, record } of await stores.auditSeals.listSealed(0, 100)) {
    link = secrets.hash(`${link}\n${canonicalJson(record)}\n`)
    await raw.run(`update audit_events set chain_link = '${link}' where chain_place = ${place}`)
    await raw.run(`update audit_seals set link = '${link}' where place = ${place}`)
  }
}
