import { apiPrefix, routes } from "@latchkey/contract"
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client"

/** One answered request: its route's pattern, never its address. */
export interface AnsweredRequest {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly seconds: number
}

/** What the daemon counts, for Prometheus. */
export interface Metrics {
  countRequest(request: AnsweredRequest): void
  countGatewayLogin(result: "accepted" | "refused"): void
  countDatabaseRetry(): void
  /** A poll of a connected server that was answered, by what it was answered with. */
  countHostAnswer(kind: string): void
  /** Logins and refusals that servers reported; what was left out is one of them too. */
  countLoginReports(counts: { readonly logins: number; readonly refusals: number; readonly leftOut: number }): void
  /** A run of a periodic task that failed. */
  countTaskFailure(task: string): void
  /** Of audit events without a place in the chain. Asked each time that the metrics are read, like those that follow. */
  observeUnsealed(count: () => Promise<number>): void
  observeConnections(count: () => Readonly<Record<"idle" | "busy" | "waiting", number>>): void
  observeEventStreams(count: () => number): void
  observeHostPolls(count: () => number): void
  /** A failure of `count` takes nothing but its number away. */
  observeRegistered(count: (what: "accounts" | "ssh_keys") => Promise<number>): void
  /** All of it in Prometheus' text format, and that format's media type. */
  read(): Promise<{ readonly text: string; readonly mediaType: string }>
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: "latchkey_http_requests_total",
    help: "HTTP requests answered",
    labelNames: ["method", "route", "status"],
    registers,
  })
  const durations = new Histogram({
    name: "latchkey_http_request_duration_seconds",
    help: "Time from the first byte of a request until its answer was sent",
    labelNames: ["method", "route"],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  })
  const gatewayLogins = new Counter({
    name: "latchkey_gateway_logins_total",
    help: "Logins at the SSH gateway",
    labelNames: ["result"],
    registers,
  })
  const signIns = new Counter({
    name: "latchkey_sign_ins_total",
    help: "Tries to sign in with a password, for a login session or a token",
    labelNames: ["result"],
    registers,
  })
  const hostAnswers = new Counter({
    name: "latchkey_host_answers_total",
    help: "Polls of connected servers that were answered",
    labelNames: ["kind"],
    registers,
  })
  const loginReports = new Counter({
    name: "latchkey_login_reports_total",
    help: "Logins and refused keys that connected servers reported; left_out: those of them that were too many to keep",
    labelNames: ["kind"],
    registers,
  })
  const retries = new Counter({
    name: "latchkey_database_retries_total",
    help: "Transactions that the database asked to run again",
    registers,
  })
  const taskFailures = new Counter({
    name: "latchkey_periodic_task_failures_total",
    help: "Runs of periodic tasks that failed",
    labelNames: ["task"],
    registers,
  })

  // Finding a series by its labels costs more than counting; there are only as many as routes and statuses.
  const series = new Map<string, { requests: { inc(): void }; durations: { observe(seconds: number): void } }>()

  return {
    countRequest({ method, route, status, seconds }) {
      const key = `${method} ${route} ${status}`
      let counted = series.get(key)
      if (counted === undefined) {
        counted = {
          requests: requests.labels({ method, route, status }),
          durations: durations.labels({ method, route }),
        }
        series.set(key, counted)
      }
      counted.requests.inc()
      if (method === "POST" && signInRoutes.has(route)) signIns.inc({ result: signInResult(status) })
      counted.durations.observe(seconds)
    },
    countGatewayLogin: (result) => gatewayLogins.inc({ result }),
    countDatabaseRetry: () => retries.inc(),
    countHostAnswer: (kind) => hostAnswers.inc({ kind }),
    countLoginReports({ logins, refusals, leftOut }) {
      loginReports.inc({ kind: "login" }, logins)
      loginReports.inc({ kind: "refusal" }, refusals)
      loginReports.inc({ kind: "left_out" }, leftOut)
    },
    countTaskFailure: (task) => taskFailures.inc({ task }),
    observeUnsealed(count) {
      new Gauge({
        name: "latchkey_audit_unsealed_events",
        help: "Audit events that are not sealed yet; far more than a few seconds bring means that sealing has stopped",
        registers,
        async collect() {
          this.set(await count().catch(() => Number.NaN))
        },
      })
    },
    observeConnections(count) {
      new Gauge({
        name: "latchkey_database_connections",
        help: "Connections to the database that are idle or busy, and transactions that wait for one",
        labelNames: ["state"],
        registers,
        collect() {
          for (const [state, value] of Object.entries(count())) this.set({ state }, value)
        },
      })
    },
    observeEventStreams(count) {
      new Gauge({
        name: "latchkey_event_streams",
        help: "Open streams of server-sent events",
        registers,
        collect() {
          this.set(count())
        },
      })
    },
    observeHostPolls(count) {
      new Gauge({
        name: "latchkey_host_polls",
        help: "Connected servers that wait for news",
        registers,
        collect() {
          this.set(count())
        },
      })
    },
    observeRegistered(count) {
      for (const [what, help] of [
        ["accounts", "Accounts, disabled ones too"],
        ["ssh_keys", "SSH keys that are registered"],
      ] as const) {
        new Gauge({
          name: `latchkey_${what}`,
          help,
          registers,
          async collect() {
            this.set(await count(what).catch(() => Number.NaN))
          },
        })
      }
    },
    read: async () => ({ text: await registry.metrics(), mediaType: registry.contentType }),
  }
}

const signInRoutes: ReadonlySet<string> = new Set(
  [routes.signIn, routes.signInForToken].map(({ path }) => `${apiPrefix}${path}`),
)

function signInResult(status: number): "accepted" | "refused" | "slowed" | "failed" {
  if (status < 300) return "accepted"
  if (status === 429) return "slowed"
  return status < 500 ? "refused" : "failed"
}
