import { type Command, Option } from "commander"
import { auditFormatChoices } from "../choices.ts"
import { examples, jsonOption } from "../help.ts"

/** Declares `latchkey audit ...`. */
export function addAuditCommands(audit: Command): void {
  audit
    .command("verify")
    .summary("Verify that nobody changed the audit.")
    .description(
      "Verify the chain of audit events: that none was edited, removed, put in or moved since it was sealed. " +
        "Asks the daemon (as an administrator), or reads a file that `latchkey audit export` made.",
    )
    .argument("[file]", "an exported chain; - is stdin")
    .option(
      "--public-key <key>",
      "the key that must have signed it: base64, or a file in PEM; several with --public-key again",
      (text: string, before: readonly string[] = []) => [...before, text],
    )
    .option("--head <head>", "a head that was noted before, as NUMBER:LINK: the chain must still have it")
    .option(...jsonOption("what was found; `fault` is absent when all is well"))
    .addHelpText(
      "after",
      examples(
        "latchkey audit verify",
        "latchkey audit verify audit-chain.jsonl --public-key signing-key-public.pem",
        "latchkey audit verify --head 1042:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
      ),
    )
    .action(async (file: string | undefined, options) => (await import("./audit/verify.ts")).verifyAudit(file, options))
  audit
    .command("export")
    .summary("Print the audit as a file.")
    .description("Print the audit: the sealed chain for `latchkey audit verify`, or the events that you may see.")
    .addOption(new Option("--format <format>", "what to print").choices(auditFormatChoices).default("chain"))
    .addHelpText(
      "after",
      examples("latchkey audit export > audit-chain.jsonl", "latchkey audit export --format csv > activity.csv"),
    )
    .action(async (options) => (await import("./audit/export.ts")).exportAudit(options))
}
