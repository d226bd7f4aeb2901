import { type Command, Option } from "commander"
import { examples, jsonOption } from "../help.ts"

/** Declares the part of `latchkey key ...` that works on files and needs no daemon. */
export function addKeyFileCommands(key: Command): void {
  addGenerate(key)
  addConvert(key)
  addAudit(key)
  addInspect(key)
}

function addGenerate(key: Command): void {
  key
    .command("generate")
    .summary("Make a key pair, without a daemon.")
    .description(
      "Make a key pair, without a daemon. The private half is written to a file that only you can read, encrypted with " +
        "a passphrase, and goes nowhere else; the public half stands beside it. Nothing is overwritten.",
    )
    .addOption(new Option("--type <type>", "which kind of key").choices(["ed25519", "ecdsa", "rsa"]).default("ed25519"))
    .option("--bits <bits>", "ecdsa: 256 (the default), 384, 521; rsa: 3072 (the default), 2048, 4096")
    .option("--comment <comment>", "what stands behind the public key (default: you@this-machine)")
    .addOption(
      new Option(
        "--format <format>",
        "of the private file: openssh; pem for tools that know nothing newer; ppk: PuTTY's",
      )
        .choices(["openssh", "pem", "pkcs8", "ppk"])
        .default("openssh"),
    )
    .option("--out <file>", "the private file (default: ~/.ssh/id_TYPE); - prints it")
    .option("--passphrase-file <file>", "read the passphrase from a file (- is stdin) rather than ask for it")
    .option("--no-passphrase", "leave the private key unencrypted: whoever reads the file has the key")
    .option("--register", "add the public half to your SSH keys")
    .option("--name <name>", "its name there; proposed from the comment when absent")
    .option("--robot <robot>", "add it to a robot of your projects, not to your own")
    .option(
      ...jsonOption(
        "file, publicKeyFile, keyType, bits, fingerprint, md5, comment, publicKey, encrypted; registered: the API's SshKey",
      ),
    )
    .addHelpText(
      "after",
      examples(
        "latchkey key generate --register --name laptop",
        "latchkey key generate --type rsa --bits 2048 --format pem --out old-tool",
      ),
    )
    .action(async (options) => (await import("./key/generate.ts")).generate(options))
}

function addConvert(key: Command): void {
  key
    .command("convert")
    .summary("Write a key in another format, without a daemon.")
    .description(
      "Write a key in another format, without a daemon. Private keys go to a private format, into a new file that only " +
        "you can read, with the passphrase that they had; anything goes to a public format.",
    )
    .argument("<file>", "a private or public key in any format; - is stdin")
    .addOption(
      new Option(
        "--format <format>",
        "openssh; private: pem, pkcs8, ppk (PuTTY's); public: rfc4716 (PuTTYgen's), spki and pkcs1 (OpenSSL's)",
      )
        .choices(["openssh", "pem", "pkcs8", "ppk", "rfc4716", "spki", "pkcs1"])
        .makeOptionMandatory(),
    )
    .option("--out <file>", "the new file; - is stdout, where public keys go when it is absent")
    .option("--public", "of a private key, only the public half")
    .option("--comment <comment>", "another comment")
    .option("--passphrase-file <file>", "read its passphrase from a file (- is stdin) rather than ask for it")
    .option("--new-passphrase-file <file>", "encrypt the new file with another passphrase")
    .option("--no-passphrase", "leave the new file unencrypted")
    .option(...jsonOption("file, format, kind, fingerprint, encrypted"))
    .addHelpText(
      "after",
      examples(
        "latchkey key convert laptop.ppk --format openssh --out ~/.ssh/laptop",
        "latchkey key convert ~/.ssh/id_rsa --format ppk --out laptop.ppk",
        "latchkey key convert laptop.pub --format spki",
      ),
    )
    .action(async (file: string, options) => (await import("./key/convert.ts")).convert(file, options))
}

function addAudit(key: Command): void {
  key
    .command("audit")
    .summary("Find weak keys in files, without a daemon.")
    .description(
      "Find weak keys, and keys that are badly kept: public and private keys, authorized_keys, known_hosts, certificates. " +
        "Needs no daemon; nothing leaves this machine. The exit status is 1 when a key must not be used, 0 when there are " +
        "warnings at most, and 2 when something could not be read.",
    )
    .argument("[file...]", "files; - is stdin")
    .option("--ssh-dir", "all files in ~/.ssh")
    .option("--agent", "the keys of the SSH agent")
    .option("--blocklist <file>", "more keys that nobody may use: a fingerprint or a public key a line")
    .option("--passphrase-file <file>", "the passphrase of private keys, which are then checked too; - is stdin")
    .option(
      ...jsonOption(
        "keys (file, line, keyType, bits, fingerprint, comment, findings: code, severity, message, hint) and errors",
      ),
    )
    .addHelpText(
      "after",
      examples("latchkey key audit --ssh-dir --agent", "latchkey key audit /home/*/.ssh/authorized_keys --json"),
    )
    .action(async (files: string[], options) => (await import("./key/audit.ts")).auditFiles(files, options))
}

function addInspect(key: Command): void {
  key
    .command("inspect")
    .summary("Say what key files hold, without a daemon.")
    .description(
      "Say what key files hold, in any format, without a daemon. Nothing leaves this machine. With --json, one object " +
        "a line for each key found; the exit status is 0 when every file held a key and nothing failed, else 2.",
    )
    .argument("<file...>", "files; - is stdin")
    .option("--passphrase-file <file>", "the passphrase of private keys whose public half is encrypted; - is stdin")
    .option("--json", "print one JSON object a line")
    .addHelpText(
      "after",
      `
JSON:
  a key     file, line, format, keyType, bits, fingerprint, md5, comment, encrypted, repairs ({code, message}),
            and droppedOptions where options stood before the key
  no key    file, line where it is known, error ({code, message, hint})`,
    )
    .addHelpText(
      "after",
      examples("latchkey key inspect ~/.ssh/*.pub", "latchkey key inspect --json putty.ppk | jq -r .fingerprint"),
    )
    .action(async (files: string[], options) => (await import("./key/inspect.ts")).inspectFiles(files, options))
}
