import fastify from "fastify";

/** The least that Fastify can do to answer the same JSON to the same requests: the argument is what it answers. */
const answer = JSON.parse(process.argv[2] ?? "{}");
const app = fastify();
app.post("/charges", () => answer);
app.get("/charges/:id", () => answer);
console.log(await app.listen({ port: 0, host: "127.0.0.1" }));
