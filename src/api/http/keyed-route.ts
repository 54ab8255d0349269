declare module "fastify" {
  interface FastifyContextConfig {
    takesKeys?: boolean;
  }
}

/**
 * Options of a route whose answer depends on a key in `Authorization`. A stranger's page has no key, so such a route answers under any host name
 * (`refusalAtTheDoor` in server.ts); pages and files, which need no key, do not.
 */
export const keyedRoute = { config: { takesKeys: true } };
