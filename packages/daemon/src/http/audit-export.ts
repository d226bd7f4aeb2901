import type { AuditEvent, ChainEndLine, ChainEventLine, ChainSealLine, ChainStartLine } from "@latchkey/contract"
import {
  type Actor,
  type AuditFilter,
  type AuditSeal,
  auditRecord,
  type ChainPart,
  type ChainStart,
  type Context,
  canonicalJson,
  exportAuditChain,
  exportAuditEvents,
} from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import type { z } from "zod"
import type { KeptHead } from "../audit-signer.ts"
import type { AuditKeeping } from "./call.ts"
import { csvRow } from "./csv.ts"
import { renderTime } from "./render/time.ts"
import type { StreamedFile } from "./streamed-file.ts"

/** Audit events as a table or one a line, newest first. @throws CoreError before anything is sent */
export async function exportEvents(
  context: Context,
  actor: Actor,
  format: "csv" | "jsonl",
  filter: Omit<AuditFilter, "accountId">,
): Promise<StreamedFile> {
  const pages = await exportAuditEvents(context, actor, filter)
  const write = format === "csv" ? csvOf : (event: AuditEvent) => `${canonicalJson(event)}\n`
  async function* chunks() {
    if (format === "csv") yield csvRow(csvColumns)
    for await (const page of pages) yield page.map((event) => write(auditRecord(event))).join("")
  }
  const mediaType = format === "csv" ? "text/csv" : "application/x-ndjson"
  return { chunks: chunks(), fileName: `activity.${format}`, mediaType: `${mediaType}; charset=utf-8` }
}

/** The whole chain, oldest first, for `latchkey audit verify`. @throws CoreError before anything is sent */
export async function exportChainFile(
  context: Context,
  actor: Actor,
  { keptDays, lastSignedHead }: AuditKeeping,
): Promise<StreamedFile> {
  const parts = await exportAuditChain(context, actor)
  const lastSigned = await lastSignedHead()
  async function* chunks() {
    for await (const part of parts) yield `${canonicalJson(chainLine(part, keptDays, lastSigned))}\n`
  }
  return { chunks: chunks(), fileName: "audit-chain.jsonl", mediaType: "application/x-ndjson; charset=utf-8" }
}

type Line<Schema extends z.ZodType> = z.input<Schema>

function chainLine(
  part: ChainPart,
  keptDays: number,
  lastSigned: KeptHead | undefined,
):
  | ChainStartLine
  | Line<typeof ChainSealLine>
  | Line<typeof ChainEndLine>
  | Omit<Line<typeof ChainEventLine>, "event"> {
  switch (part.kind) {
    case "start": {
      const { installation, signingKeys, start } = part
      const kept = lastSigned === undefined ? null : { number: lastSigned.number, link: lastSigned.link }
      return {
        chain: {
          format: "latchkey-audit-1",
          installation,
          start: sealFacts(start),
          signingKeys: [...signingKeys],
          keptDays,
          lastSigned: kept,
        },
      }
    }
    case "event":
      return { place: part.place, link: part.link, ...{ event: part.record } }
    case "seal":
      return { seal: sealFacts(part) }
    case "end":
      return { end: { unsealed: part.unsealed } }
  }
}

function sealFacts({ number, place, link, signature }: ChainStart & Pick<AuditSeal, "signature">) {
  const signed = signature === undefined ? null : { ...signature, signedAt: renderTime(signature.signedAt) }
  return { number, place, link, signature: signed }
}

const csvColumns = [
  "time",
  "person",
  "person id",
  "token id",
  "action",
  "result",
  "target kind",
  "target",
  "target id",
  "fingerprint",
  "door",
  "address",
  "request id",
  "before",
  "after",
  "id",
]

function csvOf(event: AuditEvent): string {
  const { actor, target, before, after } = event
  return csvRow(
    [
      event.at,
      actor?.handle ?? "",
      actor?.accountId ?? "",
      actor?.tokenId ?? "",
      event.action,
      event.outcome,
      target.kind,
      target.name,
      target.id,
      target.fingerprint ?? "",
      event.door,
      event.address ?? "",
      event.requestId,
      before === null ? "" : canonicalJson(before),
      after === null ? "" : canonicalJson(after),
      event.id,
    ].map(toPrintable),
  )
}
