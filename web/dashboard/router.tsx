import { createRootRoute, createRoute, createRouter, Navigate, Outlet } from "@tanstack/react-router";
import { Frame } from "./frame/frame.tsx";
import { Lost } from "./frame/lost.tsx";
import { PageView } from "./frame/page-view.tsx";
import { lastMode } from "./mode.ts";
import type { Search } from "./navigation.tsx";
import { pages } from "./pages.ts";
import { part } from "./ui/part.tsx";
import { Broken, NotFound } from "./ui/state.tsx";

const root = createRootRoute({
  component: () => (
    <>
      <Outlet />
      <Lost />
    </>
  ),
  notFoundComponent: NotFound,
  validateSearch: (search: Search) => search,
});

const begin = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: () => <Navigate to={`/${lastMode()}`} replace />,
});

/** Routes that need no session. */
const doors = [
  createRoute({
    getParentRoute: () => root,
    path: "/sign-in",
    component: part(async () => (await import("./entry/sign-in.tsx")).SignIn),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/enter",
    component: part(async () => (await import("./entry/enter.tsx")).Enter),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/join",
    component: part(async () => (await import("./entry/join.tsx")).Join),
  }),
];

const frame = createRoute({
  getParentRoute: () => root,
  path: "/$mode",
  component: Frame,
  notFoundComponent: NotFound,
});

const views = pages.map((page) => {
  const View = part(page.load);
  return createRoute({
    getParentRoute: () => frame,
    path: page.path,
    component: () => (
      <PageView page={page}>
        <View />
      </PageView>
    ),
  });
});

export const router = createRouter({
  routeTree: root.addChildren([begin, ...doors, frame.addChildren(views)]),
  basepath: "/dashboard",
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const given = Object.entries(search).filter(([, value]) => typeof value === "string" && value !== "");
    const text = new URLSearchParams(given as [string, string][]).toString();
    return text && `?${text}`;
  },
  defaultErrorComponent: Broken,
  scrollRestoration: true,
});
