import fastify from "fastify";

/** Baseline: a minimal Fastify server that answers every request with the same JSON, which is its argument. */
const answer = JSON.parse(process.argv[2] ?? "{}");
const app = fastify();
app.post("/charges", () => answer);
app.get("/charges/:id", () => answer);
console.log(await app.listen({ port: 0, host: "127.0.0.1" }));
