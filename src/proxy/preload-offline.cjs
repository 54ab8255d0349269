"use strict";
// Loaded into each Node.js process below `chamra exec --offline`, beside preload.cjs: agents of clients that ask no proxy reach no other machine either.
const net = require("node:net");

const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function connectOrRefuse(...args) {
  const [first, second] = args;
  const options = Array.isArray(first)
    ? first[0]
    : typeof first === "object" && first !== null
      ? first
      : { port: first, host: second };
  const web = [80, 443].includes(Number(options.port)); // a database elsewhere is none of our business
  if (!web || isThisMachine(String(options.host ?? "localhost"))) return connect.apply(this, args);
  const error = new Error(`Chamra lets nothing go to ${options.host}: the command runs with --offline.`);
  process.nextTick(() => this.destroy(Object.assign(error, { code: "ENETUNREACH" })));
  return this;
};

const isThisMachine = (host) => /^(localhost|.*\.localhost|127(\.\d+){3}|::1)$/.test(host);
