/** What a connection or a route changes: the connections and routes themselves, and which methods have somebody behind them. */
export const changedByUpstreams = ["upstreams", "routes", "methods", "capability"];
