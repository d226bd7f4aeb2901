import type { QueryClient } from "@tanstack/react-query"
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router"
import { accountQuery } from "./api.ts"
import { projectsQuery } from "./chosen-project.ts"
import { isSignedOut } from "./failure.ts"
import { withAdminWords, withEventWords, withImportWords, withServerWords } from "./i18n.ts"
import { readActivityFilter } from "./pages/activity/activity-filter.ts"
import { readPeopleFilter } from "./pages/admin/people/people-filter.ts"
import { FailedPage } from "./pages/failed-page.tsx"
import { GuidesFrame } from "./pages/guides/guides-frame.tsx"
import { type KeyFilter, readKeyFilter } from "./pages/keys/list/key-filter.ts"
import { NotFoundPage } from "./pages/not-found-page.tsx"
import { paths } from "./paths.ts"
import { AppFrame } from "./shell/app-frame.tsx"

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Outlet })

const setUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.setup,
  component: lazyRouteComponent(() => import("./pages/account/set-up-page.tsx")),
})

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.signIn,
  /** `from` is where to return to; only a path of this console, never another site. */
  validateSearch: (search): { from?: string; expired?: true } => ({
    ...(typeof search.from === "string" && /^\/(?![/\\])/.test(search.from) && { from: search.from }),
    ...(search.expired === true && { expired: true }),
  }),
  component: lazyRouteComponent(() => import("./pages/account/sign-in-page.tsx")),
})

const joinProjectRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.joinProject,
  component: lazyRouteComponent(() => import("./pages/projects/join-project-page.tsx")),
})

const joinRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.join,
  component: lazyRouteComponent(() => import("./pages/account/join-page.tsx")),
})

const resetPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.resetPassword,
  component: lazyRouteComponent(() => import("./pages/account/reset-password-page.tsx")),
})

/** Everything for which somebody must be signed in. */
const frameRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "signed-in",
  component: AppFrame,
  async beforeLoad({ context, location }) {
    // Many pages wait for them.
    void context.queryClient.prefetchQuery(projectsQuery)
    try {
      await context.queryClient.ensureQueryData(accountQuery)
    } catch (failure) {
      if (!isSignedOut(failure)) throw failure
      const from = location.href === paths.overview ? {} : { from: location.href }
      throw redirect({ to: paths.signIn, search: from, replace: true })
    }
  },
})

const overviewRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: paths.overview,
  component: lazyRouteComponent(() => import("./pages/overview/overview-page.tsx")),
})

const keysRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: paths.keys,
  /** `generate` opens the dialog that makes a key. */
  validateSearch: (search): KeyFilter & { generate?: 1 } => ({
    ...readKeyFilter(search),
    ...(search.generate === 1 && { generate: 1 }),
  }),
  component: lazyRouteComponent(() => import("./pages/keys/keys-page.tsx")),
})

const keyImportRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: paths.keyImport,
  component: lazyRouteComponent(() => withImportWords(() => import("./pages/keys/key-import-page.tsx"))),
})

const keyRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: paths.key,
  component: lazyRouteComponent(() => import("./pages/keys/key-page.tsx")),
})

const replaceKeyRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: paths.replaceKey,
  component: lazyRouteComponent(() => withServerWords(() => import("./pages/keys/replace-key-page.tsx"))),
})

const activityRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: paths.activity,
  validateSearch: readActivityFilter,
  component: lazyRouteComponent(() => withEventWords(() => import("./pages/activity/activity-page.tsx"))),
})

const profileRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: paths.profile,
  component: lazyRouteComponent(() => import("./pages/account/profile-page.tsx")),
})

const tokensRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: paths.tokens,
  component: lazyRouteComponent(() => import("./pages/account/tokens-page.tsx")),
})

const peopleRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: paths.people,
  validateSearch: readPeopleFilter,
  component: lazyRouteComponent(() => withAdminWords(() => import("./pages/admin/people-page.tsx"))),
})

const personRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: paths.person,
  component: lazyRouteComponent(() => withAdminWords(() => import("./pages/admin/person-page.tsx"))),
})

const keyPolicyRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: paths.keyPolicy,
  component: lazyRouteComponent(() => withAdminWords(() => import("./pages/admin/key-policy-page.tsx"))),
})

const bundleKeysRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: paths.bundleKeys,
  component: lazyRouteComponent(() => withAdminWords(() => import("./pages/admin/bundle-keys-page.tsx"))),
})

const projectRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: paths.project,
  component: lazyRouteComponent(() => import("./pages/projects/project-page.tsx")),
})

const serversRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: paths.servers,
  component: lazyRouteComponent(() => withServerWords(() => import("./pages/servers/servers-page.tsx"))),
})

const connectServerRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: paths.connectServer,
  component: lazyRouteComponent(() => withServerWords(() => import("./pages/servers/connect-server-page.tsx"))),
})

const serverRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: paths.server,
  validateSearch: (search): { tab?: "sign-ins" } => (search.tab === "sign-ins" ? { tab: "sign-ins" } : {}),
  component: lazyRouteComponent(() => withServerWords(() => import("./pages/servers/server-page.tsx"))),
})

const robotsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: paths.robots,
  component: lazyRouteComponent(() => import("./pages/projects/robots-page.tsx")),
})

const robotRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: paths.robot,
  validateSearch: readKeyFilter,
  component: lazyRouteComponent(() => import("./pages/projects/robot-page.tsx")),
})

const robotKeyImportRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: paths.robotKeyImport,
  component: lazyRouteComponent(() => withImportWords(() => import("./pages/projects/robot-key-import-page.tsx"))),
})

const robotKeyRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: paths.robotKey,
  component: lazyRouteComponent(() => import("./pages/projects/robot-key-page.tsx")),
})

const replaceRobotKeyRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: paths.replaceRobotKey,
  component: lazyRouteComponent(() => withServerWords(() => import("./pages/projects/replace-robot-key-page.tsx"))),
})

/** Guides are for whoever cannot sign in too; around them stands what belongs to who reads. */
const guidesFrameRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "guides-frame",
  component: GuidesFrame,
  async beforeLoad({ context }) {
    await context.queryClient.ensureQueryData(accountQuery).catch((failure: unknown) => {
      if (!isSignedOut(failure)) throw failure
    })
  },
})

const guidesRoute = createRoute({
  getParentRoute: () => guidesFrameRoute,
  path: paths.guides,
  component: lazyRouteComponent(() => import("./pages/guides/guides-page.tsx")),
})

const guideRoute = createRoute({
  getParentRoute: () => guidesFrameRoute,
  path: paths.guide,
  component: lazyRouteComponent(() => import("./pages/guides/guide-page.tsx")),
})

/** Any other address, so that the way back stands around the message. */
const notFoundRoute = createRoute({ getParentRoute: () => frameRoute, path: "$", component: NotFoundPage })

const routeTree = rootRoute.addChildren([
  setUpRoute,
  signInRoute,
  joinProjectRoute,
  joinRoute,
  resetPasswordRoute,
  guidesFrameRoute.addChildren([guidesRoute, guideRoute]),
  frameRoute.addChildren([
    overviewRoute,
    keysRoute,
    keyImportRoute,
    keyRoute,
    replaceKeyRoute,
    activityRoute,
    profileRoute,
    tokensRoute,
    peopleRoute,
    personRoute,
    keyPolicyRoute,
    bundleKeysRoute,
    projectRoute,
    serversRoute,
    connectServerRoute,
    serverRoute,
    robotsRoute,
    robotRoute,
    robotKeyImportRoute,
    robotKeyRoute,
    replaceRobotKeyRoute,
    notFoundRoute,
  ]),
])

/** The console's router over one cache of what the daemon said. */
export function createConsoleRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    scrollRestoration: true,
    // Else what a route refuses in `validateSearch` would reach its page all the same.
    search: { strict: true },
    defaultPreload: "intent",
    defaultErrorComponent: FailedPage,
    defaultNotFoundComponent: NotFoundPage,
  })
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>
  }
}
